"""What people do with mentions: tags, notes, to whom they are given, what is set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Handling(models.Model):
    """Who looks after a mention, and whether it is hidden and why."""

    ledger_kind = "handling"
    ledger_clear = (
        *("mention_id", "assigned_to_id", "assigned_by_id", "assigned_at"),
        *("done_at", "hidden_by_id", "hidden_at"),
    )
    ledger_verbs = (
        "handling.assigned",
        "handling.finished",
        "handling.hidden",
        "handling.shown",
        "handling.erased",
        "handling.removed",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mention = models.OneToOneField(
        "listening.Mention", on_delete=models.PROTECT, related_name="handling"
    )
    assigned_to = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("assigned_to", "done_at"), name="listening_given_to"),)

    def __str__(self) -> str:
        return str(self.mention_id)


class Tag(models.Model):
    """A word that mentions are sorted by."""

    ledger_kind = "mention_tag"
    ledger_clear = ("retired_at",)
    ledger_verbs = ("mention_tag.created", "mention_tag.renamed", "mention_tag.retired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=60, unique=True, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name_key",)

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A mention bears a tag."""

    ledger_kind = "tagging"
    ledger_clear = ("mention_id", "tag_id", "by_id", "at")
    ledger_verbs = ("tagging.added", "tagging.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mention = models.ForeignKey(
        "listening.Mention", on_delete=models.PROTECT, related_name="taggings"
    )
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("mention", "tag"), name="listening_tagged_once"),
        )

    def __str__(self) -> str:
        return f"{self.mention_id} {self.tag_id}"


class Note(models.Model):
    """What somebody of ours wrote beside a mention."""

    ledger_kind = "mention_note"
    ledger_clear = ("mention_id", "by_id", "at")
    ledger_verbs = ("mention_note.written", "mention_note.erased", "mention_note.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mention = models.ForeignKey("listening.Mention", on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.mention_id} {self.at:%Y-%m-%d}"


class Unheard(models.Model):
    """Somebody outside who asked not to be kept: nothing of theirs is taken in any more.

    Only a digest of the network and of the unchanging name is kept, under the key of the site
    (HMAC-SHA-256), and none of it in the journal: see `queries.names`.
    """

    ledger_kind = "unheard_author"
    ledger_clear = ("network", "by_id", "at", "ended_at")
    ledger_verbs = ("unheard_author.added", "unheard_author.ended", "unheard_author.erased")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(max_length=30)
    author_sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("author_sha256",),
                condition=models.Q(ended_at__isnull=True),
                name="listening_unheard_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.network} {self.author_sha256[:8]}"
