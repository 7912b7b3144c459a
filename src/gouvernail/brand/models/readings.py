"""Who must read the guide of a unit, and who has."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Reading(models.Model):
    """A standing request: these people of a unit read its guide, and again when it changes.

    `due_days` counts from the request, then from each change in substance.
    """

    ledger_kind = "guide_reading"
    ledger_clear = ("unit_id", "readers", "due_days", "asked_by_id", "asked_at", "ended_at")
    ledger_verbs = ("guide_reading.asked", "guide_reading.ended")

    class Readers(models.TextChoices):
        DELEGATES = "delegates", _("the delegates of its units")
        HOLDERS = "holders", _("those who hold its accounts")
        EVERYBODY = "everybody", _("everybody in it")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    readers = models.CharField(max_length=10, choices=Readers)
    due_days = models.PositiveSmallIntegerField(default=14)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "readers"),
                condition=models.Q(ended_at__isnull=True),
                name="brand_reading_asked_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.readers}"


class Receipt(models.Model):
    """Somebody read the guide of a unit as it stood: `digest` names it. Never changed.

    `versions` maps each section to the number of the version in force that was read.
    """

    ledger_kind = "guide_receipt"
    ledger_clear = ("unit_id", "person_id", "digest", "at")
    ledger_verbs = ("guide_receipt.given",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="guide_receipts"
    )
    digest = models.CharField(max_length=64)
    versions = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit", "digest"), name="brand_guide_read_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} read {self.digest[:12]}"
