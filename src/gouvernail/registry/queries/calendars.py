"""Every deadline of a person: those of the register, and those that areas above it add."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from gouvernail.people.models import Person
from gouvernail.registry.queries.deadlines import Deadline, deadlines_of

BACK: Final = timedelta(days=92)


def in_calendar(person: Person, *, today: date) -> list[Deadline]:
    """Return what a calendar shows: all that is to come, and three months of what went by."""
    return [each for each in all_deadlines(person, today=today) if each.on >= today - BACK]


def all_deadlines(person: Person, *, today: date) -> list[Deadline]:
    """Return what is due of a person, in order of day, however late.

    The queries of `deadlines_of`, and those of each of `DEADLINE_SOURCES`: dotted names of
    functions of a person and of `today`.
    """
    found = deadlines_of(person)
    for name in settings.DEADLINE_SOURCES:
        found += import_string(name)(person, today=today)
    return sorted(found, key=lambda each: (each.on, each.name.casefold(), each.kind))
