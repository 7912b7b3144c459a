"""How long, how often: what a unit says of its vault, for one network or for all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Terms(models.Model):
    """What holds in a unit and below it; what is empty is as above, or as the product comes."""

    ledger_kind = "vault_terms"
    ledger_clear = (
        "unit_id",
        "network",
        "rotation_days",
        "after_days",
        "longest_minutes",
        "alone_minutes",
        "emergency_hours",
    )
    ledger_verbs = ("vault_terms.written",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="vault_terms")
    network = models.CharField(_("network"), max_length=30, blank=True)
    rotation_days = models.PositiveIntegerField(null=True, blank=True)
    after_days = models.PositiveIntegerField(null=True, blank=True)
    longest_minutes = models.PositiveIntegerField(null=True, blank=True)
    alone_minutes = models.PositiveIntegerField(null=True, blank=True)
    emergency_hours = models.PositiveIntegerField(null=True, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "network"), name="credentials_terms_once_per_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.network}"
