"""Who does what each day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models.scope import ModelLine
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Role


class Duty(ModelLine):
    """Something to be done on given days by a local hour, by one person or by those of a role.

    `days` counts from 0, Monday. Without a `time_zone` the unit's holds, then the organisation's.
    `address` is a path of this site where it is done.
    """

    ledger_kind = "duty"
    ledger_clear = (
        *("unit_id", "person_id", "role", "days", "by_time", "time_zone", "is_proposed"),
        *("community", "ended_at"),
    )
    ledger_verbs = ("duty.written", "duty.ended")

    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    days = models.JSONField(default=list)
    by_time = models.TimeField()
    time_zone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(ModelLine.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ ~models.Q(role=""),
                name="charter_duty_person_or_role",
            ),
        )


class DutyTick(models.Model):
    """A duty done: on which day of the duty's own zone, by whom, and when. One a day."""

    ledger_kind = "duty_tick"
    ledger_clear = ("duty_id", "on", "person_id", "at")
    ledger_verbs = ("duty_tick.given", "duty_tick.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="ticks")
    on = models.DateField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("duty", "on"), name="charter_duty_done_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.duty_id} {self.on}"
