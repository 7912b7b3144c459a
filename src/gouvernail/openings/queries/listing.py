"""Requests as a list, and what of them waits for one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gouvernail.approvals.models import Decision, Request
from gouvernail.approvals.queries import awaiting
from gouvernail.foundation.paging import Page, page_of
from gouvernail.openings.models import Appeal, Opening, Rework
from gouvernail.openings.permissions import visible_openings
from gouvernail.openings.queries.requests import KIND
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, scope

PAGE_SIZE: Final = 50
ORDER: Final = ("-updated_at", "-id")
STATUS: Final = Opening.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing. `unit` takes those below."""

    statuses: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    unit: Unit | None = None
    mine: bool = False
    late: bool = False
    search: str = ""

    def condition(self, viewer: Person, *, today: date) -> Q:
        """Return the filter on requests. No query."""
        wanted = Q()
        if self.statuses:
            wanted &= Q(status__in=self.statuses)
        if self.networks:
            wanted &= Q(network__in=self.networks)
        if self.unit is not None:
            wanted &= Q(unit__path__startswith=self.unit.path)
        if self.mine:
            wanted &= Q(requested_by=viewer) | Q(owner=viewer) | Q(backup=viewer)
        if self.late:
            wanted &= Q(status=STATUS.OPENING, due_on__lt=today)
        for word in self.search.split():
            wanted &= (
                Q(title__icontains=word)
                | Q(purpose__icontains=word)
                | Q(handle__icontains=word.lstrip("@") or word)
                | Q(requested_by__name__icontains=word)
            )
        return wanted


def openings_for_list(
    viewer: Person, filters: Filters, *, cursor: str, today: date
) -> Page[Opening]:
    """Return one page of the requests, latest first, with what each row shows. One query."""
    rows = openings_for_export(viewer, filters, today=today).annotate(
        done=Count("checks", filter=Q(checks__done_at__isnull=False)), steps=Count("checks")
    )
    page: Page[Opening] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    return page


def openings_for_export(viewer: Person, filters: Filters, *, today: date) -> QuerySet[Opening]:
    """Return every request of the narrowed list, latest first. One query when iterated."""
    rows = visible_openings(viewer).filter(filters.condition(viewer, today=today))
    return rows.select_related(
        "unit", "requested_by", "owner", "backup", "account", "merged_into"
    ).order_by(*ORDER)


def tally(viewer: Person) -> dict[str, int]:
    """Return how many requests `viewer` sees in each status. One query."""
    rows = visible_openings(viewer).order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for one person: what (`code`), on which request, by when."""

    code: str
    opening: Opening
    due_on: date | None = None


def tasks_of(person: Person) -> list[Task]:
    """Return what of the requests waits for `person`, other than decisions of a seat.

    Two queries.
    """
    return [*opening_tasks(openings_waiting(person), person), *rework_tasks(reworks_of(person))]


def openings_waiting(person: Person) -> QuerySet[Opening]:
    """Return what waits for the requester, who is named, who keeps accounts, and for a lead."""
    owner = Q(owner=person, owner_accepted_at__isnull=True)
    unanswered = owner | Q(backup=person, backup_accepted_at__isnull=True)
    named = Q(owner=person) | Q(backup=person) | Q(begun_by=person)
    keeps = scope(person, Right.EDIT_ACCOUNTS, "unit__path")
    rows = Opening.objects.filter(
        (unanswered & Q(status__in=(STATUS.DRAFT, STATUS.CHANGES)))
        | Q(requested_by=person, status=STATUS.CHANGES)
        | (Q(status=STATUS.APPROVED) & keeps)
        | (Q(status=STATUS.OPENING) & named)
        | _appealed_to(person)
    ).distinct()
    return rows.order_by("due_on", "updated_at")


def opening_tasks(rows: Iterable[Opening], person: Person) -> list[Task]:
    """Return what waits for `person` in requests that do, appeals last. No query of its own."""
    tasks = [Task(code=_code(one, person), opening=one, due_on=one.due_on) for one in rows]
    return sorted(tasks, key=lambda task: task.code == "appeal")


def _code(opening: Opening, person: Person) -> str:
    if opening.status == STATUS.REFUSED:
        return "appeal"
    if opening.status == STATUS.APPROVED:
        return "begin"
    if opening.status == STATUS.OPENING:
        return "checklist"
    return "change" if _is_mine(opening, person) else "accept"


def _is_mine(opening: Opening, person: Person) -> bool:
    return opening.requested_by_id == person.pk and opening.status == STATUS.CHANGES


def _appealed_to(person: Person) -> Q:
    """Return what a lead may answer on appeal: not what they asked for, run or refused."""
    if not may(person, Right.EDIT_CHARTER):
        return Q(pk__in=[])
    leads = scope(person, Right.EDIT_CHARTER, "unit__path")
    refused = Decision.objects.filter(
        request=OuterRef("approval_id"), person=person, verdict=Decision.Verdict.REFUSE
    )
    open_appeals = Appeal.objects.filter(opening=OuterRef("pk"), outcome="")
    others = ~Q(requested_by=person)
    for place in ("owner", "backup"):
        others &= Q(**{f"{place}__isnull": True}) | ~Q(**{place: person})
    return Q(Exists(open_appeals), leads, others, ~Exists(refused), status=STATUS.REFUSED)


def reworks_of(person: Person) -> QuerySet[Rework]:
    """Return the reworks that wait for `person`. One query when iterated."""
    rows = Rework.objects.filter(assigned_to=person, done_at__isnull=True)
    return rows.select_related("opening__merged_into").order_by("due_on")


def rework_tasks(rows: Iterable[Rework]) -> list[Task]:
    """Return reworks as what waits for somebody. No query of its own."""
    return [Task(code="rework", opening=one.opening, due_on=one.due_on) for one in rows]


def to_decide(
    person: Person, *, at: datetime, among: Iterable[Request] | None = None
) -> list[Request]:
    """Return the requests for approval of openings that `person` could decide now.

    `among` are the requests that wait for them, of any kind, when they are read already: no query.
    """
    found: dict[object, Request] = {}
    for request in awaiting(person, at=at, kind=KIND) if among is None else among:
        if request.subject_kind == KIND:
            found.setdefault(request.pk, request)
    return list(found.values())
