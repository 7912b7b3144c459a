"""Who has which duty, and who stands in for whom."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import by_name
from gouvernail.people.models import Person, Unit
from gouvernail.teams.models import Seat, Team
from gouvernail.teams.permissions import visible_teams


def members(team: Team) -> list[Seat]:
    """Return who sits in a team, its lead first, then deputies in order. One query."""
    seats = Seat.objects.filter(team=team, ended_at__isnull=True, person__is_active=True)
    return list(seats.select_related("person").order_by("-lead", "position", "pk"))


def teams_of(person: Person) -> list[Team]:
    """Return the teams in use where somebody sits, by name. One query."""
    mine = Seat.objects.filter(person=person, ended_at__isnull=True)
    rows = Team.objects.filter(pk__in=mine.values("team_id"), closed_at__isnull=True)
    return list(rows.select_related("unit").order_by(by_name(), "pk"))


def member_ids(team_ids: Iterable[UUID]) -> set[UUID]:
    """Return the people who sit in some teams and are still here. One query."""
    rows = Seat.objects.filter(
        team__in=list(team_ids), ended_at__isnull=True, person__is_active=True
    )
    return set(rows.values_list("person_id", flat=True))


def teams_with(duty: str, *, unit: Unit) -> QuerySet[Team]:
    """Return the teams in use of a duty that serve `unit`, the nearest first. One query."""
    chain = [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]
    rows = Team.objects.filter(duty=duty, closed_at__isnull=True, unit__path__in=chain)
    return rows.select_related("unit").order_by("-unit__path", by_name(), "pk")


def teams_page(
    viewer: Person, *, duty: str = "", search: str = "", closed: bool = False, cursor: str = ""
) -> Page[Team]:
    """Return a page of teams by the name shown, their units and leads loaded. Two queries."""
    here = Q(seats__ended_at__isnull=True, seats__person__is_active=True)
    rows = visible_teams(viewer).filter(closed_at__isnull=not closed)
    if duty:
        rows = rows.filter(duty=duty)
    if search:
        rows = rows.filter(Q(name_fr__icontains=search) | Q(name_en__icontains=search))
    leads = Seat.objects.filter(lead=True, ended_at__isnull=True, person__is_active=True)
    leads = leads.select_related("person")
    rows = (
        rows.select_related("unit")
        .annotate(size=Count("seats", filter=here), by_name=by_name())
        .prefetch_related(Prefetch("seats", queryset=leads, to_attr="leads"))
    )
    return page_of(rows, order=("by_name", "pk"), cursor=cursor)
