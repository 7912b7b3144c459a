"""The register of risks."""

from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models.scope import ModelLine, said

HIGH: Final = 12
MEDIUM: Final = 6
STEPS: Final = (1, 2, 3, 4, 5)


class Risk(ModelLine):
    """Something that could harm, how likely and how grave (1 to 5), and what is done about it."""

    ledger_kind = "risk"
    ledger_clear = (
        *("unit_id", "category", "likelihood", "impact", "owner_id"),
        *("treatment", "review_on", "status", "community", "is_proposed"),
    )
    ledger_verbs = ("risk.written", "risk.removed")

    class Category(models.TextChoices):
        REPUTATION = "reputation", _("reputation")
        CONFIDENTIALITY = "confidentiality", _("confidentiality")
        REGULATORY = "regulatory", _("regulatory")

    class Treatment(models.TextChoices):
        UNDECIDED = "", _("not decided")
        REDUCE = "reduce", _("reduce")
        AVOID = "avoid", _("avoid")
        SHARE = "share", _("share")
        ACCEPT = "accept", _("accept")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        TREATED = "treated", _("under treatment")
        CLOSED = "closed", _("closed")

    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("class"), max_length=20, choices=Category)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), validators=(MinValueValidator(1), MaxValueValidator(5))
    )
    impact = models.PositiveSmallIntegerField(
        _("impact"), validators=(MinValueValidator(1), MaxValueValidator(5))
    )
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    treatment = models.CharField(max_length=10, choices=Treatment, blank=True)
    measure = models.TextField(blank=True)
    measure_en = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)

    class Meta(ModelLine.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=models.Q(likelihood__range=(1, 5), impact__range=(1, 5)),
                name="charter_risk_scales_from_1_to_5",
            ),
        )
        indexes = (models.Index(fields=("owner", "review_on"), name="charter_risk_by_owner"),)

    @property
    def level(self) -> int:
        """Return likelihood times impact, from 1 to 25."""
        return self.likelihood * self.impact

    @property
    def band(self) -> str:
        """Return `stop`, `warn` or `ok`: the colour of the level."""
        return band_of(self.level)

    @property
    def treated_by(self) -> str:
        """Return what is done about it, in the reader's language."""
        return said(self, "measure")


def band_of(level: int) -> str:
    """Return `stop` from 12, `warn` from 6, `ok` below."""
    return "stop" if level >= HIGH else "warn" if level >= MEDIUM else "ok"
