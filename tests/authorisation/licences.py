"""Licences, for the matrix: what lets off, what holds back, what is asked, what each form sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gouvernail.foundation.clock import now, today
from gouvernail.licences.models import Requirement, Restriction, Waiver
from gouvernail.people.models import Person, Unit
from tests.make.licences import NOON, make_requirement
from tests.make.people import make_person

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "licences:waiver-grant": {"waiver_id": "licence-asked"},
    "licences:waiver-refuse": {"waiver_id": "licence-asked"},
    "licences:waiver-withdraw": {"waiver_id": "licence-asked"},
    "licences:waiver-end": {"waiver_id": "licence-granted"},
    "licences:starter-take": {"code": "licence-set"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "licences:waiver-ask": lambda _: {"until": today().isoformat(), "reason": "A new phone"},
    "licences:waiver-give": lambda _: {"until": today().isoformat(), "reason": "A new phone"},
    "licences:waiver-refuse": lambda _: {"comment": "Take the course first."},
    "licences:restriction-lift": lambda _: {"reason": "Coached."},
    "licences:requirement-set": lambda _: {"act": "reply", "second_factor": "on"},
    "licences:requirement-refuse": lambda _: {"comment": "Too much."},
    "licences:terms-set": lambda _: {"waiver_days": 20, "seat": "brand"},
}


def put_licences(world: "World", *, by: Person) -> None:
    """Have somebody of each unit let off, asking to be, and held back; a change waits."""
    waiting = make_requirement(
        by=by,
        act="crisis",
        second_factor=True,
        status=Requirement.Status.ASKED,
        decided_by=None,
        decided_at=None,
        starts_at=None,
    )
    general = {"licence-set": "light", "requirement_id": waiting.pk}
    for place, unit in world.units.items():
        world.things[place] |= _things(unit, by=by) | general
    world.things["any"] |= general


def _things(unit: Unit, *, by: Person) -> dict[str, Any]:
    person = make_person(name=f"Held {unit.code}", home_unit=unit)
    given = {"person": person, "reason": "Why", "asked_by": person, "asked_at": NOON}
    until = now() + timedelta(days=10)
    asked = Waiver.objects.create(until=until, **given)
    granted = Waiver.objects.create(
        until=until, status="granted", starts_at=NOON, decided_by=by, decided_at=NOON, **given
    )
    held = Restriction.objects.create(
        person=person, kind="restricted", starts_at=NOON, reason="Why", by=by
    )
    return {
        "licence-asked": asked.pk,
        "licence-granted": granted.pk,
        "restriction_id": held.pk,
    }
