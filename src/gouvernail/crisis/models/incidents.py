"""An incident, who holds which seat in its room, and what has to be done."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.plans import Kind, Plan, PlanStep, RoleInCrisis, in_language
from gouvernail.foundation.ids import uuid7


class Incident(models.Model):
    """One crisis under way, or past.

    `origin_kind` and `origin_id` name what it was declared from (`spike`, `conversation`, `report`,
    `case`), empty by hand. `plan_edition` and `policy_version` are those of the plan on that day.
    `detected_at` is when the organisation first knew. A drill is never shown as a real one.
    """

    ledger_kind = "incident"
    ledger_clear = (
        *("kind", "severity", "status", "unit_id", "plan_id", "plan_edition", "policy_version_id"),
        *("origin_kind", "origin_id", "is_drill", "detected_at"),
        *("declared_by_id", "declared_at", "closed_by_id", "closed_at"),
    )
    ledger_skip = ("key",)  # of the form: sent twice, it is one gesture
    ledger_verbs = (
        "incident.declared",
        "incident.graded",
        "incident.described",
        "incident.closed",
    )

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("incident", "open")
        CLOSED = "closed", pgettext_lazy("incident", "closed")

    class Severity(models.IntegerChoices):
        LIMITED = 1, pgettext_lazy("severity of an incident", "limited")
        SERIOUS = 2, pgettext_lazy("severity of an incident", "serious")
        SEVERE = 3, pgettext_lazy("severity of an incident", "severe")
        MAJOR = 4, pgettext_lazy("severity of an incident", "major")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind of crisis"), max_length=16, choices=Kind)
    title = models.CharField(_("what happens, in a few words"), max_length=200)
    situation = models.TextField(_("where things stand"), blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    plan_edition = models.PositiveIntegerField(null=True, blank=True)
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    origin_kind = models.CharField(max_length=20, blank=True)
    origin_id = models.CharField(max_length=60, blank=True)
    is_drill = models.BooleanField(default=False)
    detected_at = models.DateTimeField()
    declared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.TextField(_("how it ended"), blank=True)
    key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-declared_at", "-id")
        indexes = (
            models.Index(fields=("status", "-declared_at"), name="crisis_incidents_latest"),
            models.Index(fields=("origin_kind", "origin_id"), name="crisis_incidents_by_origin"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=4),
                name="crisis_severity_one_to_four",
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | models.Q(status="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="crisis_closed_by_somebody",
            ),
            models.UniqueConstraint(fields=("declared_by", "key"), name="crisis_declared_once"),
        )

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One shift in one seat of the room: `person` from `since` until `until`; empty is vacant.

    Taking over ends the shift before it and begins another: who held what when is never rewritten.
    """

    ledger_kind = "incident_seat"
    ledger_clear = ("incident_id", "role", "person_id", "deputy_id", "since", "until", "after_id")
    ledger_verbs = ("incident_seat.opened", "incident_seat.taken", "incident_seat.ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=16, choices=RoleInCrisis)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    handover = models.TextField(_("to know before taking over"), blank=True)
    after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "role"),
                condition=models.Q(until__isnull=True),
                name="crisis_one_shift_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="crisis_shift_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.person_id or '-'}"


class Task(models.Model):
    """Something to do in an incident: a step of the plan as it stood, or what the room added."""

    ledger_kind = "incident_task"
    ledger_clear = (
        *("incident_id", "role", "owner_id", "due_at", "status"),
        *("settled_by_id", "settled_at", "network", "stage", "account_id"),
    )
    ledger_skip = ("reminded_at", "key")  # a mark of the worker, and the form's own
    ledger_verbs = (
        "incident_task.added",
        "incident_task.given",
        "incident_task.done",
        "incident_task.dropped",
        "incident_task.reopened",
    )

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "to do")
        DONE = "done", pgettext_lazy("task", "done")
        DROPPED = "dropped", pgettext_lazy("task", "not needed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    words = models.TextField(_("what to do"))
    words_en = models.TextField(blank=True)
    role = models.CharField(_("role"), max_length=16, choices=RoleInCrisis, blank=True)
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    settled_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("in a word"), max_length=300, blank=True)
    network = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=10, choices=PlanStep.Stage, blank=True)
    page = models.URLField(max_length=300, blank=True)
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_card = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("due_at", "position", "id")
        indexes = (models.Index(fields=("status", "due_at"), name="crisis_tasks_by_end"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="open", settled_at__isnull=True)
                | (~models.Q(status="open") & models.Q(settled_at__isnull=False)),
                name="crisis_task_settled_is_dated",
            ),
            models.UniqueConstraint(fields=("incident", "key"), name="crisis_task_once"),
        )

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """Return what to do, in the reader's language."""
        return in_language(self.words, self.words_en)
