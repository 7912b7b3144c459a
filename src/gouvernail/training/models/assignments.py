"""Who must follow what, by when, and who is let off."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Assignment(models.Model):
    """A standing request: these people follow a course, and renew it.

    Everybody of `unit` and below who also has one of `roles`, holds access to an account of one of
    `networks`, and to one of a risk in `risks`; an empty list narrows nothing. Or one `person`.
    Joiners have `due_days` from the day they come in; `due_on` is for those of the beginning.
    """

    ledger_kind = "training_assignment"
    ledger_clear = (
        "course_id",
        "unit_id",
        "roles",
        "networks",
        "risks",
        "person_id",
        "due_days",
        "due_on",
        "asked_by_id",
        "asked_at",
        "ended_at",
    )
    ledger_verbs = (
        "training_assignment.made",
        "training_assignment.followed",
        "training_assignment.reminded",
        "training_assignment.ended",
        "training_assignment.redacted",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(
        "training.Course", on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    networks = models.JSONField(default=list)
    risks = models.JSONField(default=list)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_days = models.PositiveSmallIntegerField(_("days to do it"), default=30)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    note = models.TextField(_("why"), blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.course_id} for {self.unit_id}"


class Due(models.Model):
    """One person to whom an assignment applies; computed, so the journal has the assignment only.

    `done_at`: a valid certificate is held. `gone_at`: the assignment no longer applies to them.
    `reminded_on`: the last day they were reminded, by hand or not.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="dues")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assignment", "person"), name="training_due_once"),
        )
        indexes = (
            models.Index(fields=("person", "gone_at", "done_at"), name="training_due_of_person"),
            models.Index(fields=("assignment", "due_on", "id"), name="training_due_by_day"),
            models.Index(fields=("due_on", "id"), name="training_due_when"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} by {self.due_on}"


class Waiver(models.Model):
    """Somebody is let off a course until a day, for a reason; they may be called back earlier."""

    ledger_kind = "training_waiver"
    ledger_clear = ("person_id", "course_id", "until", "granted_by_id", "granted_at", "ended_at")
    ledger_verbs = (
        "training_waiver.granted",
        "training_waiver.ended",
        "training_waiver.redacted",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey("training.Course", on_delete=models.PROTECT, related_name="waivers")
    until = models.DateField(_("until"))
    reason = models.TextField(_("why"))
    granted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "course"),
                condition=models.Q(ended_at__isnull=True),
                name="training_one_waiver_going",
            ),
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("person")),
                name="training_another_lets_off",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} let off {self.course_id}"
