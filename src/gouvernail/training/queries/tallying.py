"""What each of many people has learned, has still to learn, and is late with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.training.models import Due
from gouvernail.training.queries.progress import dues_asked, state_of


@dataclass(slots=True)
class Tally:
    """How many courses one person finished, has to follow, is late with; when last reminded."""

    done: int = 0
    open: int = 0
    late: int = 0
    reminded_on: date | None = None


WORST_FIRST = ("late", "todo", "done", "waived")


def tallies(people: Collection[UUID], *, today: date) -> dict[UUID, Tally]:
    """Return what is asked of each of these people, course by course. One query.

    A course asked twice counts once, as it stands worst; one somebody is let off is not counted.
    """
    states: defaultdict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    found: defaultdict[UUID, Tally] = defaultdict(Tally)
    rows = dues_asked(today).filter(person__in=people).select_related("assignment")
    for due in rows:
        states[due.person_id, due.assignment.course_id].add(state_of(due, today))
        told = [day for day in (found[due.person_id].reminded_on, due.reminded_on) if day]
        found[due.person_id].reminded_on = max(told, default=None)
    for (person, _course), held in states.items():
        worst = next(one for one in WORST_FIRST if one in held)
        found[person].done += worst == "done"
        found[person].open += worst == "todo"
        found[person].late += worst == "late"
    return found


def open_dues(today: date) -> QuerySet[Due]:
    """Return what is asked of people, not done, and that nobody let them off. No query."""
    is_waived = {"waived": False}  # a name of `dues_asked`, not of the table
    return dues_asked(today).filter(done_at__isnull=True, **is_waived)
