"""Accounts that somebody else holds, as the room of an incident follows them."""

from django.db import models
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.incidents import Incident
from gouvernail.foundation.ids import uuid7


class TakenAccount(models.Model):
    """One account that is no longer ours alone, from the day it was named until it is settled.

    `regained_at` is when it was ours again; `cleared_at` when it turned out never to be taken.
    `cut_at` is the last time that all we hold of it was cut from the room.
    """

    ledger_kind = "incident_account"
    ledger_clear = (
        *("incident_id", "account_id", "named_by_id", "named_at", "cut_at"),
        *("regained_by_id", "regained_at", "cleared_by_id", "cleared_at"),
    )
    ledger_verbs = (
        "incident_account.named",
        "incident_account.cut",
        "incident_account.regained",
        "incident_account.cleared",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="taken")
    account = models.ForeignKey("registry.Account", on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(
        pgettext_lazy("hijacked account", "how it shows"), max_length=300, blank=True
    )
    named_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    cut_at = models.DateTimeField(null=True, blank=True)
    regained_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    regained_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("named_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "account"),
                condition=models.Q(cleared_at__isnull=True),
                name="crisis_account_taken_once",
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at__isnull=True) | models.Q(regained_at__isnull=True),
                name="crisis_account_regained_or_cleared",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.named_at:%Y-%m-%d %H:%M}"

    @property
    def is_settled(self) -> bool:
        """Return whether it is ours again, or was never taken."""
        return self.regained_at is not None or self.cleared_at is not None
