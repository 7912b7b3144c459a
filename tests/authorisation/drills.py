"""Scenarios and drills, for the matrix: what each form sends."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.drills import actions
from gouvernail.drills.models import Drill, Scenario
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    **{
        f"drills:{name}": {"scenario_id": "drills-scenario"}
        for name in ("scenario-detail", "scenario-edit", "scenario-archive", "drill-plan")
    },
    "drills:part-create": {"scenario_id": "drills-scenario", "part": "drills-part"},
    "drills:part-edit": {
        "scenario_id": "drills-scenario",
        "part": "drills-part",
        "key": "drills-key",
    },
    "drills:part-remove": {
        "scenario_id": "drills-scenario",
        "part": "drills-part",
        "key": "drills-free",
    },
    **{
        f"drills:{name}": {"drill_id": "drills-planned"}
        for name in ("drill-edit", "drill-cancel", "drill-start")
    },
    **{
        f"drills:{name}": {"drill_id": "drills-running"}
        for name in (
            *("drill-detail", "drill-stage", "alarm-raise", "word-say", "drill-pace", "drill-end"),
            *("drill-console", "drill-coming", "inject-create", "act-note"),
        )
    },
    **{
        f"drills:{name}": {"drill_id": "drills-running", "happening_id": "drills-event"}
        for name in ("event-play", "event-skip")
    },
    **{
        f"drills:{name}": {"drill_id": "drills-ended"}
        for name in ("drill-results", "lessons-write")
    },
}
HEAD = {"title": "Rumeur", "plan_kind": "reputation", "minutes": 30}
PLANNED = {"language": "fr", "speed": 1}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "drills:scenario-import": lambda _: {"slug": "data-leak"},
    "drills:scenario-create": lambda _: HEAD,
    "drills:scenario-edit": lambda _: HEAD,
    "drills:part-create": lambda _: {"role": "site", "fr": "Vous êtes sur place."},
    "drills:part-edit": lambda _: {"role": "lead", "fr": "Vous décidez."},
    "drills:drill-plan": lambda _: PLANNED,
    "drills:drill-edit": lambda _: PLANNED,
    "drills:alarm-raise": lambda _: {"severity": 2},
    "drills:word-say": lambda _: {"words": "We look into it.", "by": "brand"},
    "drills:drill-pace": lambda _: {"speed": 0},
    "drills:inject-create": lambda _: {"kind": "inject", "words": "The mayor calls."},
    "drills:act-note": lambda _: {"act": "correct", "verdict": "done"},
    "drills:lessons-write": lambda _: {"lessons": "Call quality."},
}


def put_drills(world: "World") -> None:
    """Have each unit keep a scenario, plan a drill, play one, and have played another."""
    founder = Person.objects.get(name="Founder")
    for place, unit in world.units.items():
        world.things[place] |= _played(world, unit, by=founder)


def _played(world: "World", unit: Unit, *, by: Person) -> dict[str, Any]:
    at, player = now(), world.people["contributor"]
    scenario = actions.import_scenario(slug="product-rumour", unit_id=unit.pk, by=by, at=at)
    events = scenario.part("events")
    scenario.script |= {"events": [*events[:2], events[-1]]}  # as many rows as are asked about
    scenario.save(update_fields=("script",))
    planned, running, ended = (_drill(scenario, player, unit, by=by) for _ in range(3))
    for drill in (running, ended):
        actions.start_drill(drill_id=drill.pk, by=by, at=at)
    actions.end_drill(drill_id=ended.pk, by=by, at=at)
    Drill.objects.filter(pk=running.pk).update(trainer=world.people["lead"])
    return {
        "drills-scenario": scenario.pk,
        "drills-part": "roles",
        "drills-key": "lead",
        "drills-free": "replies",
        "drills-planned": planned.pk,
        "drills-running": running.pk,
        "drills-ended": ended.pk,
        "drills-event": running.happenings.get(key="calm").pk,
    }


def _drill(scenario: Scenario, player: Person, unit: Unit, *, by: Person) -> Drill:
    facts = actions.DrillFacts(players={"watch": player.pk, "lead": by.pk})
    return actions.plan_drill(
        scenario_id=scenario.pk, facts=facts, unit_id=unit.pk, by=by, at=now()
    )
