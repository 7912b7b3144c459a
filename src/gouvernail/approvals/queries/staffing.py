"""Who could decide today, route by route, step by step."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from gouvernail.approvals.models import Mode, Route, RouteStep
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Absence, Person, Role, RoleGrant, Seat, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Somebody who could decide: where their seat holds, and who replaces them when away."""

    person: Person
    unit: Unit
    away: bool = False
    stand_in: Person | None = None

    @property
    def can(self) -> bool:
        """Return whether a decision can be had of this seat today."""
        return not self.away or self.stand_in is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedSeat:
    """A seat of a step: `over` hold it wherever the route applies, `partly` in some units only."""

    seat: str
    over: tuple[Decider, ...]
    partly: tuple[Decider, ...]

    @property
    def label(self) -> str:
        """Return the seat in the reader's words."""
        return str(Seat(self.seat).label) if self.seat in Seat.values else self.seat

    @property
    def state(self) -> str:
        """Return `ok`, `warn` (some units only, or all away) or `stop` (nobody at all)."""
        if any(decider.can for decider in self.over):
            return "ok"
        return "warn" if self.over or self.partly else "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedStep:
    """A step with its seats, and whether it can be decided today."""

    step: RouteStep
    seats: tuple[StaffedSeat, ...]

    @property
    def state(self) -> str:
        """Return the state of the best seat when any may decide, of the worst when each must."""
        order = ("ok", "warn", "stop")
        ranks = [order.index(seat.state) for seat in self.seats] or [2]
        return order[max(ranks) if self.step.mode == Mode.ALL else min(ranks)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedRoute:
    """A route with who would decide."""

    route: Route
    steps: tuple[StaffedStep, ...]

    @property
    def is_blocked(self) -> bool:
        """Return whether a step has nobody at all."""
        return any(step.state == "stop" for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatStanding:
    """A seat, the routes whose posts it reads, and who sits there today in any of them."""

    seat: str
    label: str
    routes: tuple[Route, ...]
    deciders: tuple[Decider, ...]


LAWFUL = (Seat.LEGAL, Seat.COMPLIANCE)


def lawful_seats(staffed: list[StaffedRoute]) -> list[SeatStanding]:
    """Return how the seats of law and compliance stand in the routes. No query."""
    return [
        SeatStanding(
            seat=seat,
            label=str(seat.label),
            routes=tuple(one.route for one in staffed if _asks(one, seat)),
            deciders=_sitting(staffed, seat),
        )
        for seat in LAWFUL
    ]


def _asks(one: StaffedRoute, seat: str) -> bool:
    return seat in one.route.seats_asked or any(seat in step.step.seats for step in one.steps)


def _sitting(staffed: list[StaffedRoute], seat: str) -> tuple[Decider, ...]:
    found = {
        decider.person.pk: decider
        for one in staffed
        for step in one.steps
        for each in step.seats
        if each.seat == seat
        for decider in (*each.over, *each.partly)
    }
    return tuple(found.values())


def staffed_routes(routes: list[Route], *, at: datetime) -> list[StaffedRoute]:
    """Return each route with who could decide each of its steps at that instant.

    Steps and units of the routes must be loaded. Two queries, whatever the number of routes.
    """
    grants = _reviewers(at)
    absences = _absences(at)
    return [
        StaffedRoute(
            route=route,
            steps=tuple(
                StaffedStep(
                    step=step,
                    seats=tuple(
                        _staffed(seat, route.unit, grants, absences) for seat in step.seats
                    ),
                )
                for step in route.steps.all()
            ),
        )
        for route in routes
    ]


def _reviewers(at: datetime) -> list[RoleGrant]:
    today = at.date()
    rows = RoleGrant.objects.filter(
        role=Role.REVIEWER, revoked_at__isnull=True, person__is_active=True
    )
    return list(
        rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("person", "unit")
        .order_by(Plain("person__name"))
    )


def _absences(at: datetime) -> dict[UUID, Absence]:
    rows = Absence.objects.filter(cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at)
    return {absence.person_id: absence for absence in rows.select_related("delegate")}


def _staffed(
    seat: str, unit: Unit | None, grants: list[RoleGrant], absences: dict[UUID, Absence]
) -> StaffedSeat:
    over, partly = [], []
    for grant in grants:
        if grant.seat != seat:
            continue
        absence = absences.get(grant.person_id)
        decider = Decider(
            person=grant.person,
            unit=grant.unit,
            away=absence is not None,
            stand_in=absence.delegate if absence else None,
        )
        if grant.unit.parent_id is None or (unit is not None and grant.unit.contains(unit)):
            over.append(decider)
        elif unit is None or unit.contains(grant.unit):
            partly.append(decider)
    return StaffedSeat(seat=seat, over=tuple(over), partly=tuple(partly))
