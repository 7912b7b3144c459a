"""Who reads incidents and plans, who declares, and who runs the room."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.crisis.errors import (
    ContactNotFoundError,
    IncidentClosedError,
    IncidentNotFoundError,
    PlanNotFoundError,
)
from gouvernail.crisis.models import Contact, Incident, Plan, Seat
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import RIGHTS_OF, Right, active_grants, may, scope


def visible_incidents(viewer: Person) -> QuerySet[Incident]:
    """Return the incidents of the units where `viewer` works, and those they hold a seat in."""
    seated = Seat.objects.filter(incident=OuterRef("pk"), person=viewer)
    seen = scope(viewer, Right.SEE_INCIDENTS, "unit__path")
    if viewer.is_active:
        seen |= Q(Exists(seated))
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


def declaring_unit(person: Person) -> Unit | None:
    """Return the widest unit where `person` may declare; None where there is none."""
    units = [grant.unit for grant in active_grants(person) if Right.FREEZE in RIGHTS_OF[grant.role]]
    return min(units, key=lambda unit: (unit.depth, unit.path), default=None)


def may_run(person: Person, incident: Incident) -> bool:
    """Return whether `person` runs the room: by right, or from a seat of it. One query at most."""
    if may(person, Right.RUN_INCIDENTS, unit=incident.unit):
        return True
    seats = Seat.objects.filter(incident=incident, person=person, until__isnull=True)
    return person.is_active and seats.exists()


def open_room(incident_id: UUID | str, *, by: Person) -> Incident:
    """Return an open incident, locked, whose room `by` runs; every change begins here.

    Raises:
        IncidentNotFoundError: missing or hidden.
        RightMissingError: `by` may read it only.
        IncidentClosedError: it is over.
    """
    incident = visible_incident(incident_id, viewer=by, lock=True)
    if not may_run(by, incident):
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
