"""What stands on a holding page, who says it, and what the worker repeats there."""

from datetime import datetime, timedelta

import pytest

from gouvernail.crisis.actions import (
    approve_statement,
    prepare_message,
    submit_statements,
    use_message,
)
from gouvernail.crisis.models import Incident
from gouvernail.people.models import Person
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
