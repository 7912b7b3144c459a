"""Scenarios as one sees them: offered, practised, asked by a course, read by a trainer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person
from gouvernail.training.models import Completion, QueuedPost, Run, Scenario
from gouvernail.training.permissions import visible_runs, visible_scenarios

PAGE = 30


def scenarios_for_list(
    viewer: Person, *, kind: str = "", archived: bool = False, cursor: str = ""
) -> Page[Scenario]:
    """Return scenarios in order, each with one's `tries`, `best` and whether it `is_passed`.

    One query, and one for the grants of `viewer`.
    """
    mine = Q(runs__person=viewer, runs__ended_at__isnull=False, runs__trial=False)
    rows = visible_scenarios(viewer, archived=archived).select_related("course", "unit")
    if kind in Scenario.Kind.values:
        rows = rows.filter(kind=kind)
    passed = Run.objects.filter(scenario=OuterRef("pk"), person=viewer, passed=True, trial=False)
    rows = rows.annotate(
        tries=Count("runs", filter=mine),
        best=Max("runs__score_percent", filter=mine),
        is_passed=Exists(passed),
        sorted_by=by_title(),
    )
    return page_of(rows, order=("sorted_by", "pk"), cursor=cursor, size=PAGE)


def starters_taken(viewer: Person) -> set[str]:
    """Return which scenarios to start from `viewer` sees in use. One query, and the grants."""
    rows = visible_scenarios(viewer).exclude(starter="")
    return set(rows.values_list("starter", flat=True))


def runs_of(scenario: Scenario, person: Person) -> QuerySet[Run]:
    """Return somebody's practices of a scenario, the latest first; not what its author tried."""
    return Run.objects.filter(scenario=scenario, person=person, trial=False).order_by(
        "-started_at", "-pk"
    )


def runs_for_list(viewer: Person, *, unread: bool = False, cursor: str = "") -> Page[Run]:
    """Return the ended practices of others that `viewer` may read, the latest first.

    `unread`: those that failed and that nobody reviewed. One query, and one for the grants.
    """
    rows = visible_runs(viewer).exclude(person=viewer).filter(ended_at__isnull=False, trial=False)
    if unread:
        rows = rows.filter(passed=False, reviewed_at__isnull=True)
    rows = rows.select_related("person", "scenario")
    return page_of(rows, order=("-started_at", "-pk"), cursor=cursor, size=PAGE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario that the certificate of a course asks for, and whether somebody passed it."""

    scenario: Scenario
    is_passed: bool


def asked_by(course_id: UUID, person: Person) -> list[Asked]:
    """Return the scenarios that the certificate of a course asks of somebody who can open them.

    A pass counts once: who renews the certificate practises again. One query, and the grants.
    """
    last = (
        Completion.objects.filter(course=course_id, person=person)
        .order_by("-done_at")
        .values("done_at")[:1]
    )
    passed = Run.objects.filter(scenario=OuterRef("pk"), person=person, passed=True, trial=False)
    passed = passed.annotate(last=Subquery(last)).filter(
        Q(last__isnull=True) | Q(ended_at__gt=F("last"))
    )
    rows = visible_scenarios(person).filter(course=course_id, number__gt=0)
    return [Asked(one, one.is_passed) for one in rows.annotate(is_passed=Exists(passed))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """One message of the practice queue as it is at an instant; `seconds` before it leaves."""

    place: int
    account: str
    text: str
    due_at: datetime
    state: str
    seconds: int


def queue_at(run: Run, *, at: datetime) -> Sequence[Queued]:
    """Return the practice queue as it stands: `left`, `held` or `waiting`. One query.

    What is due and not held has left, whether or not somebody was there to see it.
    """
    return [_queued(one, at=at) for one in run.queue.all()]


def _queued(one: QueuedPost, *, at: datetime) -> Queued:
    gone = one.left_at is not None or (one.held_at is None and one.due_at <= at)
    state = "left" if gone else "held" if one.held_at is not None else "waiting"
    seconds = max(0, -int((at - one.due_at).total_seconds() // 1))
    return Queued(
        place=one.place,
        account=one.account,
        text=one.text,
        due_at=one.due_at,
        state=state,
        seconds=seconds,
    )
