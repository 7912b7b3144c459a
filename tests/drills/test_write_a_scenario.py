"""Scenarios are brought in once, written line by line, and refused at the right field."""

from datetime import datetime
from typing import Any

import pytest

from gouvernail.drills.actions import (
    archive_scenario,
    import_scenario,
    plan_drill,
    remove_part,
    write_part,
    write_scenario,
)
from gouvernail.drills.actions.planning import DrillFacts
from gouvernail.drills.actions.scenarios import ScenarioFacts
from gouvernail.drills.errors import (
    DrillInvalidError,
    ScenarioIncompleteError,
    ScenarioNotFoundError,
)
from gouvernail.drills.models import Scenario
from gouvernail.drills.queries.scenarios import sign_of, told_part
from gouvernail.drills.starters import starter_drills
from gouvernail.people.models import Person
from tests.make.drills import make_blank_scenario, make_scenario

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", [one.slug for one in starter_drills()])
def test_each_starter_becomes_a_scenario_that_can_be_played(
    slug: str, claire: Person, noon: datetime
) -> None:
    scenario = import_scenario(slug=slug, by=claire, at=noon)

    assert import_scenario(slug=slug, by=claire, at=noon) == scenario
    assert len(told_part(scenario.script, "expected")) == 7
    assert sign_of(scenario.script)
    drill = plan_drill(scenario_id=scenario.pk, facts=DrillFacts(), by=claire, at=noon)
    assert drill.status == "planned"


def test_who_runs_no_incidents_sees_no_scenario(
    claire: Person, nina: Person, noon: datetime
) -> None:
    scenario = make_scenario(by=claire)

    with pytest.raises(ScenarioNotFoundError):
        archive_scenario(scenario_id=scenario.pk, by=nina, at=noon)


def test_a_scenario_is_written_line_by_line(claire: Person, noon: datetime) -> None:
    scenario = make_blank_scenario(by=claire, at=noon)
    with pytest.raises(ScenarioIncompleteError):
        plan_drill(scenario_id=scenario.pk, facts=DrillFacts(), by=claire, at=noon)

    def write(part: str, key: str = "", **facts: Any) -> Scenario:
        return write_part(
            scenario_id=scenario.pk, part=part, key=key, facts=facts, by=claire, at=noon
        )

    write("roles", role="watch", fr="Vous lisez.")
    who = write("cast", fr="Karl", kind="public").part("cast")[0]["who"]
    post = {"minute": 2, "kind": "post", "by": who, "fr": "Regardez."}
    first = write("events", **post, sign=True).part("events")[0]["event"]
    second = write("events", **{**post, "minute": 1}, sign=True)
    assert [one["sign"] for one in second.part("events")] == [False, True]
    after = write("events", minute=3, kind="comment", by=who, under=first, fr="Vrai ?")
    assert [one.minute for one in told_part(after.script, "events")] == [1, 2, 3]
    changed = write("events", first, **post, en="Look.")
    assert changed.part("events")[0]["en"] == "Look."
    assert changed.edition == 7
    drill = plan_drill(scenario_id=scenario.pk, facts=DrillFacts(), by=claire, at=noon)
    assert drill.status == "planned"

    with pytest.raises(DrillInvalidError):  # a comment hangs on it
        remove_part(scenario_id=scenario.pk, part="events", key=first, by=claire, at=noon)
    for part, field, facts in (
        ("roles", "role", {"role": "watch", "fr": "Encore."}),
        ("roles", "fr", {"role": "lead"}),
        ("events", "minute", {**post, "minute": 99}),
        ("events", "by", {**post, "by": "nobody"}),
        ("events", "under", {**post, "kind": "comment", "under": "nothing"}),
        ("expected", "act", {"act": "sing", "minute": 2, "fr": "Chanter."}),
    ):
        with pytest.raises(DrillInvalidError) as refused:
            write(part, **facts)
        assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("field", "facts"),
    [("title", {"title": " "}), ("minutes", {"minutes": 3}), ("plan_kind", {"plan_kind": "x"})],
)
def test_a_head_that_cannot_be_taken_is_refused_at_its_field(
    field: str, facts: dict[str, Any], claire: Person, noon: datetime
) -> None:
    whole = {"plan_kind": "reputation", "minutes": 30, "title": "Rumeur", **facts}

    with pytest.raises(DrillInvalidError) as refused:
        write_scenario(facts=ScenarioFacts(**whole), by=claire, at=noon)

    assert set(refused.value.fields) == {field}
