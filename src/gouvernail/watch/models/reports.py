"""Situation reports, who gets them, who acknowledged them, and who was told of those missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.watch.models.watches import Watch


class Report(models.Model):
    """One situation report: of what happened from `since` until it is sent, expected at `due_at`.

    `figures` are measured when it is prepared and when it is sent; `filled` what the written parts
    were pre-filled with, so that what nobody touched may be filled again. `said` is the report as
    it left: `{"fr": [[title, text], …], "en": …}`, sealed by `digest`. `due_at` is empty where a
    single report is asked for, before the end. `late_at` is when it was found missing.
    """

    ledger_kind = "situation_report"
    ledger_clear = (
        *("watch_id", "number", "status", "since", "due_at", "late_at", "digest"),
        *("written_by_id", "sent_by_id", "sent_at"),
    )
    ledger_skip = ("reminded_at",)  # a mark of the worker
    ledger_verbs = (
        "situation_report.due",
        "situation_report.begun",
        "situation_report.written",
        "situation_report.late",
        "situation_report.sent",
        "situation_report.dropped",
    )

    class Status(models.TextChoices):
        DUE = "due", pgettext_lazy("situation report", "expected")
        DRAFT = "draft", pgettext_lazy("situation report", "being written")
        SENT = "sent", pgettext_lazy("situation report", "sent")
        DROPPED = "dropped", pgettext_lazy("situation report", "no longer expected")

    PARTS = (
        *("sentence", "certain", "unknown", "themes"),
        *("decisions", "published", "tasks", "requests"),
    )
    OPEN = (Status.DUE, Status.DRAFT)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.DUE)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    sentence = models.TextField(_("in one sentence"), blank=True)
    certain = models.TextField(_("what is certain"), blank=True)
    unknown = models.TextField(_("what we do not know yet"), blank=True)
    themes = models.TextField(_("what is repeated"), blank=True)
    decisions = models.TextField(_("what is decided"), blank=True)
    published = models.TextField(_("what is published or sent"), blank=True)
    tasks = models.TextField(_("to do before the next report"), blank=True)
    requests = models.TextField(_("what we ask of readers"), blank=True)
    filled = models.JSONField(default=dict, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    said = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    edition = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("watch", "number"), name="watch_report_number"),
            models.UniqueConstraint(
                fields=("watch",),
                condition=models.Q(status__in=("due", "draft")),
                name="watch_one_report_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sent")
                | (models.Q(sent_at__isnull=False, sent_by__isnull=False) & ~models.Q(digest="")),
                name="watch_sent_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("status", "due_at"), name="watch_reports_by_end"),)

    def __str__(self) -> str:
        return f"{self.watch_id} {self.number}"

    @property
    def was_late(self) -> bool:
        """Return whether it left after the time it was expected at."""
        return bool(self.sent_at and self.due_at and self.sent_at > self.due_at)


class Recipient(models.Model):
    """Somebody the reports are sent to: a person of the house, or a name and an address."""

    ledger_kind = "report_recipient"
    ledger_clear = ("watch_id", "person_id", "language", "added_by_id", "added_at", "removed_at")
    ledger_verbs = (
        "report_recipient.added",
        "report_recipient.removed",
        "report_recipient.redacted",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("who"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="fr")
    added_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("watch", "person"),
                condition=models.Q(removed_at__isnull=True, person__isnull=False),
                name="watch_person_told_once",
            ),
            models.UniqueConstraint(
                fields=("watch", "email"),
                condition=models.Q(removed_at__isnull=True) & ~models.Q(email=""),
                name="watch_address_told_once",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return who it is."""
        return self.person.name if self.person else self.name or self.email

    @property
    def address(self) -> str:
        """Return where a letter goes; empty where there is none."""
        return (self.person.email or "") if self.person else self.email


class Copy(models.Model):
    """One report sent to one recipient, and when they acknowledged it.

    `how`: in the product, by the link of the letter, or said to somebody (`noted_by`).
    """

    ledger_kind = "report_copy"
    ledger_clear = (
        *("report_id", "recipient_id", "sent_at", "acknowledged_at", "how", "noted_by_id"),
    )
    ledger_skip = ("mailed_at", "refused_at", "tries", "next_try_at", "reminded_at")
    ledger_verbs = ("report_copy.sent", "report_copy.acknowledged")

    class How(models.TextChoices):
        SITE = "site", pgettext_lazy("acknowledgement", "in Gouvernail")
        LINK = "link", pgettext_lazy("acknowledgement", "by the link of the letter")
        SAID = "said", pgettext_lazy("acknowledgement", "said to somebody of the room")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="copies")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="copies")
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=4, choices=How, blank=True)
    noted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mailed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("recipient__added_at", "id")
        verbose_name_plural = "copies"
        constraints = (
            models.UniqueConstraint(fields=("report", "recipient"), name="watch_copy_once"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, how="")
                | (models.Q(acknowledged_at__isnull=False) & ~models.Q(how="")),
                name="watch_acknowledged_somehow",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.recipient_id}"


class Escalation(models.Model):
    """Somebody else was told that a report is missing, or that a recipient stays silent."""

    ledger_kind = "report_escalation"
    ledger_clear = ("report_id", "kind", "step", "at")
    ledger_verbs = ("report_escalation.raised",)

    class Kind(models.TextChoices):
        LATE = "late", pgettext_lazy("escalation", "the report is late")
        SILENT = "silent", pgettext_lazy("escalation", "not everybody has acknowledged")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="escalations")
    kind = models.CharField(max_length=6, choices=Kind)
    step = models.PositiveSmallIntegerField()
    people = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("report", "kind", "step"), name="watch_raised_once"),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.step}"
