"""Makers of persons, units and grants: rows as they stand, without the actions around them."""

from datetime import UTC, datetime

from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, RoleGrant, Unit, unit_token

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_ASCII = str.maketrans("éèêëàâîïôûüçÉ ", "eeeeaaiiouucE.")


def make_unit(*, parent: Unit | None = None, name: str = "Direction", **fields: object) -> Unit:
    """Return a saved unit under `parent`, its path set."""
    key = uuid7()
    path = f"{parent.path if parent else ''}{unit_token(key)}/"
    code = str(fields.pop("code", "") or key.hex[-12:])
    return Unit.objects.create(id=key, parent=parent, name=name, path=path, code=code, **fields)


def make_person(*, name: str = "Sam Martin", **fields: object) -> Person:
    """Return a saved, active person with an e-mail built from the name; no password."""
    given = fields.pop("email", name.translate(_ASCII).lower() + "@nordet.example")
    email = None if given is None else str(given)
    person = Person(name=name, email=email, language="en", **fields)
    person.set_unusable_password()
    person.save()
    return person


def make_grant(
    *, person: Person, unit: Unit, role: str, seat: str = "", **fields: object
) -> RoleGrant:
    """Return a grant in force."""
    return RoleGrant.objects.create(
        person=person, unit=unit, role=role, seat=seat, granted_at=EPOCH, **fields
    )
