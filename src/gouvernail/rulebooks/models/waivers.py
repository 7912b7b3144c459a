"""A rule that lets off, for a while, what it would have stopped."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.rulebooks.models.packs import Pack


class Waiver(models.Model):
    """A rule only observed in a unit, perhaps for one account, network or tag; it always ends.

    What it lets off is still found, shown with the waiver, and kept in the verdict.
    """

    ledger_kind = "waiver"
    ledger_clear = (
        *("pack_id", "rule", "unit_id", "account_id", "network", "tag"),
        *("status", "starts_at", "until"),
    )
    ledger_skip = ("reminded_at",)
    ledger_verbs = (
        "waiver.asked",
        "waiver.granted",
        "waiver.refused",
        "waiver.withdrawn",
        "waiver.ended",
        "waiver.expired",
    )

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("waiver", "asked for")
        GRANTED = "granted", pgettext_lazy("waiver", "granted")
        REFUSED = "refused", pgettext_lazy("waiver", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("waiver", "withdrawn")
        ENDED = "ended", pgettext_lazy("waiver", "ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=80)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(max_length=30, blank=True)
    tag = models.CharField(max_length=60, blank=True)
    reason = models.TextField(_("reason"))
    until = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    alone = models.BooleanField(default=False)  # one person where two are usual: a small team
    starts_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status__in=("granted", "ended"))
                | models.Q(starts_at__isnull=False, until__gt=models.F("starts_at")),
                name="rulebooks_waiver_has_an_end",
            ),
        )
        indexes = (models.Index(fields=("status", "until"), name="rulebooks_waivers"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.until:%Y-%m-%d}"
