"""The demo of each site: a drill that was played, one ready to play."""

from datetime import UTC, datetime, time

import pytest
from ruamel.yaml import YAML

from demo.drills import load_drills
from demo.loading import FOLDER, SITES
from demo.team import load_team
from gouvernail.crisis.models import Incident
from gouvernail.drills.models import Drill
from gouvernail.drills.queries.figures import compared
from gouvernail.foundation import clock
from gouvernail.foundation.actions import action


@pytest.mark.django_db
@pytest.mark.parametrize("name", SITES)
def test_each_site_has_played_a_drill_and_plans_another(empty_site: None, name: str) -> None:
    facts = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    today = datetime.combine(clock.today("UTC"), time(8), tzinfo=UTC)

    @action("tests.load_drills")
    def load() -> None:
        load_drills(load_team(facts, today))

    load()

    past = Drill.objects.filter(status="ended")
    assert past.count() == len(facts["drills"]["past"])
    for drill in past:
        assert None not in compared(drill).cells
        assert drill.lessons
    assert Drill.objects.get(status="planned").players.exists()
    assert not Incident.objects.exclude(status="closed", is_drill=True).exists()
