"""Makers of approval subjects and routes."""

from datetime import UTC, datetime

from gouvernail.approvals.models import Mode, Route, RouteStep
from gouvernail.approvals.queries import Subject
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_subject(*, unit: Unit, author: Person, **fields: object) -> Subject:
    """Return a subject of an invented kind, so that no area interferes."""
    given: dict[str, object] = {
        "kind": "thing",
        "id": uuid7(),
        "revision": 1,
        "digest": "d" * 64,
        "title": "A thing",
        "editors": frozenset({author.pk}),
    }
    return Subject(unit=unit, **{**given, **fields})  # type: ignore[arg-type]  # checked by use


def make_route(*steps: tuple[str, ...], **fields: object) -> Route:
    """Return a route whose steps each ask for all of the given seats."""
    given: dict[str, object] = {"name": "Route", "subject_kind": "thing"}
    route = Route.objects.create(**{**given, **fields})
    for position, seats in enumerate(steps, start=1):
        RouteStep.objects.create(
            route=route, position=position, seats=list(seats), mode=Mode.ALL, hours=4
        )
    return route
