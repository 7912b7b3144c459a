"""Who may do what comes next: the nearest delegates who may, else whoever has the right above."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby, islice
from typing import Final
from uuid import UUID

from gouvernail.attestations.models import DeclaredLine, Review
from gouvernail.attestations.permissions import may_answer_appeal, needs_another
from gouvernail.charter.queries import separation
from gouvernail.charter.queries.teams import grants_in_force
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import Right, holders_of_right

MOST: Final = 5


def leaders_of(
    unit: Unit, *, at: datetime, fit: Callable[[Person], bool] = lambda _person: True
) -> list[Person]:
    """Return who answers for a unit and is fit: its nearest delegates, else who may edit there.

    Where none of the nearest is fit, those of the level above are asked. One query, two where no
    delegate is left.
    """
    chain = [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]
    grants = grants_in_force(at=at).filter(role=Role.DELEGATE, unit__path__in=chain)
    by_level = grants.order_by("-unit__path", Plain("person__name"), "pk")
    for _path, level in groupby(by_level, key=lambda one: one.unit.path):
        named = [one.person for one in level if fit(one.person)]
        if named:
            return named
    holders = holders_of_right(Right.EDIT_ACCOUNTS, unit=unit)
    return list(islice((one for one in holders if fit(one)), MOST))


def confirmers_of(review: Review, *, at: datetime, but: UUID | None = None) -> list[Person]:
    """Return who may confirm a review, apart from `but`; the leaders where nobody may.

    Three queries, four where nobody may.
    """
    asked, unit = separation(), review.account.unit

    def another(person: Person) -> bool:
        return person.pk != but

    def fit(person: Person) -> bool:
        return another(person) and not needs_another(person, review, separation=asked)

    return leaders_of(unit, at=at, fit=fit) or leaders_of(unit, at=at, fit=another)


def appeal_answerers(line: DeclaredLine, *, at: datetime) -> list[Person]:
    """Return who may answer an appeal; the leaders where nobody may. Two queries for each asked."""
    asked, unit = separation(), line.declaration.unit
    found = leaders_of(
        unit, at=at, fit=lambda person: may_answer_appeal(person, line, separation=asked)
    )
    return found or leaders_of(unit, at=at)
