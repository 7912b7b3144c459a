"""What lets breaches be followed up here: recorded by one person, agreed to by another."""

from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Basis(models.Model):
    """The legal ground of following up breaches, and the times it gives; a row for each version.

    `adopted_on`: since when the internal rules (or the advice) hold; `consulted_on`: when staff
    representatives were consulted, where the law asks for it. Times are in days, or months.
    `facts_limit`, in `facts_unit`: facts older than that are not brought without a reason;
    empty where it was agreed to before an age was asked, and the law names none.
    """

    ledger_kind = "conduct_basis"
    ledger_clear = (
        *("regime", "status", "adopted_on", "consulted_on", "answer_days", "decide_days"),
        *("appeal_days", "outcome_months", "keep_months", "facts_limit", "facts_unit"),
        *("proposed_by_id", "proposed_at"),
        *("decided_by_id", "decided_at", "ended_at"),
    )
    ledger_verbs = (
        "conduct_basis.proposed",
        "conduct_basis.agreed",
        "conduct_basis.declined",
        "conduct_basis.replaced",
        "conduct_basis.ended",
    )

    class Regime(models.TextChoices):
        FR_PRIVATE = "fr_private", pgettext_lazy("legal basis", "France, company or association")
        FR_PUBLIC = "fr_public", pgettext_lazy("legal basis", "France, public body")
        QC = "qc", pgettext_lazy("legal basis", "Québec")
        OTHER = "other", pgettext_lazy("legal basis", "Elsewhere")

    class Span(models.TextChoices):
        MONTHS = "months", pgettext_lazy("legal basis", "months")
        YEARS = "years", pgettext_lazy("legal basis", "years")

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("legal basis", "waits for a second person")
        IN_FORCE = "in_force", pgettext_lazy("legal basis", "in force")
        DECLINED = "declined", pgettext_lazy("legal basis", "declined")
        ENDED = "ended", pgettext_lazy("legal basis", "ended")

    CONSULTED = frozenset({"fr_private", "fr_public"})
    # Code du travail, L1332-4; Code général de la fonction publique, L532-2. Elsewhere, counsel.
    USUAL_LIMITS = MappingProxyType({"fr_private": (2, "months"), "fr_public": (3, "years")})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    regime = models.CharField(_("Where, and who employs"), max_length=12, choices=Regime)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    adopted_on = models.DateField()
    consulted_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=300)
    answer_days = models.PositiveSmallIntegerField(default=10)
    decide_days = models.PositiveSmallIntegerField(default=45)
    appeal_days = models.PositiveSmallIntegerField(default=15)
    outcome_months = models.PositiveSmallIntegerField(default=12)
    keep_months = models.PositiveSmallIntegerField(default=24)
    facts_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    facts_unit = models.CharField(max_length=6, choices=Span, blank=True)
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it was declined, or ended
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("status",),
                condition=models.Q(status__in=("proposed", "in_force")),
                name="conduct_one_basis_of_each",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="in_force")
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="conduct_basis_agreed_to",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="in_force", decided_by=models.F("proposed_by")),
                name="conduct_basis_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.regime} {self.adopted_on}"
