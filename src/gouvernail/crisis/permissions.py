"""Who reads incidents and plans, who declares, and who runs the room."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gouvernail.crisis.errors import (
    ContactNotFoundError,
    IncidentClosedError,
    IncidentNotFoundError,
    PlanNotFoundError,
)
from gouvernail.crisis.models import Call, Contact, Incident, Plan, Seat, Task
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.models import Seat as ReviewSeat
from gouvernail.people.permissions import RIGHTS_OF, Right, active_grants, may, scope, seats_of

SHIFT: Final = timedelta(minutes=10)  # a seat held for less was taken by mistake
DECIDERS: Final = frozenset(
    {ReviewSeat.LEGAL, ReviewSeat.COMPLIANCE, ReviewSeat.COMMUNICATIONS, ReviewSeat.BRAND}
)


def visible_incidents(viewer: Person) -> QuerySet[Incident]:
    """Return the incidents of the units where `viewer` works, and those that ask for them.

    Whoever holds a seat, or held one for a shift, reads the incident for ever; a seat given up
    within ten minutes opens nothing. While it is open, so do those who stand in for a seat, who own
    a task and whom it calls: they are sent its address.
    """
    seen = scope(viewer, Right.SEE_INCIDENTS, "unit__path")
    if viewer.is_active:
        seats = Seat.objects.filter(incident=OuterRef("pk"))
        worked = Q(until__isnull=True) | Q(until__gte=F("since") + SHIFT)
        held = seats.filter(worked | Q(until=F("incident__closed_at")), person=viewer)
        standing_in = seats.filter(deputy=viewer, until__isnull=True)
        tasks = Task.objects.filter(incident=OuterRef("pk"), owner=viewer)
        calls = Call.objects.filter(incident=OuterRef("pk"), contact__person=viewer)
        asked = Q(Exists(standing_in)) | Q(Exists(tasks)) | Q(Exists(calls))
        seen |= Q(Exists(held)) | (Q(status=Incident.Status.OPEN) & asked)
    return Incident.objects.filter(seen)


def visible_incident(incident_id: UUID | str, *, viewer: Person, lock: bool = False) -> Incident:
    """Return one incident `viewer` may know about, its unit and plan loaded.

    Raises:
        IncidentNotFoundError: missing or hidden.
    """
    if not is_uuid(str(incident_id)):
        raise IncidentNotFoundError
    if lock:
        Incident.objects.select_for_update(of=("self",)).filter(pk=incident_id).first()
    rows = visible_incidents(viewer).select_related("unit", "plan", "declared_by", "closed_by")
    incident = rows.filter(pk=incident_id).first()
    if incident is None:
        raise IncidentNotFoundError
    return incident


def may_declare(person: Person) -> bool:
    """Return whether `person` may declare: whoever may stop everything may say why. No query."""
    return may(person, Right.FREEZE)


def widest_unit(person: Person, right: Right) -> Unit | None:
    """Return the widest unit where `person` has a right; None where there is none."""
    units = [grant.unit for grant in active_grants(person) if right in RIGHTS_OF[grant.role]]
    return min(units, key=lambda unit: (unit.depth, unit.path), default=None)


def declaring_unit(person: Person) -> Unit | None:
    """Return the widest unit where `person` may declare; None where there is none."""
    return widest_unit(person, Right.FREEZE)


def keeping_unit(person: Person) -> Unit | None:
    """Return the widest unit whose plans and contacts `person` keeps; None where there is none."""
    return widest_unit(person, Right.RUN_INCIDENTS)


def may_run(person: Person, incident: Incident) -> bool:
    """Return whether `person` runs the room: by right, or from a seat of it. One query at most."""
    if may(person, Right.RUN_INCIDENTS, unit=incident.unit):
        return True
    seats = Seat.objects.filter(incident=incident, person=person, until__isnull=True)
    return person.is_active and seats.exists()


def stands_in(person: Person, incident: Incident, role: str) -> bool:
    """Return whether `person` is the deputy of a seat, which they may take. One query."""
    seats = Seat.objects.filter(incident=incident, role=role, deputy=person, until__isnull=True)
    return person.is_active and seats.exists()


def open_room(incident_id: UUID | str, *, by: Person, asked: bool = False) -> Incident:
    """Return an open incident, locked, whose room `by` runs; every change begins here.

    `asked` says that the incident asks just this of `by`, who need not run it.

    Raises:
        IncidentNotFoundError: missing or hidden.
        RightMissingError: `by` may read it only.
        IncidentClosedError: it is over.
    """
    incident = visible_incident(incident_id, viewer=by, lock=True)
    if not asked and not may_run(by, incident):
        raise RightMissingError(str(Right.RUN_INCIDENTS))
    if incident.status == Incident.Status.CLOSED:
        raise IncidentClosedError
    return incident


def around(viewer: Person, field: str = "unit__path") -> Q:
    """Return the filter on what stands above or below the units where `viewer` sees incidents."""
    found = Q(pk__in=[])
    for grant in active_grants(viewer):
        if Right.SEE_INCIDENTS in RIGHTS_OF[grant.role]:
            path = grant.unit.path
            above = [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]
            found |= Q(**{f"{field}__in": above}) | Q(**{f"{field}__startswith": path})
    return found


def visible_plans(viewer: Person) -> QuerySet[Plan]:
    """Return the plans in use of the units above and below those where `viewer` works."""
    return Plan.objects.filter(around(viewer), archived_at__isnull=True)


def visible_plan(plan_id: UUID | str, *, viewer: Person, lock: bool = False) -> Plan:
    """Return one plan in use, its unit and policy loaded.

    Raises:
        PlanNotFoundError: missing or hidden.
    """
    if not is_uuid(str(plan_id)):
        raise PlanNotFoundError
    if lock:
        Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id).first()
    plan = visible_plans(viewer).select_related("unit", "policy").filter(pk=plan_id).first()
    if plan is None:
        raise PlanNotFoundError
    return plan


def kept_plans(viewer: Person) -> QuerySet[Plan]:
    """Return the plans in use that `viewer` keeps: those they may put contacts into."""
    kept = scope(viewer, Right.RUN_INCIDENTS, "unit__path")
    return Plan.objects.filter(kept, archived_at__isnull=True)


def may_approve(person: Person, plan: Plan) -> bool:
    """Return whether `person` approves statements of a plan: by right, or from an expert's seat."""
    return may(person, Right.RUN_INCIDENTS, unit=plan.unit) or bool(
        seats_of(person, unit=plan.unit) & DECIDERS
    )


def visible_contacts(viewer: Person) -> QuerySet[Contact]:
    """Return the directory, as far as `viewer` works there."""
    return Contact.objects.filter(around(viewer), removed_at__isnull=True)


def visible_contact(contact_id: UUID | str, *, viewer: Person) -> Contact:
    """Return one contact of the directory, its person and backup loaded.

    Raises:
        ContactNotFoundError: missing or hidden.
    """
    if not is_uuid(str(contact_id)):
        raise ContactNotFoundError
    rows = visible_contacts(viewer).select_related("unit", "person", "backup")
    contact = rows.filter(pk=contact_id).first()
    if contact is None:
        raise ContactNotFoundError
    return contact
