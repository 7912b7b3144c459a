"""What each unit wants to reach, and how its team is organised."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.charter.models.scope import Line, said
from gouvernail.foundation.ids import uuid7


class Objective(Line):
    """An objective of the organisation (its root unit) or of one unit, with how it is measured.

    `rule_ref` is what a rule or a clause is cited by (`charter#5.2`), opaque here.
    """

    ledger_kind = "objective"
    ledger_clear = ("unit_id", "rule_ref", "due_on", "status", "is_proposed")
    ledger_verbs = ("objective.written", "objective.removed")

    class Status(models.TextChoices):
        OPEN = "open", _("under way")
        MET = "met", _("reached")
        DROPPED = "dropped", pgettext_lazy("objective", "given up")

    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    rule_ref = models.CharField(max_length=120, blank=True)
    indicator = models.CharField(max_length=160, blank=True)
    indicator_en = models.CharField(max_length=160, blank=True)
    target = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)

    @property
    def measure(self) -> str:
        """Return the indicator in the reader's language."""
        return said(self, "indicator")


class TeamModel(models.Model):
    """How the team of one unit is organised; a unit without a row does as the unit above it."""

    ledger_kind = "team_model"
    ledger_clear = ("unit_id", "model")
    ledger_verbs = ("team_model.written", "team_model.removed")

    class Kind(models.TextChoices):
        CENTRAL = "central", _("central")
        LOCAL = "local", _("local")
        MIXED = "mixed", _("mixed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.OneToOneField("people.Unit", on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.unit} {self.model}"

    @property
    def words(self) -> str:
        """Return why, in the reader's language."""
        return said(self, "why")
