"""What stood over a time, beside what was said: areas above add what they know: incidents."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from gouvernail.people.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that lasted over a plot: from when, until when (None: still), where it leads."""

    title: str
    path: str
    since: datetime
    until: datetime | None = None


Finder: TypeAlias = Callable[[Person, Unit, datetime, datetime], list[Mark]]
FINDERS: Final[list[Finder]] = []
"""Each gives the marks of a unit and those below it between two instants, that a viewer may see."""


def marks_of(viewer: Person, unit: Unit, *, since: datetime, until: datetime) -> list[Mark]:
    """Return the marks of a time, the latest first. One query for each finder."""
    found = [mark for find in FINDERS for mark in find(viewer, unit, since, until)]
    return sorted(found, key=lambda mark: mark.since, reverse=True)
