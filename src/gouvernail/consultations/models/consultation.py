"""One consultation: of which text, from when to when, whom it asks and how."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Terms(models.Model):
    """What the charter says of consultations: one row; without it, what the fields begin with."""

    ledger_kind = "consultation_terms"
    ledger_clear = ("allows_anonymous", "minimum_days")
    ledger_verbs = ("consultation_terms.written",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    allows_anonymous = models.BooleanField(default=False)
    minimum_days = models.PositiveSmallIntegerField(default=7)

    def __str__(self) -> str:
        return f"{self.minimum_days} days"


class Consultation(models.Model):
    """One window during which people are asked about a draft, whose text is frozen meanwhile.

    `closes_at` is the end of a day in `zone`. `secret` blinds who supports and how often somebody
    without a name wrote; it is destroyed when the window closes, and no leaf carries it.
    """

    ledger_kind = "consultation"
    ledger_clear = (
        *("policy_id", "version_id", "status", "opens_at", "closes_at", "zone"),
        *("is_anonymous", "takes_questions", "takes_marks", "shows_remarks"),
        *("planned_by_id", "opened_at", "closed_at", "asked_count", "text_sha256"),
    )
    ledger_skip = ("secret",)
    ledger_verbs = (
        "consultation.planned",
        "consultation.opened",
        "consultation.extended",
        "consultation.shortened",
        "consultation.closed",
        "consultation.cancelled",
    )

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("consultation", "planned")
        OPEN = "open", pgettext_lazy("consultation", "open")
        CLOSED = "closed", pgettext_lazy("consultation", "over")
        CANCELLED = "cancelled", pgettext_lazy("consultation", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, related_name="consultations"
    )
    version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="consultations"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    purpose = models.TextField(_("why we ask you"), blank=True)
    purpose_en = models.TextField(_("why we ask you, in English"), blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    is_anonymous = models.BooleanField(default=False)
    takes_questions = models.BooleanField(default=True)
    takes_marks = models.BooleanField(default=True)
    shows_remarks = models.BooleanField(default=True)
    planned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # of the last change of the window
    asked_count = models.PositiveIntegerField(null=True, blank=True)  # at the end
    text_sha256 = models.CharField(max_length=64, blank=True)  # of the text asked about
    secret = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-opens_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("policy",),
                condition=models.Q(status__in=("planned", "open")),
                name="consultations_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultations_close_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(status="open") | models.Q(secret=""),
                name="consultations_secret_while_open",
            ),
        )
        indexes = (models.Index(fields=("status", "closes_at"), name="consultations_by_end"),)

    def __str__(self) -> str:
        return f"{self.policy_id} {self.opens_at:%Y-%m-%d}"

    @property
    def opens_on(self) -> date:
        """Return its first day, in its own zone."""
        return self.opens_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def closes_on(self) -> date:
        """Return its last whole day, in its own zone."""
        return (self.closes_at - timedelta(seconds=1)).astimezone(ZoneInfo(self.zone)).date()

    @property
    def why(self) -> str:
        """Return why people are asked, in the reader's language."""
        return in_language(self.purpose, self.purpose_en)


class ConsultationLine(models.Model):
    """One line of whom it asks: `only` narrows those the policy binds, `also` widens them."""

    ledger_kind = "consultation_line"
    ledger_clear = ("consultation_id", "mode", "kind", "unit_id", "role", "person_id")
    ledger_verbs = ("consultation_line.added",)

    class Mode(models.TextChoices):
        ONLY = "only"
        ALSO = "also"

    class Kind(models.TextChoices):
        UNIT = "unit"
        ROLE = "role"
        PERSON = "person"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="lines")
    mode = models.CharField(max_length=4, choices=Mode)
    kind = models.CharField(max_length=6, choices=Kind)
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="unit", unit__isnull=False, role="", person__isnull=True)
                | models.Q(kind="role", unit__isnull=True, person__isnull=True) & ~models.Q(role="")
                | models.Q(kind="person", unit__isnull=True, role="", person__isnull=False),
                name="consultations_line_names_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.mode} {self.kind}"


class ConsultedClause(models.Model):
    """One clause as people were asked about it: the draft goes on changing once it is over.

    Not governed: `Consultation.text_sha256` seals them all.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="clauses")
    anchor = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "anchor"), name="consultations_clause_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.anchor} {self.title}"

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def body(self) -> str:
        """Return the Markdown text in the reader's language."""
        return in_language(self.text, self.text_en)


def in_language(main: str, english: str) -> str:
    """Return the words in the reader's language; those of the site without an English text."""
    return english if english and (get_language() or "").startswith("en") else main
