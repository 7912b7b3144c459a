"""What was said, and which topics it is about. Machinery: written by thousands of rows."""

from django.db import models
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Mention(models.Model):
    """One thing somebody published: about a topic, addressed to us, or of a place kept whole.

    Attributes:
        key: its name, one for the whole network (`Heard.key`); so are the other keys.
        author_key: the network's unchanging name of the author, else the handle.
        account: ours, which it answers or names; or which wrote it, when `is_own`.
        is_own: one of our accounts wrote it: no topic, no count.
        is_private: told to us alone (a notification of a message): no topic, no count, no list.
        repeat_of: the earlier mention whose words it repeats or passes on.
        repeats: how many repeat it.
        reach: people who may have seen it, as far as the network says: followers of the author.
        score: -1 (negative) to 1 (positive); indicative.
        text_print: of the folded words; empty when there are too few to compare.
        keep_until: when it is looked at whether anything still keeps it; None: at once.
        is_hidden: somebody set it aside: see `Handling`.
        withdrawn_at: its author deleted it, or asked us to: its words are gone from here too, and
            of what it and its author were called a digest is left: see `queries.names`.
    """

    class Sentiment(models.TextChoices):
        NEGATIVE = "negative", pgettext_lazy("sentiment", "negative")
        NEUTRAL = "neutral", pgettext_lazy("sentiment", "neutral")
        POSITIVE = "positive", pgettext_lazy("sentiment", "positive")
        UNKNOWN = "unknown", pgettext_lazy("sentiment", "unknown")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(
        "listening.Source", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    network = models.CharField(max_length=30)
    key = models.CharField(max_length=500)
    what = models.CharField(max_length=8)
    url = models.CharField(max_length=2000, blank=True)
    author_key = models.CharField(max_length=400, blank=True)
    author_handle = models.CharField(max_length=300, blank=True)
    author_name = models.CharField(max_length=300, blank=True)
    author_followers = models.PositiveIntegerField(null=True, blank=True)
    posted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    text_print = models.CharField(max_length=16, blank=True)
    urls = models.JSONField(default=list, blank=True)
    media = models.JSONField(default=list, blank=True)
    has = models.JSONField(default=list, blank=True)
    lang = models.CharField(max_length=12, blank=True)
    sentiment = models.CharField(max_length=8, choices=Sentiment, default=Sentiment.UNKNOWN)
    score = models.FloatField(default=0.0)
    reach = models.PositiveIntegerField(default=0)
    parent_key = models.CharField(max_length=500, blank=True)
    root_key = models.CharField(max_length=500, blank=True)
    quoted_key = models.CharField(max_length=500, blank=True)
    repeat_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeated"
    )
    repeats = models.PositiveIntegerField(default=0)
    account = models.ForeignKey(
        "registry.Account",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    is_own = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "key"), name="listening_mention_once"),
        )
        indexes = (
            models.Index(fields=("posted_at", "id"), name="listening_by_time"),
            models.Index(fields=("keep_until",), name="listening_to_look_at"),
            models.Index(fields=("network", "author_key", "posted_at"), name="listening_by_author"),
            models.Index(
                fields=("text_print", "posted_at"),
                name="listening_by_words",
                condition=~models.Q(text_print=""),
            ),
            models.Index(
                fields=("root_key", "posted_at"),
                name="listening_by_thread",
                condition=~models.Q(root_key=""),
            ),
            models.Index(
                fields=("account", "posted_at", "id"),
                name="listening_to_us",
                condition=models.Q(account__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.network} {self.key}"


class OtherName(models.Model):
    """What else a mention is called on a network whose servers number posts each for itself.

    `key`: the address that they all agree on, or what another server calls it. Machinery.
    """

    network = models.CharField(max_length=30)
    key = models.CharField(max_length=500)
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="names")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "key"), name="listening_named_once"),
        )

    def __str__(self) -> str:
        return f"{self.network} {self.key}"


class AuthorName(models.Model):
    """What an author is called, where streams tell an identifier only. Machinery: a month old.

    `key`: as `Mention.author_key`; no handle: the account is gone.
    """

    network = models.CharField(max_length=30)
    key = models.CharField(max_length=400)
    handle = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=300, blank=True)
    followers = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "key"), name="listening_author_once"),
        )

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"


class TopicMention(models.Model):
    """One mention is about one topic. `posted_at` is that of the mention, for paging by key."""

    topic = models.ForeignKey(
        "listening.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    mention = models.ForeignKey(
        Mention, on_delete=models.CASCADE, related_name="topics", db_index=False
    )
    posted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("mention", "topic"), name="listening_about_once"),
        )
        indexes = (
            models.Index(fields=("topic", "posted_at", "mention"), name="listening_by_topic"),
        )

    def __str__(self) -> str:
        return f"{self.topic_id} {self.mention_id}"
