"""Reports as lists, and what of them waits for one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from gouvernail.conduct.models import Line, Report
from gouvernail.conduct.permissions import OF_SECURITY, visible_reports
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, scope

PAGE_SIZE: Final = 50
ORDER: Final = ("-made_at", "-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing.

    `mine`: made by the viewer. `search` looks in what was said and in the address.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    mine: bool = False
    late: bool = False
    search: str = ""

    def condition(self, viewer: Person, *, at: datetime) -> Q:
        """Return the filter on reports. No query."""
        wanted = Q()
        if self.kinds:
            wanted &= Q(kind__in=self.kinds)
        if self.statuses:
            wanted &= Q(status__in=self.statuses)
        if self.mine:
            wanted &= Q(reporter=viewer)
        if self.late:
            wanted &= Q(status=Report.Status.RECEIVED, due_at__lt=at)
        for word in self.search.split():
            wanted &= Q(words__icontains=word) | Q(address__icontains=word)
        return wanted


def reports_for_list(
    viewer: Person, filters: Filters, *, cursor: str, at: datetime
) -> Page[Report]:
    """Return one page of the reports `viewer` may read, latest first. One query."""
    rows = reports_for_export(viewer, filters, at=at)
    page: Page[Report] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    return page


def reports_for_export(viewer: Person, filters: Filters, *, at: datetime) -> QuerySet[Report]:
    """Return every report of the narrowed list, latest first. One query when iterated."""
    rows = visible_reports(viewer).filter(filters.condition(viewer, at=at))
    return rows.select_related("unit", "reporter", "helper").order_by(*ORDER)


def tally(viewer: Person) -> dict[str, int]:
    """Return how many reports `viewer` reads in each status. One query."""
    rows = visible_reports(viewer).order_by().values_list("status").annotate(n=Count("pk"))
    return dict.fromkeys(Report.Status.values, 0) | dict(rows)


def lines_of(report: Report) -> QuerySet[Line]:
    """Return what was said about a report, first to last. One query when iterated."""
    return Line.objects.filter(report=report).select_related("by")


def helps_somewhere(person: Person) -> bool:
    """Return whether `person` answers reports of some kind somewhere. The grants, once."""
    return may(person, Right.ANSWER_ALERTS) or may(person, Right.ANSWER_REPORTS)


def to_help_with(person: Person) -> QuerySet[Report]:
    """Return the reports that wait for `person`: nobody's yet, or taken up by them. One query."""
    mine = Q(helper=person, status=Report.Status.TAKEN)
    alerts = OF_SECURITY & scope(person, Right.ANSWER_ALERTS, "unit__path")
    others = ~OF_SECURITY & scope(person, Right.ANSWER_REPORTS, "unit__path")
    free = Q(status=Report.Status.RECEIVED) & (alerts | others)
    rows = Report.objects.filter(mine | free).exclude(reporter=person)
    return rows.select_related("unit").order_by("due_at", "pk")
