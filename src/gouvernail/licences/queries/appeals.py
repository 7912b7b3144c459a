"""The decisions that restrictions come from, as the area that follows breaches up knows them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Where somebody reads what was decided about them; `through`: the last day to appeal."""

    url: str
    through: date | None = None


FINDERS: Final[list[Callable[[Person, Collection[str]], Mapping[str, Appeal]]]] = []
"""What other areas say of the cases that restrictions name; each is asked for all of them."""


def appeals_of(person: Person, keys: Collection[str]) -> dict[str, Appeal]:
    """Return what was decided about `person` under these keys. One query a finder, or none."""
    found: dict[str, Appeal] = {}
    for find in FINDERS if keys else ():
        found |= find(person, keys)
    return found
