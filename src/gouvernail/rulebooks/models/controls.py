"""How firmly a rule is applied somewhere, when it is not as the pack says."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.rulebooks.models.packs import Pack


class RuleControl(models.Model):
    """What was decided about one rule for a unit and below it, on one network or on all.

    Of those agreed to for the same rule, unit and network, the one that started last counts. What
    a unit below the pack's says can only be stricter than what stands above it.
    """

    ledger_kind = "rule_control"
    ledger_clear = ("pack_id", "rule", "unit_id", "network", "control", "status", "starts_at")
    ledger_verbs = (
        "rule_control.asked",
        "rule_control.agreed",
        "rule_control.rejected",
        "rule_control.withdrawn",
    )

    class Level(models.TextChoices):
        OBSERVE = "observe", _("observe")
        WARN = "warn", _("warn")
        ENFORCE = "enforce", _("enforce")

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("level", "asked for")
        AGREED = "agreed", pgettext_lazy("level", "agreed to")
        REJECTED = "rejected", pgettext_lazy("level", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("level", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="controls")
    rule = models.CharField(max_length=80)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=30, blank=True)
    control = models.CharField(_("level"), max_length=8, choices=Level)
    former = models.CharField(max_length=8, choices=Level)
    reason = models.TextField(_("reason"))
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    wanted_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    alone = models.BooleanField(default=False)  # one person where two are usual: a small team

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("pack", "rule", "unit", "network"),
                condition=models.Q(status="asked"),
                name="rulebooks_one_control_asked",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="agreed") | models.Q(starts_at__isnull=False),
                name="rulebooks_agreed_control_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.control}"
