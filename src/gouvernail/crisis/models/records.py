"""The sealed record of an incident: its timeline, what was captured, what was said."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.incidents import Incident
from gouvernail.crisis.models.plans import Channel, Statement
from gouvernail.foundation.ids import uuid7


class Entry(models.Model):
    """One thing that happened. Never changed: another entry corrects it.

    What people write stands in `text`; what the house notes by itself has a `code` and its `facts`,
    whose sentence is chosen when it is read. `happened_at` may be earlier than `written_at`.
    """

    ledger_kind = "incident_entry"
    ledger_clear = (
        *("incident_id", "kind", "code", "happened_at", "written_at", "written_by_id"),
        *("corrects_id", "subject_kind", "subject_id"),
    )
    ledger_skip = ("key",)  # of the form: sent twice, it is one gesture
    ledger_verbs = ("incident_entry.written",)

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("entry of a timeline", "note")
        FACT = "fact", pgettext_lazy("entry of a timeline", "fact")
        DECISION = "decision", pgettext_lazy("entry of a timeline", "decision")
        WORD = "word", pgettext_lazy("entry of a timeline", "public word")
        CALL = "call", pgettext_lazy("entry of a timeline", "call")
        SEVERITY = "severity", pgettext_lazy("entry of a timeline", "severity")
        SEAT = "seat", pgettext_lazy("entry of a timeline", "seat")
        TASK = "task", pgettext_lazy("entry of a timeline", "task")
        FREEZE = "freeze", pgettext_lazy("entry of a timeline", "freeze")
        EVIDENCE = "evidence", pgettext_lazy("entry of a timeline", "evidence")
        REPORT = "report", pgettext_lazy("entry of a timeline", "situation report")
        LIFE = "life", pgettext_lazy("entry of a timeline", "opening and closing")

    BY_HAND = ("note", "fact", "decision", "word", "call")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    text = models.TextField(_("what happened"), blank=True)
    code = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    link = models.CharField(_("address"), max_length=500, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-happened_at", "-id")
        verbose_name_plural = "entries"
        indexes = (
            models.Index(fields=("incident", "-happened_at", "-id"), name="crisis_timeline"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(code=""),
                name="crisis_entry_says_something",
            ),
            models.UniqueConstraint(fields=("incident", "key"), name="crisis_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"


class Evidence(models.Model):
    """Something captured as it was seen: a file kept by its content, or words and their address.

    `sha256` is of the bytes kept, `original_sha256` of those sent; `text_sha256` of the words: the
    journal holds a commitment to it only, for a few words could be guessed from their digest.
    """

    ledger_kind = "incident_evidence"
    ledger_clear = (
        *("incident_id", "sha256", "original_sha256", "mime", "size_bytes"),
        *("captured_by_id", "captured_at", "seen_at"),
    )
    ledger_skip = ("key",)
    ledger_verbs = ("incident_evidence.captured",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it shows"), max_length=200)
    address = models.URLField(_("where it was seen"), max_length=500, blank=True)
    text = models.TextField(_("words as they stood"), blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    captured_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    captured_at = models.DateTimeField()
    seen_at = models.DateTimeField(_("when it was seen"))
    key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-captured_at", "-id")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(sha256="") | ~models.Q(text=""),
                name="crisis_evidence_is_a_file_or_words",
            ),
            models.UniqueConstraint(fields=("incident", "key"), name="crisis_evidence_once"),
        )

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """A statement approved in advance, filled in for this incident, for one channel.

    A post goes out as a draft of `content` and its approvals (`draft_id`); a message to staff is
    sent from here, once; the rest is taken from here by hand and noted.
    """

    ledger_kind = "incident_message"
    ledger_clear = (
        *("incident_id", "statement_id", "channel", "status", "draft_id", "prepared_by_id"),
        *("prepared_at", "sent_by_id", "sent_at", "reached"),
    )
    ledger_skip = ("key",)
    ledger_verbs = (
        "incident_message.prepared",
        "incident_message.drafted",
        "incident_message.sent",
        "incident_message.used",
    )

    class Status(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("message of an incident", "ready")
        DRAFTED = "drafted", pgettext_lazy("message of an incident", "put into a draft")
        SENT = "sent", pgettext_lazy("message of an incident", "sent")
        USED = "used", pgettext_lazy("message of an incident", "put online by hand")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="messages")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PREPARED)
    draft_id = models.UUIDField(null=True, blank=True)  # of `content`, whose life is its own
    prepared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-prepared_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("incident", "key"), name="crisis_message_once"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.status}"
