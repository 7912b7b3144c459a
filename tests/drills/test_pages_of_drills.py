"""The pages of drills: the editor, planning, the stage, the console, the figures."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.drills.actions import end_drill, play_running, raise_alarm
from gouvernail.drills.models import Drill, Scenario
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person
from tests.make.drills import make_drill, make_running_drill, make_scenario

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BUDGET = 40


def test_a_scenario_is_brought_in_and_written_on_its_pages(client: Client, claire: Person) -> None:
    client.force_login(claire)
    client.post(reverse("drills:scenario-import"), {"slug": "storm-outage"})
    scenario = Scenario.objects.get()
    page = reverse("drills:scenario-detail", args=[scenario.pk])

    assert scenario.said in client.get(reverse("drills:scenario-list")).text
    assert client.get(page).status_code == 200
    add = reverse("drills:part-create", args=[scenario.pk, "events"])
    event = {"minute": 4, "kind": "post", "by": "ahmed", "fr": "L’<eau> est marron."}
    refused = client.post(add, {**event, "minute": 31})
    assert refused.status_code == 422
    assert "L’&lt;eau&gt; est marron." in refused.text  # nothing typed is lost
    assert client.post(add, event).headers["Location"] == page
    scenario.refresh_from_db()
    key = scenario.part("events")[-1]["event"]
    edit = reverse("drills:part-edit", args=[scenario.pk, "events", key])
    assert "L’&lt;eau&gt; est marron." in client.get(edit).text
    client.post(reverse("drills:part-remove", args=[scenario.pk, "events", key]))
    assert client.get(edit).status_code == 404
    assert client.get(add.replace("/events/", "/songs/")).status_code == 404
    client.post(reverse("drills:scenario-archive", args=[scenario.pk]))
    assert client.get(page).status_code == 404


def test_a_drill_is_planned_and_begun_on_its_pages(
    client: Client, claire: Person, yann: Person, nina: Person
) -> None:
    client.force_login(claire)
    scenario = make_scenario(by=claire, at=now())
    plan = reverse("drills:drill-plan", args=[scenario.pk])
    said = {"language": "fr", "speed": 2, "role_watch": yann.email}

    refused = client.post(plan, {**said, "role_lead": "nobody@example.org"})
    assert refused.status_code == 422
    assert 'value="nobody@example.org"' in refused.text
    client.post(plan, said)
    drill = Drill.objects.get()
    page = reverse("drills:drill-detail", args=[drill.pk])
    client.post(reverse("drills:drill-edit", args=[drill.pk]), {**said, "speed": 5})
    client.post(reverse("drills:drill-start", args=[drill.pk]))
    drill.refresh_from_db()
    assert (drill.status, drill.speed) == ("running", 5)
    inject = reverse("drills:inject-create", args=[drill.pk])
    kept = client.post(inject, {"kind": "post", "words": "Et le <pot> ?"})
    assert kept.status_code == 422
    assert "Et le &lt;pot&gt; ?" in kept.text

    client.force_login(yann)
    assert "Les compotes de rentrée" in client.get(page).text
    assert client.get(reverse("drills:drill-console", args=[drill.pk])).status_code == 403
    assert client.post(reverse("drills:alarm-raise", args=[drill.pk]), {}).status_code == 422
    empty = client.post(reverse("drills:word-say", args=[drill.pk]), {"words": "", "by": "brand"})
    assert empty.status_code == 422
    client.force_login(nina)
    assert client.get(page).status_code == 404


def test_figures_are_shown_compared_and_taken_along(
    client: Client, claire: Person, yann: Person
) -> None:
    at = now() - 31 * MINUTE
    drill = make_running_drill(by=claire, players={"watch": yann.pk}, at=at)
    client.force_login(claire)
    assert client.get(reverse("drills:drill-results", args=[drill.pk])).status_code == 409
    play_running(at=at + 4 * MINUTE)
    drill = raise_alarm(drill_id=drill.pk, severity=2, by=yann, at=at + 4 * MINUTE)
    panel = client.get(reverse("drills:room-panel", args=[drill.incident_id]))
    assert reverse("drills:drill-detail", args=[drill.pk]) in panel.text
    end_drill(drill_id=drill.pk, by=claire, at=at + 30 * MINUTE)

    shown = client.get(reverse("drills:drill-results", args=[drill.pk]))
    assert "2 min 00" in shown.text
    client.post(reverse("drills:lessons-write", args=[drill.pk]), {"lessons": "Call <quality>."})
    again = client.get(reverse("drills:drill-results", args=[drill.pk]))
    assert "Call &lt;quality&gt;." in again.text
    compare = reverse("drills:drill-compare")
    assert "2 min 00" in client.get(compare, {"scenario": str(drill.scenario_id)}).text
    assert "2 min 00" in client.get(compare, {"scenario": "x", "kind": "reputation"}).text
    assert f"/drills/{drill.pk}/results/" not in client.get(compare, {"kind": "breach"}).text


def test_no_page_of_a_drill_asks_more_than_its_budget(
    client: Client, claire: Person, yann: Person
) -> None:
    drill = make_running_drill(by=claire, players={"watch": yann.pk}, at=now())
    raise_alarm(drill_id=drill.pk, severity=2, by=yann, at=now())
    make_drill(by=claire, players={}, at=now())
    client.force_login(claire)
    one = [drill.pk]

    for address in (
        reverse("drills:drill-list"),
        reverse("drills:drill-compare"),
        reverse("drills:drill-detail", args=one),
        reverse("drills:drill-console", args=one),
        reverse("drills:scenario-detail", args=[drill.scenario_id]),
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= BUDGET, address
