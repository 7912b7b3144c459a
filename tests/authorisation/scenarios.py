"""Scenarios, for the matrix: one under way and one that is over in each unit."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.training.actions.runs import end_run, start_run
from gouvernail.training.actions.scenarios import add_scenario
from gouvernail.training.models import Scenario
from gouvernail.training.models.scenarios import LONGEST_SECONDS
from tests.authorisation.training import LEARNERS

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD: dict[str, dict[str, str]] = {
    **{
        f"training:{name}": {"slug": "scenario"}
        for name in (
            *("scenario-detail", "scenario-edit", "scenario-archive", "scenario-write"),
            "run-start",
        )
    },
    "training:scenario-version-take": {"slug": "scenario", "number": "scenario-number"},
    "training:run-detail": {"practice_id": "practice-going"},
    "training:run-end": {"practice_id": "practice-going"},
    "training:run-review": {"practice_id": "practice-over"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "training:scenario-starters": lambda t: {"starter": "flood", "unit": t["unit_id"]},
    "training:scenario-edit": lambda _: {
        "title": "Feu", "story": "Un feu.", "pass_percent": 80, "limit_seconds": 60,
    },
    "training:scenario-create": lambda t: {
        "kind": "queue", "title": "Feu", "story": "Un feu.", "unit": t["unit_id"],
        "pass_percent": 80, "limit_seconds": 60,
    },
    "training:scenario-write": lambda _: {"news": "Un feu.", "what": "keep"},
    "training:run-detail": lambda _: {"move": "freeze"},
    "training:run-review": lambda _: {"passed": "1", "says": "Bien."},
}  # fmt: skip


def put_scenarios(world: "World", *, by: Person) -> None:
    """Have scenarios in each unit, practised by its learner."""
    for place, name in LEARNERS.items():
        world.things[place] |= _things(world.units[place], world.people[name], by=by)


def _things(unit: Unit, learner: Person, *, by: Person) -> dict[str, Any]:
    going, over = (
        add_scenario(slug, unit_id=unit.pk, by=by, at=now()) for slug in ("warehouse-fire", "flood")
    )
    Scenario.objects.filter(pk=going.pk).update(limit_seconds=LONGEST_SECONDS)
    under_way = start_run(going.pk, by=learner, at=now())
    ended = start_run(over.pk, by=learner, at=now())
    end_run(ended.pk, by=learner, at=now())
    return {
        "scenario": over.slug,
        "scenario-number": 1,
        "practice-going": under_way.pk,
        "practice-over": ended.pk,
    }
