"""What people of the organisation report, and what was said until the answer."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Report(models.Model):
    """One thing somebody saw and said: a mistake, a threat, a leak, an idea.

    `due_at` is when more people are told, if nobody has taken it up. `is_discreet`: only who takes
    it up reads who reported it, and the journal does not say.
    """

    ledger_kind = "staff_report"
    ledger_clear = (
        "kind",
        "unit_id",
        "is_discreet",
        "status",
        "outcome",
        "helper_id",
        "made_at",
        "due_at",
        "taken_at",
        "ended_at",
    )
    ledger_verbs = (
        "staff_report.made",
        "staff_report.taken",
        "staff_report.passed_on",
        "staff_report.sorted",
        "staff_report.let_go",
        "staff_report.answered",
        "staff_report.reopened",
        "staff_report.withdrawn",
        "staff_report.redacted",
    )

    class Kind(models.TextChoices):
        MISTAKE = "mistake", pgettext_lazy("staff report", "A mistake of ours")
        PHISHING = "phishing", pgettext_lazy("staff report", "A doubtful message")
        LEAK = "leak", pgettext_lazy("staff report", "A leak")
        THREAT = "threat", pgettext_lazy("staff report", "A threat or harassment")
        FAKE = "fake", pgettext_lazy("staff report", "A fake account")
        IDEA = "idea", pgettext_lazy("staff report", "An idea")

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("staff report", "waits for somebody")
        TAKEN = "taken", pgettext_lazy("staff report", "somebody is on it")
        ANSWERED = "answered", pgettext_lazy("staff report", "answered")
        WITHDRAWN = "withdrawn", pgettext_lazy("staff report", "withdrawn")

    class Outcome(models.TextChoices):
        MENDED = "mended", pgettext_lazy("staff report", "it is mended")
        HELPED = "helped", pgettext_lazy("staff report", "the person was helped")
        GOES_ON = "goes_on", pgettext_lazy("staff report", "it goes on elsewhere")
        KEPT = "kept", pgettext_lazy("staff report", "the idea is kept")
        NOTHING = "nothing", pgettext_lazy("staff report", "there is nothing to do")

    SECURITY = frozenset({"phishing", "leak", "threat"})
    GOING = frozenset({"received", "taken"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind)
    words = models.TextField(_("what you saw"), blank=True)
    address = models.CharField(_("its address"), max_length=500, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="staff_reports"
    )
    is_discreet = models.BooleanField(_("keep my name apart"), default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    helper = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("-made_at", "-id"), name="conduct_reports_latest"),
            models.Index(fields=("status", "due_at"), name="conduct_reports_waiting"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(helper=models.F("reporter")), name="conduct_another_helps"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="taken") | models.Q(helper__isnull=False),
                name="conduct_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("answered", "withdrawn"), ended_at__isnull=False)
                | models.Q(status__in=("received", "taken"), ended_at__isnull=True),
                name="conduct_ended_or_going",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d %H:%M}"


class Line(models.Model):
    """One thing said about a report, by who made it or who helps. Never changed."""

    ledger_kind = "staff_report_line"
    ledger_clear = ("report_id", "at", "is_answer")
    ledger_verbs = ("staff_report_line.said", "staff_report_line.redacted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    is_answer = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.report_id} {self.at:%Y-%m-%d %H:%M}"


class ReportFile(models.Model):
    """One file sent with a report, kept by its content in the store of `media`.

    Only who reported and who took it up read it; its bytes, digest and name go with the words.
    """

    ledger_kind = "staff_report_file"
    ledger_clear = ("report_id", "mime", "size_bytes", "at")
    ledger_verbs = ("staff_report_file.added", "staff_report_file.erased")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    mime = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.report_id} {self.mime}"


WITHIN: Final = {
    Report.Kind.THREAT: timedelta(hours=1),
    Report.Kind.PHISHING: timedelta(hours=1),
    Report.Kind.LEAK: timedelta(hours=1),
    Report.Kind.MISTAKE: timedelta(hours=2),
    Report.Kind.FAKE: timedelta(days=1),
    Report.Kind.IDEA: timedelta(days=10),
}
