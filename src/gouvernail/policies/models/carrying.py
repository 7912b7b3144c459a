"""What lets signatures of an earlier version count for the one that follows it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.policies.models.documents import PolicyVersion


class CarryOver(models.Model):
    """An approver's word that a change is small enough: who signed before need not sign again.

    A signature stays what it is, of exactly the version that was signed; this says that it counts
    for `version` too. `origin` is the version just before.
    """

    ledger_kind = "carry_over"
    ledger_clear = ("version_id", "origin_id", "decided_by_id", "decided_at", "ended_at")
    ledger_verbs = ("carry_over.decided", "carry_over.ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="carried")
    origin = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why nobody need sign again"))
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version",),
                condition=models.Q(ended_at__isnull=True),
                name="policies_carried_over_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin_id} for {self.version_id}"
