"""What stands on a holding page, who says it, and what the worker repeats there."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.crisis.actions import (
    approve_statement,
    prepare_message,
    submit_statements,
    use_message,
)
from gouvernail.crisis.errors import IncidentNotFoundError
from gouvernail.crisis.models import Incident
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.watch import actions
from gouvernail.watch.models import HoldingPage
from tests.make.crisis import make_incident, make_plan

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def make_page(*, by: Person, at: datetime) -> HoldingPage:
    facts = actions.PageFacts(title="Arrêt", title_en="Down", text="A.", text_en="B.")
    return actions.write_page(facts=facts, by=by, at=at)


def say_online(incident: Incident, *, by: Person, reviewer: Person, at: datetime) -> str:
    """Put the banner of a plan online by hand, and return its words."""
    plan = make_plan(by=by, at=at) if incident.plan is None else incident.plan
    row = plan.statements.filter(channel="banner")[0]
    if row.status != "approved":
        submit_statements(plan_id=plan.pk, by=by, at=at)
        row.refresh_from_db()
        approve_statement(statement_id=row.pk, digest=row.digest, by=reviewer, at=at)
    names = ("organisation", "subject", "place", "service", "account", "time", "next_time")
    values = dict.fromkeys((*names, "link", "phone", "contact", "action"), f"{at:%H:%M}")
    said = prepare_message(
        incident_id=incident.pk, statement_id=row.pk, values=values, by=by, at=at
    )
    use_message(message_id=said.pk, where="Our site", by=by, at=at)
    return said.text


def test_a_statement_taken_off_stays_off_until_a_later_one(
    claire: Person, julie: Person, noon: datetime
) -> None:
    make_plan(by=claire, at=noon)
    page = make_page(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    words = say_online(incident, by=claire, reviewer=julie, at=noon)
    assert actions.follow_statements(at=noon + MINUTE) == 1
    page.refresh_from_db()
    assert page.word == words

    actions.clear_page(page_id=page.pk, by=claire, at=noon + 2 * MINUTE)
    assert actions.follow_statements(at=noon + 3 * MINUTE) == 0
    page.refresh_from_db()
    assert page.word == ""
    assert "Said on" not in actions.page_file(page).decode()

    later = say_online(incident, by=claire, reviewer=julie, at=noon + 4 * MINUTE)
    assert actions.follow_statements(at=noon + 5 * MINUTE) == 1
    page.refresh_from_db()
    assert page.word == later != words


def test_a_page_is_spoken_on_by_who_runs_incidents_in_its_unit_for_what_stands_there(
    claire: Person, karim: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    whole, theirs = make_page(by=claire, at=noon), make_page(by=karim, at=noon)
    own = make_incident(by=karim, at=noon, unit_id=energy.pk)
    other = make_incident(by=claire, at=noon, unit_id=care.pk)
    said: dict[str, Any] = {"words": "A.", "words_en": "B.", "at": noon}

    with pytest.raises(RightMissingError):
        actions.speak_on_page(page_id=whole.pk, incident_id=own.pk, by=karim, **said)
    with pytest.raises(IncidentNotFoundError):
        actions.speak_on_page(page_id=theirs.pk, incident_id=other.pk, by=claire, **said)

    actions.speak_on_page(page_id=theirs.pk, incident_id=own.pk, by=karim, **said)
    theirs.refresh_from_db()
    assert theirs.incident == own


def test_the_worker_leaves_alone_the_pages_of_units_above(
    claire: Person, karim: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    make_plan(by=claire, at=noon)
    whole, theirs = make_page(by=claire, at=noon), make_page(by=karim, at=noon)
    incident = make_incident(by=claire, at=noon, unit_id=energy.pk)
    words = say_online(incident, by=claire, reviewer=julie, at=noon + MINUTE)

    assert actions.follow_statements(at=noon + 2 * MINUTE) == 1

    whole.refresh_from_db()
    theirs.refresh_from_db()
    assert (whole.word, theirs.word) == ("", words)
