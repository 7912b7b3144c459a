"""Who sets what licences ask, who lets somebody off, who holds somebody back."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.foundation.clock import today
from gouvernail.foundation.ids import is_uuid
from gouvernail.licences.errors import LicenceNotFoundError, OwnLicenceError
from gouvernail.licences.models import Requirement, Restriction, Waiver
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, RoleGrant, Seat, Unit
from gouvernail.people.permissions import (
    RIGHTS_OF,
    Right,
    holders_of_right,
    holders_of_seat,
    holds_overall,
    may,
    may_overall,
    visible_people,
)

SPEAKS = frozenset({Right.WRITE_CONTENT, Right.DECIDE})
SPEAKING_ROLES = [role for role, rights in RIGHTS_OF.items() if rights & SPEAKS]
EXPERTS = (Seat.LEGAL, Seat.COMPLIANCE)
ANSWERS = Right.EDIT_UNIT_CHARTER
"""Whoever answers for a unit decides on the licences of its people."""


def may_set(person: Person) -> bool:
    """Return whether `person` sets what licences ask: the charter's lead. No query once read."""
    return may_overall(person, Right.EDIT_CHARTER)


def may_agree(person: Person) -> bool:
    """Return whether `person` may be the second one: who sets it, or an expert of the whole.

    Experts are those of the rules: legal and compliance. No query once read.
    """
    return may_set(person) or any(holds_overall(person, seat) for seat in EXPERTS)


def require_agree(person: Person) -> None:
    """Refuse unless `may_agree`.

    Raises:
        RightMissingError: `person` neither writes the charter nor is an expert of the whole.
    """
    if not may_agree(person):
        raise RightMissingError(str(Right.EDIT_CHARTER))


def require_set(person: Person) -> None:
    """Refuse unless `may_set`.

    Raises:
        RightMissingError: `person` does not write the charter.
    """
    if not may_set(person):
        raise RightMissingError(str(Right.EDIT_CHARTER))


def answers_for(by: Person, person: Person) -> bool:
    """Return whether `by` decides on the licence of `person`; never on their own.

    Somebody without a unit is answered for by those who answer for the whole organisation.
    """
    if by.pk == person.pk:
        return False
    unit = person.home_unit
    return may(by, ANSWERS, unit=unit) if unit is not None else may_overall(by, ANSWERS)


def require_answers(by: Person, person: Person) -> None:
    """Refuse unless `answers_for`.

    Raises:
        OwnLicenceError: it is their own.
        RightMissingError: they do not answer for the unit of `person`.
    """
    if by.pk == person.pk:
        raise OwnLicenceError
    if not answers_for(by, person):
        raise RightMissingError(str(ANSWERS))


def those_who_answer(person: Person) -> QuerySet[Person]:
    """Return who may let `person` off, by name. One query when iterated."""
    unit = person.home_unit or Unit.objects.filter(parent__isnull=True).order_by("path").first()
    if unit is None:
        return Person.objects.none()
    return holders_of_right(ANSWERS, unit=unit).exclude(pk=person.pk)


def those_who_agree() -> set[UUID]:
    """Return who may be the second person. Four queries."""
    root = Unit.objects.filter(parent__isnull=True).order_by("path").first()
    if root is None:
        return set()
    people = set(holders_of_right(Right.EDIT_CHARTER, unit=root).values_list("pk", flat=True))
    for seat in EXPERTS:
        people |= set(holders_of_seat(seat, unit=root).values_list("pk", flat=True))
    return people


def speakers() -> QuerySet[Person]:
    """Return the active people who may write or agree somewhere. One query when iterated."""
    day = today()
    held = RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        person=OuterRef("pk"),
        role__in=SPEAKING_ROLES,
        revoked_at__isnull=True,
    )
    return Person.objects.filter(Exists(held), is_active=True)


def visible_speakers(viewer: Person) -> QuerySet[Person]:
    """Return the people who may write or agree, as far as `viewer` knows them."""
    return visible_people(viewer) & speakers()


def visible_requirement(requirement_id: UUID | str, *, lock: bool = False) -> Requirement:
    """Return one requirement: what is asked of everybody is no secret. One query, two to lock.

    Raises:
        LicenceNotFoundError: missing.
    """
    rows = Requirement.objects.filter(pk=requirement_id) if _is_key(requirement_id) else None
    if rows is not None and lock:
        rows.select_for_update().first()
    found = rows.select_related("asked_by").first() if rows is not None else None
    if found is None:
        raise LicenceNotFoundError
    return found


def visible_waiver(waiver_id: UUID | str, *, viewer: Person, lock: bool = False) -> Waiver:
    """Return one waiver: one's own, or of somebody one answers for. One query, two to lock.

    Raises:
        LicenceNotFoundError: missing or hidden; the caller cannot tell which.
    """
    rows = Waiver.objects.filter(pk=waiver_id) if _is_key(waiver_id) else Waiver.objects.none()
    if lock:
        rows.select_for_update().first()
    found = rows.select_related("person__home_unit", "asked_by").first()
    if found is None or not (found.person_id == viewer.pk or answers_for(viewer, found.person)):
        raise LicenceNotFoundError
    return found


def visible_restriction(
    restriction_id: UUID | str, *, viewer: Person, lock: bool = False
) -> Restriction:
    """Return one restriction: one's own, or of somebody one answers for. As `visible_waiver`.

    Raises:
        LicenceNotFoundError: missing or hidden; the caller cannot tell which.
    """
    rows = Restriction.objects.all()
    rows = rows.filter(pk=restriction_id) if _is_key(restriction_id) else rows.none()
    if lock:
        rows.select_for_update().first()
    found = rows.select_related("person__home_unit", "by").first()
    if found is None or not (
        viewer.pk in {found.person_id, found.by_id} or answers_for(viewer, found.person)
    ):
        raise LicenceNotFoundError
    return found


def reads_reasons(viewer: Person, person: Person) -> bool:
    """Return whether `viewer` reads why somebody is held back: the person, who answers for them."""
    return viewer.pk == person.pk or answers_for(viewer, person)


def _is_key(value: UUID | str) -> bool:
    return isinstance(value, UUID) or is_uuid(value)
