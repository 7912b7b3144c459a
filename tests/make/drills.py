"""Makers for scenarios and drills."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from gouvernail.drills.actions import (
    DrillFacts,
    ScenarioFacts,
    import_scenario,
    plan_drill,
    start_drill,
    write_part,
    write_scenario,
)
from gouvernail.drills.models import Drill, Scenario
from gouvernail.people.models import Person

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_scenario(*, by: Person, at: datetime = NOON, slug: str = "product-rumour") -> Scenario:
    """Bring in a scenario that comes with the product."""
    return import_scenario(slug=slug, by=by, at=at)


def make_blank_scenario(*, by: Person, at: datetime = NOON, **fields: Any) -> Scenario:
    """Begin a scenario of one's own."""
    wanted: dict[str, Any] = {"plan_kind": "reputation", "minutes": 30, "title": "Rumeur", **fields}
    return write_scenario(facts=ScenarioFacts(**wanted), by=by, at=at)


def make_small_scenario(*, by: Person, at: datetime = NOON, **fields: Any) -> Scenario:
    """Write a scenario of one role and one inject: the least that can be played."""
    scenario = make_blank_scenario(by=by, at=at, **fields)
    lines: dict[str, dict[str, Any]] = {
        "roles": {"role": "watch", "fr": "Vous lisez."},
        "events": {"minute": 1, "kind": "inject", "to": "watch", "fr": "On vous appelle."},
    }
    for part, facts in lines.items():
        write_part(scenario_id=scenario.pk, part=part, facts=facts, by=by, at=at)
    return scenario


def make_drill(
    *, by: Person, players: Mapping[str, UUID | None], at: datetime = NOON, **fields: Any
) -> Drill:
    """Plan a drill of the first starter scenario, in English unless told otherwise."""
    scenario = fields.pop("scenario", None) or make_scenario(by=by, at=at)
    facts = DrillFacts(players=players, **{"language": "en", **fields})
    return plan_drill(scenario_id=scenario.pk, facts=facts, by=by, at=at)


def make_running_drill(
    *, by: Person, players: Mapping[str, UUID | None], at: datetime = NOON, **fields: Any
) -> Drill:
    """Begin a drill."""
    drill = make_drill(by=by, players=players, at=at, **fields)
    return start_drill(drill_id=drill.pk, by=by, at=at)
