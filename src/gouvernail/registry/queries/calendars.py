"""Every deadline of a person: those of the register, and those that areas above it add."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from gouvernail.foundation.paging import page_of_keys
from gouvernail.people.models import Person
from gouvernail.registry.queries.deadlines import Deadline, deadlines_of

BACK: Final = timedelta(days=92)
MOST: Final = 1000  # what a calendar is given: the soonest
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePage:
    """Some of what is due, in order of day: with `total`, and the cursors to what stands beside."""

    rows: list[Deadline]
    total: int
    next_cursor: str
    previous_cursor: str


def in_calendar(person: Person, *, today: date) -> list[Deadline]:
    """Return what a calendar shows: what is to come, and three months of what went by.

    A thousand of them at most, the soonest.
    """
    due = all_deadlines(person, today=today)
    return [each for each in due if each.on >= today - BACK][:MOST]


def deadline_page(person: Person, *, cursor: str, today: date) -> DeadlinePage:
    """Return one page of what is due. The queries of `all_deadlines`."""
    due = all_deadlines(person, today=today)
    keys: list[tuple[str | int, ...]] = []
    before: tuple[str, ...] = ()
    again = 0
    for each in due:
        key = (each.on.isoformat(), each.name.casefold(), each.kind, each.key)
        again, before = again + 1 if key == before else 0, key
        keys.append((*key, again))
    shown, following, former = page_of_keys(keys, cursor=cursor, size=PAGE_SIZE)
    return DeadlinePage(
        rows=due[shown], total=len(due), next_cursor=following, previous_cursor=former
    )


def all_deadlines(person: Person, *, today: date) -> list[Deadline]:
    """Return what is due of a person, in order of day, however late.

    The queries of `deadlines_of`, and those of each of `DEADLINE_SOURCES`: dotted names of
    functions of a person and of `today`.
    """
    found = deadlines_of(person)
    for name in settings.DEADLINE_SOURCES:
        found += import_string(name)(person, today=today)
    return sorted(found, key=lambda each: (each.on, each.name.casefold(), each.kind, each.key))
