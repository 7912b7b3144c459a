"""Units and people, over REST."""

from uuid import UUID

from ninja import Router, Schema

from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import active_grants, visible_people, visible_units

router = Router(tags=["people"])


class UnitOut(Schema):
    """One unit; `path` is a prefix of the paths of the units below it."""

    id: UUID
    code: str
    name: str
    name_en: str
    parent_id: UUID | None
    path: str


class GrantOut(Schema):
    """One role in one unit and everything below it."""

    role: str
    seat: str
    unit_id: UUID


class PersonOut(Schema):
    """One person, as far as the owner of the key knows them."""

    id: UUID
    name: str
    job: str
    unit_id: UUID | None
    status: str


class MeOut(PersonOut):
    """The owner of the key, with their roles."""

    email: str | None
    roles: list[GrantOut]


@router.get("/me", response=MeOut)
def me(request: KeyRequest) -> dict[str, object]:
    """Return who the key acts for."""
    person = request.auth
    roles = [
        {"role": grant.role, "seat": grant.seat, "unit_id": grant.unit_id}
        for grant in active_grants(person)
    ]
    return {**_person(person), "email": person.email, "roles": roles}


@router.get("/units", response=list[UnitOut])
def units(request: KeyRequest) -> list[Unit]:
    """Return the units the owner of the key sees, in tree order."""
    return list(visible_units(request.auth).order_by("path"))


@router.get("/people", response=list[PersonOut])
def people(request: KeyRequest, unit: str = "", search: str = "") -> list[dict[str, object]]:
    """Return people by name, five hundred at most; narrowed to a unit's code and a few letters."""
    rows = visible_people(request.auth).filter(name__icontains=search)
    if unit:
        rows = rows.filter(home_unit__code=unit)
    return [_person(person) for person in rows.order_by(Plain("name"))[:500]]


def _person(person: Person) -> dict[str, object]:
    return {
        "id": person.pk,
        "name": person.name,
        "job": person.job,
        "unit_id": person.home_unit_id,
        "status": person.status,
    }
