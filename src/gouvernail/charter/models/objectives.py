"""What each unit wants to reach, and how its team is organised."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.charter.models.scope import Community, ModelLine, said
from gouvernail.foundation.ids import uuid7


class Objective(ModelLine):
    """An objective of the organisation (its root unit) or of one unit, with how it is measured.

    `rule_ref` is what a rule or a clause is cited by (`charter#5.2`), opaque here.
    """

    ledger_kind = "objective"
    ledger_clear = ("unit_id", "rule_ref", "due_on", "status", "community", "is_proposed")
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
    """How the team of one unit is organised; a unit without a row does as the unit above it.

    `internal_model` is said where the team works otherwise for internal communities; it counts only
    where the frame keeps a model of their own for them.
    """

    ledger_kind = "team_model"
    ledger_clear = ("unit_id", "model", "internal_model")
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
    internal_model = models.CharField(max_length=10, choices=Kind, blank=True)
    internal_why = models.CharField(max_length=300, blank=True)
    internal_why_en = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.unit} {self.model}"

    def kind_for(self, community: str) -> Kind:
        """Return how the team works for one of the two models."""
        own = self.internal_model if community == Community.INTERNAL else ""
        return self.Kind(own or self.model)

    def words_for(self, community: str) -> str:
        """Return why, for one of the two models, in the reader's language."""
        apart = community == Community.INTERNAL and self.internal_model
        return said(self, "internal_why" if apart else "why")
