"""Which route a subject takes, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gouvernail.approvals.errors import RouteNotFoundError
from gouvernail.approvals.models import Mode, Route
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import holders_of_seat

DEFAULT_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is to be decided. `digest` is 64 hexadecimal digits and stands for all of it.

    `places` are other units concerned, such as those of the accounts it speaks on: their routes
    apply too. `seats` are those that findings ask for, whatever the route says. `context` is shown
    to reviewers and holds JSON values only.
    """

    kind: str
    id: UUID
    revision: int
    digest: str
    title: str
    unit: Unit
    editors: frozenset[UUID]
    networks: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    places: tuple[Unit, ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step to come: who could decide it today, authors left out."""

    position: int
    seats: tuple[str, ...]
    mode: str
    hours: int
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way a subject would take; `route` is None when no route exists at all."""

    route: Route | None
    steps: tuple[PlannedStep, ...]
    reason: str

    @property
    def is_blocked(self) -> bool:
        """Return whether a step has nobody who could decide it."""
        return any(not step.people for step in self.steps)


def routes(kind: str = "draft") -> QuerySet[Route]:
    """Return the routes in use for a kind of subject, highest priority first. Two queries."""
    return (
        Route.objects.filter(subject_kind=kind, retired_at__isnull=True)
        .select_related("unit")
        .prefetch_related("steps")
        .order_by("-priority", "name")
    )


def route_in_use(route_id: UUID) -> Route:
    """Return one route in use, unit and steps loaded. Two queries.

    Raises:
        RouteNotFoundError: there is no such route in use.
    """
    rows = Route.objects.filter(pk=route_id, retired_at__isnull=True)
    route = rows.select_related("unit").prefetch_related("steps").first()
    if route is None:
        raise RouteNotFoundError
    return route


def planned_route(subject: Subject) -> Plan:
    """Return the way `subject` would take now.

    Queries: two for the routes, one for each distinct seat.
    """
    candidates = list(routes(subject.kind))
    route = next((route for route in candidates if _applies(route, subject)), None)
    route = route or next((route for route in candidates if route.is_default), None)
    drafts = _steps(route, subject)
    steps = tuple(
        PlannedStep(
            position=index,
            seats=seats,
            mode=mode,
            hours=hours,
            people=_people(seats, subject),
        )
        for index, (seats, mode, hours) in enumerate(drafts, start=1)
    )
    return Plan(route=route, steps=steps, reason=_reason(route, subject))


def _applies(route: Route, subject: Subject) -> bool:
    if route.is_default:
        return False
    return (
        (route.unit is None or any(map(route.unit.contains, (subject.unit, *subject.places))))
        and (not route.networks or bool(subject.networks & set(route.networks)))
        and (not route.tags or bool(subject.tags & set(route.tags)))
        and (not route.seats_asked or bool(subject.seats & set(route.seats_asked)))
    )


def _steps(route: Route | None, subject: Subject) -> list[tuple[tuple[str, ...], str, int]]:
    """Return (seats, mode, hours) of each step; findings add the seats the route forgot."""
    steps: list[tuple[tuple[str, ...], str, int]] = (
        [(tuple(step.seats), step.mode, step.hours) for step in route.steps.all()]
        if route
        else [((str(Seat.COLLEAGUE),), str(Mode.ANY), DEFAULT_HOURS)]
    )
    named = {seat for seats, _mode, _hours in steps for seat in seats}
    missing = sorted(subject.seats - named)
    if missing:
        steps.append((tuple(missing), str(Mode.ALL), DEFAULT_HOURS))
    return steps


def _people(seats: tuple[str, ...], subject: Subject) -> tuple[Person, ...]:
    found: dict[UUID, Person] = {}
    for seat in seats:
        for person in holders_of_seat(seat, unit=subject.unit):
            if person.pk not in subject.editors:
                found[person.pk] = person
    return tuple(sorted(found.values(), key=lambda person: person.name))


def _reason(route: Route | None, subject: Subject) -> str:
    if route is None:
        return _("No route is written yet: a colleague must agree.")
    if route.is_default:
        return _("No other route applies: this is the usual one.")
    because = []
    if route.unit is not None:
        because.append(route.unit.label)
    because += [f"#{tag}" for tag in sorted(subject.tags & set(route.tags))]
    because += sorted(subject.networks & set(route.networks))
    return ", ".join(because) or route.name
