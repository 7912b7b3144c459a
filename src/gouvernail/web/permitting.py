"""Which roles hold a right that was missing, and who gives them: said where somebody is refused."""

from dataclasses import dataclass
from typing import Final

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import (
    RIGHTS_OF,
    Right,
    active_grants,
    holders_of_right,
    may,
)

NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitting:
    """The roles that would do, where the reader has one of them, and who gives roles.

    `givers` is empty for a reader who may not see people: nobody is named to them.
    """

    roles: list[str]
    elsewhere: list[str]
    givers: list[Person]


def who_may(error: DomainError, reader: object) -> Permitting | None:
    """Return who may do what was refused for want of a right; None for any other refusal.

    Three queries at most.
    """
    right = str(error.facts.get("right", ""))
    if right not in set(Right) or not isinstance(reader, Person):
        return None
    held = [one for one in active_grants(reader) if right in RIGHTS_OF[one.role]]
    return Permitting(
        roles=[str(Role(role).label) for role, rights in RIGHTS_OF.items() if right in rights],
        elsewhere=list(dict.fromkeys(one.unit.label for one in held)),
        givers=_givers(reader),
    )


def _givers(reader: Person) -> list[Person]:
    unit = _unit_of(reader)
    if unit is None or not may(reader, Right.SEE_PEOPLE, unit=unit):
        return []
    return list(holders_of_right(Right.GRANT_ROLES, unit=unit).exclude(pk=reader.pk)[:NAMED])


def _unit_of(reader: Person) -> Unit | None:
    grants = active_grants(reader)
    return reader.home_unit or (grants[0].unit if grants else None)
