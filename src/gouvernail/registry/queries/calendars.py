"""Every deadline of a person: those of the register, and those that areas above it add."""

from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from gouvernail.people.models import Person
from gouvernail.registry.queries.deadlines import Deadline, deadlines_of


def all_deadlines(person: Person, *, today: date) -> list[Deadline]:
    """Return what is due of a person, in order of day.

    The queries of `deadlines_of`, and those of each of `DEADLINE_SOURCES`: dotted names of
    functions with the same arguments.
    """
    found = deadlines_of(person, today=today)
    for name in settings.DEADLINE_SOURCES:
        found += import_string(name)(person, today=today)
    return sorted(found, key=lambda each: (each.on, each.name.casefold(), each.kind))
