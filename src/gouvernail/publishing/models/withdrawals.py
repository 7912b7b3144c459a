"""A publication that is to disappear from its network."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Withdrawal(models.Model):
    """One person's word that a publication must be taken down, and what became of it.

    It follows the road of a delivery: claimed, noted before a byte leaves, and looked at
    when nobody knows. `despite_freeze` is who let it go while publishing was frozen.
    """

    ledger_kind = "withdrawal"
    ledger_clear = (
        "delivery_id",
        "purpose",
        "status",
        "asked_by_id",
        "asked_at",
        "despite_freeze_id",
        "attempt",
        "fence",
        "done_at",
    )
    ledger_skip = ("owner", "next_try_at", "looks")
    ledger_verbs = (
        "withdrawal.asked",
        "withdrawal.begun",
        "withdrawal.unknown",
        "withdrawal.refused",
        "withdrawal.failed",
        "withdrawal.handed_over",
        "withdrawal.done",
        "withdrawal.dropped",
    )

    class Purpose(models.TextChoices):
        WITHDRAW = "withdraw", _("withdraw")
        CORRECT = "correct", _("correct")

    class Status(models.TextChoices):
        QUEUED = "queued", _("about to be withdrawn")
        SENDING = "sending", _("being withdrawn")
        UNKNOWN = "unknown", _("checking that it is gone")
        BY_HAND = "by_hand", _("to take down by hand")
        FAILED = "failed", _("the network refused to withdraw it")
        DONE = "done", _("withdrawn")
        DROPPED = "dropped", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(
        "publishing.Delivery", on_delete=models.PROTECT, related_name="withdrawals"
    )
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.WITHDRAW)
    reason = models.TextField(_("reason"))
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    despite_freeze = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    attempt = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=80, blank=True)
    next_try_at = models.DateTimeField()
    looks = models.PositiveSmallIntegerField(default=0)
    explanation = models.CharField(max_length=60, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("delivery",),
                condition=~models.Q(status__in=("done", "dropped")),
                name="publishing_one_withdrawal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status}"
