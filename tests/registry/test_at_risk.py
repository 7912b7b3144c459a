"""One definition of what is at risk: who can get in, what is ours, said alike everywhere."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import note_custody
from gouvernail.registry.models import Account
from gouvernail.registry.queries import account_matrix
from gouvernail.registry.queries.map import account_map
from tests.make.registry import make_account

TODAY = date(2026, 11, 17)
LIST = "/accounts/"


@pytest.fixture
def held(claire: Person, karim: Person, care: Unit) -> dict[str, Account]:
    """Return accounts of one unit, by what is known of who can get in."""
    known: dict[str, tuple[int | None, int | None, Person | None]] = {
        "several": (5, 2, karim),
        "one": (4, 1, karim),
        "nobody": (1, 0, karim),
        "lost": (0, 2, karim),
        "unnamed": (5, 2, None),
        "neither": (None, None, None),
    }
    accounts = {}
    for name, (custody, ways_in, backup) in known.items():
        account = make_account(unit=care, name=name, owner=claire, backup=backup)
        note_custody(account.pk, custody=custody, ways_in=ways_in)
        accounts[name] = account
    return accounts


def test_an_account_that_rests_on_one_person_or_on_nothing_is_at_fault_everywhere(
    client: Client, claire: Person, care: Unit, held: dict[str, Account]
) -> None:
    client.force_login(claire)

    rows = client.get(LIST).context["rows"]

    found = {row.account.name: [fault.code for fault in row.health.faults] for row in rows}
    assert found == {
        "several": [],
        "one": ["one_in"],
        "nobody": ["nobody_in"],
        "lost": ["custody_lost"],
        "unnamed": ["backup_unnamed"],
        "neither": ["no_backup"],
    }
    states = {row.account.name: row.health.state for row in rows}
    assert [states[name] for name in ("several", "one", "unnamed")] == ["ok", "stop", "warn"]
    (plot,) = [each for each in account_map(claire, under=None, today=TODAY) if each.unit == care]
    assert (plot.stop, plot.warn, plot.ok) == (4, 1, 1)
    cells = [cell for line in account_matrix(claire, today=TODAY).lines for cell in line.cells]
    assert {cell.fault.code for cell in cells if cell.fault} == {"nobody_in"}
    page = client.get(f"{LIST}{held['one'].pk}/").text
    assert "One person alone can get in" in page
    assert f'href="/custody/accounts/{held["one"].pk}/"' in page
    assert "Several people can get in" in client.get(f"{LIST}{held['several'].pk}/").text


@pytest.fixture
def world(claire: Person, karim: Person, care: Unit, nordet: Unit) -> dict[str, Any]:
    """Return two accounts of ours, and everything else that stands in the register."""
    named: dict[str, Any] = {"owner": claire, "backup": karim}
    return {
        "ours": make_account(unit=care, name="ours", **named),
        "dormant": make_account(unit=care, name="dormant", status="dormant", **named),
        "personal": make_account(unit=care, name="personal", kind="personal", owner=karim),
        "closed": make_account(unit=care, name="closed", status="closed"),
        "reported": make_account(unit=nordet, name="reported", status="to_confirm"),
        "repeats": make_account(unit=care, name="repeats", status="duplicate"),
        "fake": make_account(unit=nordet, name="fake", status="impostor"),
    }


def test_what_nobody_says_is_ours_is_in_no_count_and_asks_only_to_be_judged(
    client: Client, claire: Person, world: dict[str, Any]
) -> None:
    client.force_login(claire)

    answer = client.get(LIST)

    assert {row.account.name for row in answer.context["rows"]} == {
        "ours",
        "dormant",
        "personal",
        "closed",
    }
    tally = answer.context["tally"]
    assert (tally.total, tally.ours, tally.stop, tally.warn) == (4, 2, 0, 1)
    assert "4 accounts, 2 of them ours" in answer.text
    assert "1 more to confirm" in answer.text
    matrix = account_matrix(claire, today=TODAY)
    mapped = sum(plot.accounts for plot in account_map(claire, under=None, today=TODAY))
    assert (matrix.total, mapped, answer.context["shell"].accounts) == (2, 2, 2)
    assert not matrix.crowds
    for code, name in (("to_confirm", "reported"), ("duplicate", "repeats")):
        (row,) = client.get(f"{LIST}?fault={code}").context["rows"]
        assert (row.account.name, [one.code for one in row.health.faults]) == (name, [code])
    page = client.get(f"{LIST}{world['reported'].pk}/").text
    its = f"{LIST}{world['reported'].pk}/"
    for offered in ("repair/", "sheet/", "profile/", "connect/", "publish"):
        assert its + offered not in page, offered
    assert "/custody/accounts/" not in page
    assert "/credentials/accounts/" not in page
    assert f'href="/accounts/{world["reported"].pk}/life/"' in page


def test_a_network_of_the_site_is_no_gap(client: Client, claire: Person, care: Unit) -> None:
    account = make_account(unit=care, name="training", owner=claire)
    Account.objects.filter(pk=account.pk).update(network="practice")

    matrix = account_matrix(claire, today=TODAY)

    assert matrix.networks == ("practice",)
    assert matrix.gaps == ()


def test_what_the_site_keeps_beside_an_account_is_in_the_readers_language(
    client: Client, claire: Person, nordet: Unit
) -> None:
    account = make_account(
        unit=nordet, name="x", status="to_confirm", extra={"found by": "public report", "Lot": "7"}
    )
    client.force_login(claire)

    client.cookies.load({"django_language": "fr"})
    page = client.get(f"{LIST}{account.pk}/").text

    assert "un signalement du public" in page
    assert "public report" not in page
    assert "<dt>Lot</dt><dd>7</dd>" in page
