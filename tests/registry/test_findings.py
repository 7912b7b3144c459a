"""What the register suggests: only from dates that exist, set aside until the facts change."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gouvernail.cli.main import main
from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions.findings import (
    Looked,
    accept_finding,
    look_for_findings,
    set_dormancy_rule,
    set_finding_aside,
)
from gouvernail.registry.errors import FindingDecidedError, FindingNotFoundError
from gouvernail.registry.models import Account, Finding
from gouvernail.registry.queries.dormancy import LastSeen, days_allowed, sleep_of
from gouvernail.registry.queries.findings import PAGE_SIZE, findings_page
from gouvernail.registry.tasks import PERIODIC, look
from tests.make.ledger import leaves
from tests.make.records import make_record
from tests.make.registry import make_account, make_reading

TODAY = date(2026, 11, 17)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, None),
        (LastSeen(on=ago(90)), None),
        (LastSeen(on=ago(91)), (91, True)),
        (LastSeen(on=ago(200), read_on=ago(2)), (200, True)),
        (LastSeen(on=ago(200), read_on=ago(199)), (200, False)),
    ],
)
def test_silence_counts_from_a_day_that_is_known(
    last: LastSeen | None, expected: tuple[int, bool] | None
) -> None:
    account = make_key()

    sleep = sleep_of(account, last, allowed=90, today=TODAY)

    assert (sleep and (sleep.silent, sleep.looked)) == expected


def make_key() -> Any:
    return Account(network="x").pk


def test_each_network_has_its_usual_period_until_somebody_sets_another(
    claire: Person, karim: Person, noon: datetime
) -> None:
    assert (days_allowed({}, "x"), days_allowed({}, "youtube")) == (90, 180)
    assert days_allowed({"x": 30}, "x") == 30
    with pytest.raises(RightMissingError):
        set_dormancy_rule("x", days=30, source="", by=karim, at=noon)
    with pytest.raises(InvalidInputError):
        set_dormancy_rule("x", days=1, source="", by=claire, at=noon)

    set_dormancy_rule("x", days=30, source="Charter, 4.2", by=claire, at=noon)
    set_dormancy_rule("x", days=30, source="Charter, 4.2", by=claire, at=noon)

    (leaf,) = leaves(verb="dormancy_rule.set")
    assert leaf["data"]["state"] == {"network": "x", "days": 30}


@pytest.fixture
def register(claire: Person, karim: Person, energy: Unit, care: Unit) -> dict[str, Account]:
    """Return a register in which one account sleeps and two repeat one another."""
    told = {"owner": karim, "backup": claire}
    asleep = make_account(unit=energy, name="Asleep", address="https://x.com/old_page", **told)
    make_reading(account=asleep, by=karim, last_post_on=ago(300), read_on=ago(3))
    awake = make_account(unit=energy, name="Awake", address="https://x.com/quick_news", **told)
    make_reading(account=awake, by=karim, last_post_on=ago(300), read_on=ago(280))
    make_record(account=awake, published_at=datetime.fromisoformat("2026-11-10T08:00:00+00:00"))
    unknown = make_account(unit=energy, name="Unknown", address="https://x.com/who_knows")
    one = make_account(unit=energy, name="Bornes Ouest", address="https://x.com/bornes_ouest")
    two = make_account(unit=energy, name="Bornes Ouest", address="https://x.com/bornesouest2")
    hidden = make_account(unit=care, name="Bornes Ouest", address="https://x.com/bornes_ouest_")
    make_account(
        unit=energy, name="Bornes Ouest", address="https://x.com/b_o", kind=Account.Kind.PERSONAL
    )
    return {
        "asleep": asleep, "awake": awake, "unknown": unknown, "one": one, "two": two,
        "hidden": hidden,
    }  # fmt: skip


def test_the_night_finds_what_sleeps_and_what_repeats_and_says_why(
    client: Client, karim: Person, register: dict[str, Account], noon: datetime
) -> None:
    looked = look_for_findings(at=noon, today=TODAY)

    assert looked.new == 4  # one sleeps; three bear one name
    assert look_for_findings(at=noon, today=TODAY) == Looked(new=0, again=0, gone=0, kept=4)
    dormant = Finding.objects.get(kind="dormant")
    assert dormant.account == register["asleep"]
    client.force_login(karim)
    page = client.get("/accounts/findings/")
    assert {row.kind for row in page.context["page"].rows} == {"dormant", "duplicate"}
    assert len(page.context["page"].rows) == 2  # pairs with what Karim does not see are not shown
    assert "days ago" in page.text
    assert "they bear the same name" in page.text
    assert len(client.get("/accounts/findings/?kind=dormant").context["page"].rows) == 1
    assert len(client.get("/accounts/findings/?network=x&kind=no").context["page"].rows) == 2


def test_what_is_set_aside_stays_so_until_its_facts_change(
    claire: Person, register: dict[str, Account], noon: datetime
) -> None:
    look_for_findings(at=noon, today=TODAY)
    finding = Finding.objects.get(kind="dormant")
    with pytest.raises(InvalidInputError):
        set_finding_aside(finding.pk, reason=" ", by=claire, at=noon)
    set_finding_aside(finding.pk, reason="Kept for elections.", by=claire, at=noon)
    with pytest.raises(FindingDecidedError):
        set_finding_aside(finding.pk, reason="Again.", by=claire, at=noon)

    look_for_findings(at=noon, today=TODAY + timedelta(days=40))
    finding.refresh_from_db()
    assert finding.status == Finding.Status.SET_ASIDE
    assert leaves(verb="account.finding_set_aside")[-1]["data"]["finding"] == "dormant"

    make_reading(account=register["asleep"], by=claire, last_post_on=ago(200), read_on=TODAY)
    looked = look_for_findings(at=noon, today=TODAY)
    finding.refresh_from_db()
    assert (looked.again, finding.status) == (1, Finding.Status.OPEN)


def test_what_is_accepted_is_done_and_what_no_longer_holds_goes(
    client: Client, claire: Person, karim: Person, register: dict[str, Account], noon: datetime
) -> None:
    look_for_findings(at=noon, today=TODAY)
    sleep = Finding.objects.get(kind="dormant")
    ends = {"account": register["one"], "other": register["two"]}
    pair = Finding.objects.filter(kind="duplicate").get(
        account__in=ends.values(), other__in=ends.values()
    )
    client.force_login(karim)

    done = client.post(f"/accounts/findings/{sleep.pk}/accept/", {"reason": "Nobody posts."})
    with pytest.raises(InvalidInputError):
        accept_finding(pair.pk, reason="Same.", by=karim, at=noon)
    keep = register["one"].pk
    account = accept_finding(pair.pk, reason="Same.", keep_id=keep, by=karim, at=noon)

    assert done.status_code == 302
    register["asleep"].refresh_from_db()
    assert register["asleep"].status == Account.Status.DORMANT
    assert (account.pk, account.duplicate_of_id) == (register["two"].pk, keep)
    hidden = Finding.objects.filter(status="open").first()
    assert hidden is not None
    with pytest.raises(FindingNotFoundError):
        set_finding_aside(hidden.pk, reason="Not mine.", by=karim, at=noon)
    gone = look_for_findings(at=noon, today=TODAY).gone
    assert gone == 1  # the pair of the duplicate with the third
    assert "registry.findings" in {task.name for task in PERIODIC}
    look(noon)


def test_a_threshold_is_set_on_its_page(
    client: Client, claire: Person, karim: Person, register: dict[str, Account]
) -> None:
    client.force_login(claire)
    told = {"network": "x", "days": "365", "source": "Charter, 4.2"}

    assert client.post("/accounts/findings/thresholds/", told).status_code == 302
    assert client.post("/accounts/findings/thresholds/", told | {"days": "2"}).status_code == 422
    assert client.post("/accounts/findings/look/").status_code == 302
    assert "Charter, 4.2" in client.get("/accounts/findings/thresholds/").text
    assert not Finding.objects.filter(kind="dormant").exists()
    client.force_login(karim)
    assert client.post("/accounts/findings/look/").status_code == 403


def test_the_command_line_says_the_same(
    claire: Person, register: dict[str, Account], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["accounts", "dormant", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["handle"] == "old_page"
    assert main(["accounts", "duplicates", "--json"]) == 0
    pairs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(pairs) == 3
    assert pairs[0]["because"]["name"] == 1.0
    assert main(["accounts", "gaps", "--json"]) == 0
    gaps = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"lacks": "purpose", "accounts": 6} in gaps
    assert main(["accounts", "duplicates"]) == 0
    assert "name=1.0" in capsys.readouterr().out


def test_a_backup_is_lacking_where_the_health_of_an_account_says_so(
    claire: Person, energy: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    make_account(unit=energy, name="One person alone", backup=None, ways_in=1)
    make_account(unit=energy, name="Nobody knows", backup=None, ways_in=None)
    make_account(unit=energy, name="Several can get in", backup=None, ways_in=3)

    assert main(["accounts", "gaps", "--json"]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    lacking = {row["lacks"]: row["accounts"] for row in told if "lacks" in row}
    assert (lacking["backup"], lacking["backup_unnamed"]) == (2, 1)


def test_more_suggestions_than_a_page_holds_are_all_reached(
    client: Client, claire: Person, energy: Unit
) -> None:
    account = make_account(unit=energy)
    others = [make_account(unit=energy, name=f"Copie {number}") for number in range(PAGE_SIZE + 2)]
    Finding.objects.bulk_create(
        Finding(
            kind="duplicate",
            account=account,
            other=other,
            score=0.98 - number / 300,
            facts={"alike": []},
            found_at=now(),
        )
        for number, other in enumerate(others)
    )
    client.force_login(claire)

    cursor = ""
    found: list[object] = []
    while not found or cursor:
        page = findings_page(claire, kind="", status="open", network="", cursor=cursor)
        assert client.get("/accounts/findings/", {"cursor": cursor}).status_code == 200
        found += [one.other_id for one in page.rows]
        cursor = page.next_cursor

    assert found == [other.pk for other in others]
