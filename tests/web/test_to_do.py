"""Everything one has to do: where Today shows four, the page shows all, narrowed and by pages."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.web.context import Shell
from gouvernail.web.today import Narrowed, chores_of, waiting_of
from gouvernail.web.today import chores as page_of_chores
from gouvernail.web.today.lines import SHOWN
from gouvernail.web.today.rows import Waiting, chores, to_do
from tests.make.charter import make_risk
from tests.make.content import make_draft, make_submitted
from tests.make.openings import make_requested
from tests.make.registry import make_account


@pytest.fixture
def busy(claire: Person, energy: Unit) -> Person:
    """Return a lead with five risks to review, late, and a draft to correct."""
    for number in range(5):
        make_risk(
            by=claire,
            unit=energy,
            title=f"Risk {number}",
            owner_id=claire.pk,
            review_on=date(2020, 1, 5),
        )
    make_draft(author=claire, unit=energy, title="Wind farm", status="changes")
    return claire


def waiting_for(person: Person, at: datetime) -> Waiting:
    """Return what waits for somebody, as their pages look for it."""
    return waiting_of(person, Shell(RequestFactory().get("/")), at=at)


def test_today_leads_to_everything_that_is_to_be_done(client: Client, busy: Person) -> None:
    client.force_login(busy)

    today = client.get("/").text
    page = client.get("/to-do/").text

    assert 'href="/to-do/"' in today
    assert today.count("Risk ") < 5 * 2
    for number in range(5):
        assert f"Risk {number}" in page
    assert "Wind farm" in page
    assert "6 things wait for you" in page
    late = client.get("/to-do/?late=1").text
    assert "Risk 0" in late
    assert "Wind farm" not in late
    about = client.get("/to-do/?topic=publishing").text
    assert "Wind farm" in about
    assert "Risk 0" not in about
    assert "Risk 3" in client.get("/to-do/?q=risk+3").text
    assert "Nothing is like that" in client.get("/to-do/?q=nowhere&topic=nonsense").text


def test_a_planned_hour_is_not_said_as_one_to_act_before(
    client: Client, claire: Person, energy: Unit
) -> None:
    make_draft(
        author=claire,
        unit=energy,
        title="Embargo",
        status="changes",
        publish_at=now() + timedelta(days=2),
    )
    client.force_login(claire)

    row = client.get("/to-do/").text.split("Embargo</a>")[1].split("</small>")[0]

    assert "<time" in row
    assert "before" not in row


def test_the_list_is_cut_into_pages_that_follow_one_another(
    busy: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of_chores, "SIZE", 4)

    waiting = waiting_for(busy, noon)
    first = chores_of(waiting, Narrowed())
    second = chores_of(waiting, Narrowed(), cursor=first.next_cursor)
    beyond = chores_of(waiting, Narrowed(), cursor="999")

    assert [len(one.rows) for one in (first, second, beyond)] == [4, 2, 0]
    assert (first.previous_cursor, second.previous_cursor) == ("", "0")
    assert second.next_cursor == ""
    assert {one.total for one in (first, second, beyond)} == {6}
    assert chores_of(waiting, Narrowed(), cursor="-²") == first


def test_the_short_list_counts_what_it_does_not_read(busy: Person, noon: datetime) -> None:
    waiting = waiting_for(busy, noon)
    with CaptureQueriesContext(connection) as asked:
        group = to_do(waiting)

    everything = [row for _topic, row in chores(waiting)]
    assert (group.count, group.rows) == (len(everything), everything[:SHOWN])
    assert len(asked) == 2  # the draft and the risks: nothing is read that holds nothing


def test_today_asks_the_database_as_often_whatever_waits(
    busy: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            to_do(waiting_for(Person.objects.get(pk=busy.pk), noon))
        return len(queries)

    few = asked()
    for number in range(6):
        make_draft(author=claire, unit=energy, title=f"More {number}", status="changes")
        make_risk(by=claire, unit=energy, owner_id=claire.pk, review_on=date(2020, 1, 5))

    assert asked() <= few


def test_what_is_at_risk_leads_to_exactly_those_accounts(
    client: Client, claire: Person, karim: Person, energy: Unit, nordet: Unit
) -> None:
    for number in range(5):
        make_account(unit=energy, name=f"Alone {number}", owner=claire)
    make_account(unit=energy, name="Sleeping", status="dormant", owner=claire, backup=karim)
    make_account(unit=energy, name="Sound", owner=claire, backup=karim)
    make_account(unit=nordet, name="Reported", status="to_confirm")
    client.force_login(claire)

    day = client.get("/").context["day"]

    (risk,) = day.others
    assert (risk.count, risk.without_backup, risk.url) == (6, 5, "/accounts/?health=risk")
    assert not any("Reported" in row.title for row in risk.rows)
    rows = client.get(risk.url).context["rows"]
    assert len(rows) == risk.count
    assert "Sound" not in {row.account.name for row in rows}
    told = {part.text: part.url for part in day.parts}
    assert told["6 accounts are at risk in all"] == risk.url
    assert len(client.get(told["5 accounts have no backup"]).context["rows"]) == 5


def test_everything_to_decide_stands_on_one_page(
    client: Client, claire: Person, karim: Person, hugo: Person, camille: Person, energy: Unit
) -> None:
    for number in range(4):
        make_submitted(author=hugo, unit=energy, at=now(), title=f"Draft {number}")
    opening = make_requested(by=claire, unit=energy, owner=hugo, backup=karim)
    client.force_login(camille)

    (group,) = [one for one in client.get("/").context["day"].groups if one.name == "decide"]

    assert (group.count, len(group.rows), group.url) == (5, 4, "/to-do/?what=decide")
    page = client.get(group.url)
    assert page.context["page"].total == group.count
    assert opening.title in page.text
    assert page.text.count("Draft ") >= 4
