"""Who does what today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.db.models import Q

from gouvernail.charter.models import Duty, DutyTick
from gouvernail.charter.queries.charter import the_charter
from gouvernail.foundation.sorting import plainly
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.people.permissions import active_grants

Held = dict[tuple[str, str], list[RoleGrant]]  # by role and path of the unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyToday:
    """One duty on its own today: `at` is the instant by which, None when today is not its day.

    `people` are those it is given to: empty when it was not asked, or when nobody holds the role;
    `zone` is the zone it is told in where that is not the organisation's.
    """

    duty: Duty
    on: date
    at: datetime | None
    tick: DutyTick | None = None
    is_late: bool = False
    people: tuple[Person, ...] = ()
    zone: str = ""

    @property
    def state(self) -> str:
        """Return `ok` (done), `idle` (not today), `overdue` or `clock` (still to do)."""
        if self.tick is not None:
            return "ok"
        if self.at is None:
            return "idle"
        return "overdue" if self.is_late else "clock"


def zone_of_duty(duty: Duty, *, usual: str) -> ZoneInfo:
    """Return the zone a duty is told in: its own, its unit's, or the `usual` one. No query."""
    return ZoneInfo(duty.time_zone or duty.unit.time_zone or usual)


def day_of_duty(duty: Duty, *, usual: str, at: datetime) -> date:
    """Return which day it is where a duty is told. No query."""
    return at.astimezone(zone_of_duty(duty, usual=usual)).date()


def duties_of(person: Person, *, at: datetime) -> list[DutyToday]:
    """Return what `person` has to do today, done or not, the earliest first.

    Three queries at most, whatever the number of duties.
    """
    mine = Q(person=person)
    for grant in active_grants(person):
        mine |= Q(role=grant.role, unit__path__startswith=grant.unit.path)
    rows = Duty.objects.filter(mine, ended_at__isnull=True, unit__status=Unit.Status.OPEN)
    found = today_of(rows.select_related("unit", "person"), at=at)
    return [one for one in found if one.at is not None]


def today_of(
    duties: Iterable[Duty], *, at: datetime, grants: Iterable[RoleGrant] = ()
) -> list[DutyToday]:
    """Return duties as they stand today, the earliest first, those of other days last.

    Units must be loaded; with `grants` (people and units loaded) each says to whom it is given.
    Two queries, and the one of `duties`.
    """
    duties = list(duties)
    if not duties:
        return []
    held: Held = {}
    for grant in grants:
        held.setdefault((grant.role, grant.unit.path), []).append(grant)
    usual = the_charter().time_zone
    days = {duty.pk: day_of_duty(duty, usual=usual, at=at) for duty in duties}
    ticks = {
        (tick.duty_id, tick.on): tick
        for tick in DutyTick.objects.filter(
            duty__in=duties, on__in=set(days.values())
        ).select_related("person")
    }
    found = [
        _today(duty, days[duty.pk], ticks.get((duty.pk, days[duty.pk])), usual, at, held)
        for duty in duties
    ]
    return sorted(
        found, key=lambda one: (one.at is None, one.at or at, one.duty.by_time, one.duty.title)
    )


def _today(
    duty: Duty,
    on: date,
    tick: DutyTick | None,
    usual: str,
    at: datetime,
    held: Held,
) -> DutyToday:
    by = None
    zone = zone_of_duty(duty, usual=usual)
    if on.weekday() in duty.days:
        by = datetime.combine(on, duty.by_time, tzinfo=zone)
    late = by is not None and tick is None and by < at
    people = _given_to(duty, held)
    told = "" if zone.key == usual else zone.key
    return DutyToday(duty=duty, on=on, at=by, tick=tick, is_late=late, people=people, zone=told)


def _given_to(duty: Duty, held: Held) -> tuple[Person, ...]:
    """Return who does it: one person, or who holds its role in its unit or above, by name."""
    if duty.person is not None:
        return (duty.person,) if duty.person.is_active else ()
    tokens = [f"{token}/" for token in duty.unit.path.split("/") if token]
    line = accumulate(tokens)  # the unit and each above it, by their paths
    grants = [grant for path in line for grant in held.get((duty.role, path), ())]
    people = {grant.person_id: grant.person for grant in grants}
    return tuple(sorted(people.values(), key=lambda one: (plainly(one.name), str(one.pk))))
