"""Who sleeps, until when, and who is woken all the same."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from gouvernail.listening.models import OnCall, QuietHours
from gouvernail.people.models import Absence, Person
from gouvernail.teams.models import Seat, Team

GRAVE: Final = 7
"""An alert as grave as this wakes somebody, even where nobody is on call."""


def calm_until(quiet: QuietHours, *, zone: str, at: datetime) -> datetime | None:
    """Return when the quiet hours under way end; None when none are. Pure.

    `zone` is where the person is. Hours that end before they begin go over midnight; as many as
    both being equal last the whole day.
    """
    here = at.astimezone(ZoneInfo(zone or settings.SITE_TIME_ZONE))
    for day in (here.date() - timedelta(days=1), here.date()):
        start = datetime.combine(day, quiet.starts, tzinfo=here.tzinfo)
        over = day if quiet.ends > quiet.starts else day + timedelta(days=1)
        end = datetime.combine(over, quiet.ends, tzinfo=here.tzinfo)
        # As instants: on the night when clocks change, wall times of one zone say too little.
        if start.astimezone(UTC) <= at < end.astimezone(UTC):
            return end.astimezone(UTC)
    return None


def quiet_hours_of(people: Collection[UUID]) -> Mapping[UUID, QuietHours]:
    """Return the quiet hours in force of each: their own, else their teams' shortest. Two queries.

    Of several teams, the hours that let most through count: the shortest.
    """
    rows = QuietHours.objects.filter(ended_at__isnull=True)
    seats = Seat.objects.filter(person__in=people, ended_at__isnull=True, team__closed_at=None)
    teams: dict[UUID, list[UUID]] = {}
    for team_id, person_id in seats.values_list("team_id", "person_id"):
        teams.setdefault(team_id, []).append(person_id)
    found: dict[UUID, QuietHours] = {}
    for one in sorted(rows.filter(team__in=teams), key=_length, reverse=True):
        found |= dict.fromkeys(teams[one.team_id], one) if one.team_id else {}
    return found | {one.person_id: one for one in rows.filter(person__in=people) if one.person_id}


def _length(quiet: QuietHours) -> int:
    """Return for how many minutes it is quiet; the shortest comes last, and stays."""
    return (_minutes(quiet.ends) - _minutes(quiet.starts)) % 1440 or 1440


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def people_on_call(teams: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Return who is on call for one of these teams, still sits in it and is not away. One query."""
    here = Seat.objects.filter(
        team=OuterRef("team"), person=OuterRef("person"), ended_at__isnull=True
    )
    rows = OnCall.objects.filter(
        Exists(here),
        team__in=list(teams),
        since__lte=at,
        until__gt=at,
        ended_at__isnull=True,
        person__is_active=True,
    )
    return set(rows.exclude(person__in=away(at)).values_list("person_id", flat=True))


def away(at: datetime) -> QuerySet[Absence, UUID]:
    """Return who is absent, to be used inside a query."""
    rows = Absence.objects.filter(starts_at__lte=at, ends_at__gt=at, cancelled_at__isnull=True)
    return rows.values_list("person_id", flat=True)


def first_in_line(teams: Iterable[Team], *, at: datetime) -> UUID | None:
    """Return who leads the nearest team, or stands in first; none who is away. One query."""
    order = [team.pk for team in teams]
    seats = Seat.objects.filter(
        team__in=order, ended_at__isnull=True, person__is_active=True
    ).exclude(person__in=away(at))
    found = sorted(
        seats, key=lambda seat: (order.index(seat.team_id), not seat.lead, seat.position)
    )
    return found[0].person_id if found else None


def on_call_now(teams: Collection[UUID], *, at: datetime) -> QuerySet[OnCall]:
    """Return the times on call of these teams that are not over, the next first. One query."""
    rows = OnCall.objects.filter(team__in=teams, until__gt=at, ended_at__isnull=True)
    return rows.select_related("person", "team").order_by("since", "pk")


def own_quiet_hours(person: Person) -> QuietHours | None:
    """Return the quiet hours somebody chose. One query."""
    return QuietHours.objects.filter(person=person, ended_at__isnull=True).first()
