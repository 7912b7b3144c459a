"""Reviews and declarations for machines: the calendar, the API and the command line."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from gouvernail.cli.main import main
from gouvernail.foundation.clock import now, today
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person, Unit
from gouvernail.registry.queries.calendars import all_deadlines
from gouvernail.registry.queries.deadlines import calendar_text
from tests.make.attestations import make_campaign, make_declarer, make_review, make_task
from tests.make.custody import make_access, make_access_review, make_reviewed
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
LATE = timedelta(days=3)


@pytest.fixture
def world(nordet: Unit, energy: Unit, claire: Person, karim: Person, hugo: Person) -> None:
    """Put one late thing of each kind before Hugo: a review, an access to answer, a declaration."""
    past = today() - LATE
    account = make_account(unit=energy, name="Nordet Énergie", owner=hugo)
    make_review(account, assignee=hugo, due_on=past)
    other = make_account(unit=energy, address="https://x.com/other", name="Other")
    make_task(other, by=karim, to=hugo)
    access = make_access(account=account, by=hugo)
    review = make_access_review(unit=energy, by=karim, title="Automne", due_on=past)
    make_reviewed(review=review, access=access, asked=hugo)
    campaign = make_campaign(unit=nordet, by=claire, title="Déclarez", closes_on=past, title_en="")
    make_declarer(campaign, person=hugo, unit=energy)


def test_access_reviews_declarations_and_tasks_are_in_the_calendar(
    world: None, hugo: Person, karim: Person
) -> None:
    due = {each.kind: each for each in all_deadlines(hugo, today=today())}
    assert {"access-answer", "declaration", "task"} <= due.keys()
    assert "access-review" not in due
    assert due["access-answer"].words == "Answer the access review: Automne"
    assert due["access-answer"].path.startswith("/custody/reviews/")
    led = {each.kind for each in all_deadlines(karim, today=today())}
    assert "access-review" in led
    text = calendar_text(due.values(), name="D", site="https://s.example", at=now())
    assert "SUMMARY:Answer the access review: Automne" in text
    assert "DESCRIPTION: ·" not in text


def test_the_calendar_has_every_declaration_that_somebody_is_asked(
    world: None, nordet: Unit, claire: Person, hugo: Person
) -> None:
    for number in range(21):
        campaign = make_campaign(unit=nordet, by=claire, title=f"N {number}")
        make_declarer(campaign, person=hugo, unit=nordet)
    due = [each for each in all_deadlines(hugo, today=today()) if each.kind == "declaration"]
    assert len(due) == 22


def test_the_api_lists_reviews_campaigns_and_what_is_late(
    client: Client, world: None, claire: Person, karim: Person, hugo: Person
) -> None:
    def asked(person: Person, path: str) -> list[dict[str, object]]:
        _key, secret = create_key(name="k", scopes=["accounts:read"], by=person, at=now())
        answer = client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.content
        items: list[dict[str, object]] = answer.json()["items"]
        return items

    [review] = asked(karim, "reviews?view=late&unit=energy")
    assert (review["name"], review["late"], review["unit"]) == ("Nordet Énergie", True, "energy")
    assert asked(karim, "reviews?unit=nowhere") == []
    [access] = asked(karim, "access-reviews?status=open")
    assert (access["title"], access["accesses"], access["waiting"]) == ("Automne", 1, 1)
    assert access["late"] is True
    assert asked(hugo, "access-reviews") == []
    [campaign] = asked(claire, "campaigns?status=open")
    assert (campaign["title"], campaign["asked"], campaign["signed"]) == ("Déclarez", 1, 0)
    assert campaign["late"] is True


def test_the_command_prints_what_is_late_and_says_so_by_its_code(
    world: None, claire: Person, karim: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reviews", "late", "--as", str(claire.email), "--json"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["what"] for one in told] == ["review", "access_review", "campaign"]
    assert all(one["late"] for one in told)

    assert main(["reviews", "accounts", "--unit", "energy", "--as", str(karim.email)]) == 0
    assert capsys.readouterr().out.startswith("review\t")
    assert main(["reviews", "accesses", "--as", str(karim.email)]) == 0
    assert "Automne\t0/1" in capsys.readouterr().out
    assert main(["reviews", "declarations", "--as", str(claire.email)]) == 0
    assert "Déclarez\t0/1" in capsys.readouterr().out
    assert main(["reviews", "accounts", "--view", "decided", "--as", str(claire.email)]) == 0
    assert "decided\tenergy\tx\tother" in capsys.readouterr().out
