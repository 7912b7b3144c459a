"""Which route a subject takes, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gouvernail.approvals.errors import RouteNotFoundError
from gouvernail.approvals.models import Mode, Origin, Route
from gouvernail.approvals.queries.layers import Demand, joined, taken_routes
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.sorting import plainly
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import holders_of_seat

DEFAULT_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is to be decided. `digest` is 64 hexadecimal digits and stands for all of it.

    `places` are other units concerned, such as those of the accounts it speaks on: their routes
    apply too. `origins` say how machines had a hand in it (`Origin`). `seats` are those that
    findings ask for, whatever the route says; `one_more` is a seat that one more person agrees in,
    besides all of it (empty: nobody). `context` is shown to reviewers and holds JSON
    values only.
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
    origins: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    one_more: str = ""
    places: tuple[Unit, ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step to come: who could decide it today, authors left out.

    `agreements` are those it waits for, each with the people who could give it.
    """

    position: int
    seats: tuple[str, ...]
    mode: str
    hours: int
    people: tuple[Person, ...]
    guests: bool = False
    apart: bool = False
    agreements: tuple[frozenset[UUID], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way a subject would take; `route` is None when no route exists at all.

    `route` is that of the nearest unit; steps of those above it that it lacks follow its own.
    `too_few`: the charter wants another person behind each agreement, and there are not so many.
    """

    route: Route | None
    steps: tuple[PlannedStep, ...]
    reason: str
    too_few: bool = False

    @property
    def is_blocked(self) -> bool:
        """Return whether a step has nobody who could decide it."""
        return self.too_few or any(not step.people for step in self.steps)


def routes(kind: str = "draft") -> QuerySet[Route]:
    """Return the routes in use for a kind of subject, highest priority first. Two queries."""
    return (
        Route.objects.filter(subject_kind=kind, retired_at__isnull=True)
        .select_related("unit")
        .prefetch_related("steps")
        .order_by("-priority", "name")
    )


def every_route() -> QuerySet[Route]:
    """Return the routes in use for any kind of subject, posts first, highest priority first.

    Two queries.
    """
    rows = Route.objects.filter(retired_at__isnull=True).select_related("unit")
    return rows.prefetch_related("steps").order_by("subject_kind", "-priority", "name")


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

    Where whoever holds the seat of one more person must agree in another seat too, a colleague is
    that person, if there is one.

    Queries: two for the routes, one for each seat of each step; two more when people are too few.
    """
    candidates = list(routes(subject.kind))
    usual = next((route for route in candidates if route.is_default), None)
    matching = [route for route in candidates if _applies(route, subject)]
    taken = taken_routes(matching, usual)
    drafts = _steps(taken, subject)
    steps = tuple(_planned(index, asked, subject) for index, asked in enumerate(drafts, start=1))
    enough = _are_enough(steps)
    if not enough and subject.one_more:
        colleague = replace(drafts[-1], seats=(str(Seat.COLLEAGUE),))
        others = (*steps[:-1], _planned(len(steps), colleague, subject))
        if _are_enough(others):
            steps, enough = others, True
    return Plan(
        route=taken[0] if taken else None,
        steps=steps,
        reason=_reason(taken, subject),
        too_few=not enough and separation() == Charter.Separation.REGULATED,
    )


def has_route(subject: Subject) -> bool:
    """Return whether somebody wrote a way that `subject` goes now, the usual one counted.

    Two queries.
    """
    return any(route.is_default or _applies(route, subject) for route in routes(subject.kind))


def one_step(seat: str, subject: Subject) -> tuple[PlannedStep, ...]:
    """Return a way of one more step, in one seat, by somebody else. One query."""
    return (
        PlannedStep(
            position=1,
            seats=(seat,),
            mode=str(Mode.ANY),
            hours=DEFAULT_HOURS,
            people=_people((seat,), subject),
            apart=True,
        ),
    )


def _planned(position: int, asked: Demand, subject: Subject) -> PlannedStep:
    held = [_people((seat,), subject) for seat in asked.seats]
    people = {person.pk: person for row in held for person in row}
    each = held if asked.mode == Mode.ALL else [tuple(people.values())]
    return PlannedStep(
        position=position,
        seats=asked.seats,
        mode=asked.mode,
        hours=asked.hours,
        people=tuple(sorted(people.values(), key=lambda person: plainly(person.name))),
        guests=asked.guests,
        apart=asked.apart,
        agreements=tuple(frozenset(person.pk for person in row) for row in each),
    )


def _are_enough(steps: Sequence[PlannedStep]) -> bool:
    """Return whether each agreement could come from another person; guests are never too few.

    Augmenting paths: Kuhn, "The Hungarian method for the assignment problem", 1955.
    """
    asked = [one for step in steps if not step.guests for one in step.agreements]
    given: dict[UUID, int] = {}

    def find(index: int, tried: set[UUID]) -> bool:
        for person_id in asked[index] - tried:
            tried.add(person_id)
            if person_id not in given or find(given[person_id], tried):
                given[person_id] = index
                return True
        return False

    return all(find(index, set()) for index in range(len(asked)))


def _applies(route: Route, subject: Subject) -> bool:
    if route.is_default:
        return False
    return (
        (route.unit is None or any(map(route.unit.contains, (subject.unit, *subject.places))))
        and (not route.networks or bool(subject.networks & set(route.networks)))
        and (not route.tags or bool(subject.tags & set(route.tags)))
        and (not route.origins or bool(subject.origins & set(route.origins)))
        and (not route.seats_asked or bool(subject.seats & set(route.seats_asked)))
    )


def _steps(taken: list[Route], subject: Subject) -> list[Demand]:
    """Return what each step asks; findings add the seats the routes forgot, and one more person."""
    colleague = Demand(seats=(str(Seat.COLLEAGUE),), mode=str(Mode.ANY), hours=DEFAULT_HOURS)
    steps = joined(taken) if taken else [colleague]
    sure = {seat for one in steps if _asks_all(one) for seat in one.seats}
    missing = sorted(subject.seats - sure)
    if missing:
        steps.append(Demand(seats=tuple(missing), mode=str(Mode.ALL), hours=DEFAULT_HOURS))
    if subject.one_more:
        seats, mode = (subject.one_more,), str(Mode.ANY)
        steps.append(Demand(seats=seats, mode=mode, hours=DEFAULT_HOURS, apart=True))
    return steps


def _asks_all(step: Demand) -> bool:
    """Return whether each seat of a step must agree: any of two leaves one of them unasked."""
    return step.mode == Mode.ALL or len(step.seats) == 1


def _people(seats: tuple[str, ...], subject: Subject) -> tuple[Person, ...]:
    found: dict[UUID, Person] = {}
    for seat in seats:
        for person in holders_of_seat(seat, unit=subject.unit):
            if person.pk not in subject.editors:
                found[person.pk] = person
    return tuple(sorted(found.values(), key=lambda person: plainly(person.name)))


def _reason(taken: list[Route], subject: Subject) -> str:
    if not taken:
        return _("No route is written yet: a colleague must agree.")
    if taken[0].is_default:
        return _("No other route applies: this is the usual one.")
    because = list(dict.fromkeys(word for route in taken for word in _conditions(route, subject)))
    named = {"route": " + ".join(str(route.label) for route in taken), "facts": ", ".join(because)}
    return _("“%(route)s”, because of %(facts)s") % named if because else str(named["route"])


def _conditions(route: Route, subject: Subject) -> list[str]:
    """Return what made a route apply."""
    unit = [route.unit.label] if route.unit is not None else []
    tags = [f"#{tag}" for tag in sorted(subject.tags & set(route.tags))]
    origins = [str(Origin(one).label) for one in sorted(subject.origins & set(route.origins))]
    return [*unit, *tags, *origins, *sorted(subject.networks & set(route.networks))]
