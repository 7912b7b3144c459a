"""Approved answers to common problems: what they are for, and each version of their words."""

from datetime import date

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.bilingual import VARIABLE

LANGUAGES = ("fr", "en")


class Reply(models.Model):
    """An answer to one problem, offered to its unit and to the units below it.

    `topics` and `duties` narrow it; an empty list is all of them. `topics` are names of topics of
    listening or tags, `duties` those of named teams (`care`, `press`...). The examples, one a
    line, are what people write; `check` is what to know before answering, one a line; `handover`
    says when not to answer alone. None of that is ever published, nor agreed to: only a version
    is. `current` is the version that may be used; `edition` grows with each change of what is
    offered, so that whoever holds the library in memory sees that it moved.
    """

    ledger_kind = "reply"
    ledger_clear = ("unit_id", "theme", "duties", "handover_to", "current_id", "retired_at")
    ledger_skip = ("uses", "last_used_at", "edition")
    ledger_verbs = (
        "reply.created",
        "reply.updated",
        "reply.put_in_use",
        "reply.retired",
        "reply.taken_up_again",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=40, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    when_fr = models.TextField(_("when to use it, in French"), blank=True)
    when_en = models.TextField(_("when to use it, in English"), blank=True)
    asked_fr = models.TextField(_("what people write, in French"), blank=True)
    asked_en = models.TextField(_("what people write, in English"), blank=True)
    check_fr = models.TextField(_("to check first, in French"), blank=True)
    check_en = models.TextField(_("to check first, in English"), blank=True)
    handover_fr = models.TextField(_("when to hand over, in French"), blank=True)
    handover_en = models.TextField(_("when to hand over, in English"), blank=True)
    handover_to = models.CharField(max_length=20, blank=True)
    topics = models.JSONField(default=list, blank=True)
    duties = models.JSONField(default=list, blank=True)
    current = models.ForeignKey(
        "ReplyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.TextField(blank=True)
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)
    uses = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=0, db_index=True)

    class Meta:
        ordering = ("-updated_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("unit", "slug"), name="replies_slug_once_per_unit"),
        )
        indexes = (models.Index(fields=("-updated_at", "-id"), name="replies_by_change"),)

    def __str__(self) -> str:
        return self.slug

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return in_language(self.title_fr, self.title_en)

    @property
    def when(self) -> str:
        """Return when to use it, in the reader's language."""
        return in_language(self.when_fr, self.when_en)

    @property
    def handover(self) -> str:
        """Return when to hand over, in the reader's language."""
        return in_language(self.handover_fr, self.handover_en)

    @property
    def checks(self) -> list[str]:
        """Return what to know before answering, in the reader's language."""
        return in_language(self.check_fr, self.check_en).splitlines()

    @property
    def examples(self) -> list[str]:
        """Return what people write, in the reader's language."""
        return in_language(self.asked_fr, self.asked_en).splitlines()


class ReplyVersion(models.Model):
    """One wording of a reply, in French, in English or in both.

    `short_…` goes everywhere; `long_…`, where there is room, and may be empty. Names in braces
    (`{first_name}`) are filled when answering. `networks` are those it is agreed to for; an empty
    list is all of them. Once submitted it is never changed; `review_on` is the day its keepers
    look at it again, `expires_on` the first day it is offered no more.
    """

    ledger_kind = "reply_version"
    ledger_clear = (
        *("reply_id", "number", "status", "networks", "written_by_id", "approval_id"),
        *("submitted_at", "approved_at", "retired_at", "review_on", "expires_on"),
    )
    ledger_verbs = (
        "reply_version.drafted",
        "reply_version.written",
        "reply_version.submitted",
        "reply_version.taken_back",
        "reply_version.returned",
        "reply_version.approved",
        "reply_version.replaced",
        "reply_version.reviewed",
        "reply_version.retired",
    )

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("version of a reply", "draft")
        APPROVAL = "approval", pgettext_lazy("version of a reply", "to be approved")
        APPROVED = "approved", pgettext_lazy("version of a reply", "approved")
        RETIRED = "retired", pgettext_lazy("version of a reply", "retired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    short_fr = models.TextField(_("short text in French"), blank=True)
    short_en = models.TextField(_("short text in English"), blank=True)
    long_fr = models.TextField(_("long text in French"), blank=True)
    long_en = models.TextField(_("long text in English"), blank=True)
    networks = models.JSONField(default=list, blank=True)
    changes = models.CharField(_("what changes"), max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    editors = models.JSONField(default=list, blank=True)  # identifiers of everybody who wrote in it
    approval_id = models.UUIDField(null=True, blank=True, db_index=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("reply", "number"), name="replies_version_number"),
            models.UniqueConstraint(
                fields=("reply",),
                condition=models.Q(status__in=("draft", "approval")),
                name="replies_one_version_at_work",
            ),
            models.UniqueConstraint(
                fields=("reply",),
                condition=models.Q(status="approved"),
                name="replies_one_version_approved",
            ),
        )
        indexes = (
            models.Index(fields=("status", "review_on"), name="replies_by_review"),
            models.Index(fields=("status", "expires_on"), name="replies_by_expiry"),
        )

    def __str__(self) -> str:
        return f"{self.reply_id} {self.number}"

    def text(self, lang: str, *, long: bool = False) -> str:
        """Return the words in `lang` (`fr`, `en`), empty when there are none.

        The long ones, where asked and written; else the short ones.
        """
        code = "en" if lang.startswith("en") else "fr"
        words: str = getattr(self, f"long_{code}") if long else ""
        return words or getattr(self, f"short_{code}")

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages it is written in."""
        return tuple(lang for lang in LANGUAGES if self.text(lang))

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names to fill, in the order they are met, each once."""
        texts = (self.short_fr, self.short_en, self.long_fr, self.long_en)
        return tuple(dict.fromkeys(name for text in texts for name in VARIABLE.findall(text)))

    def is_over(self, today: date) -> bool:
        """Return whether its day has passed: it is offered no more."""
        return self.expires_on is not None and self.expires_on <= today


class ReplyPicture(models.Model):
    """A picture of the library that goes with a version. The digest of the version seals it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(ReplyVersion, on_delete=models.CASCADE, related_name="pictures")
    asset = models.ForeignKey("media.Asset", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("version", "asset"), name="replies_picture_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.asset_id}"


class ReplyUse(models.Model):
    """One answer given with a version. It counts; it says neither to whom, nor by whom.

    Not governed: the delivery of the answer is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(ReplyVersion, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField()
    lang = models.CharField(max_length=2)
    network = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "subject_id"), name="replies_used_once"),
        )
        indexes = (models.Index(fields=("at",), name="replies_uses_by_day"),)

    def __str__(self) -> str:
        return f"{self.version_id} for {self.subject_id}"


def in_language(french: str, english: str) -> str:
    """Return the words in the reader's language, else those of the other one."""
    if (get_language() or "").startswith("en"):
        return english or french
    return french or english
