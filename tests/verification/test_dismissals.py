"""Too many reports: what the register takes in a day, and setting many aside at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.clock import now
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.queries import replay_differences
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.registry.errors import UndoTooLateError
from gouvernail.registry.models import Account
from gouvernail.verification.actions import reports as acts
from gouvernail.verification.actions.dismissals import dismiss_reports, restore_reports
from gouvernail.verification.actions.reports import (
    Given,
    decide_report,
    report_account,
    settle_reports,
)
from gouvernail.verification.models import Directory, ReportedAccount
from gouvernail.verification.tasks import READERS
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

LIST = "/accounts/reports/"


def report(name: str, **more: str) -> ReportedAccount:
    return report_account(given=Given(address=f"https://x.com/{name}", **more), at=now())


@pytest.fixture
def flood(
    directory: Directory, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> list[ReportedAccount]:
    """Return five accounts reported on a day when the register takes two."""
    monkeypatch.setattr(acts, "MOST_A_DAY", 2)
    return [report(f"fake{number}", words="Look.") for number in range(5)]


def test_invented_addresses_never_fill_the_register(
    flood: list[ReportedAccount], claire: Person, energy: Unit
) -> None:
    deliver(READERS, at=now())
    assert Account.objects.count() == 2
    assert ReportedAccount.objects.filter(status="new", account=None).count() == 3
    told = [sentence(one.kind, one.facts) for one in Notification.objects.order_by("pk")]
    assert len(told) == 3
    assert told[-1].startswith("Many accounts are reported today")

    make_account(unit=energy, address="https://x.com/fake3", status="official")
    assert settle_reports(at=now()) == 1
    assert ReportedAccount.objects.get(handle="fake3").status == "official"
    decide_report(flood[4].pk, status="impostor", reason="Asks.", by=claire, at=now())
    found = Account.objects.get(handle="fake4")
    assert (found.status, found.extra) == ("impostor", {"found by": "public report"})
    decide_report(flood[2].pk, status="dismissed", reason="Nothing.", by=claire, at=now())
    assert not Account.objects.filter(handle="fake2").exists()

    later = now() + timedelta(days=2)
    report_account(given=Given(address="https://x.com/fake9"), at=later)
    assert Account.objects.filter(handle="fake9").exists()


def test_what_the_register_knew_already_takes_no_room_of_the_day(
    directory: Directory, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_A_DAY", 1)
    for number in range(2):
        make_account(unit=energy, address=f"https://x.com/known{number}", status="parody")
        assert report(f"known{number}").status == "parody"

    assert report("fake0").account is not None
    assert report("fake1").account is None


def test_one_that_enters_the_register_to_be_confirmed_is_entered_in_the_journal(
    flood: list[ReportedAccount], energy: Unit
) -> None:
    account = make_account(unit=energy, address="https://x.com/fake3", status="to_confirm")
    assert settle_reports(at=now()) == 0
    assert settle_reports(at=now()) == 0

    flood[3].refresh_from_db()
    assert (flood[3].account, flood[3].status) == (account, "new")
    assert len(leaves(verb="reported_account.found")) == 1
    assert not [one for one in replay_differences() if one.subject_kind == "reported_account"]


def test_the_lead_sets_many_aside_for_one_reason_and_takes_it_back(
    client: Client, claire: Person, flood: list[ReportedAccount]
) -> None:
    client.force_login(claire)
    refused = client.post(f"{LIST}set-aside", {"reported": [flood[0].pk], "reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert f'value="{flood[0].pk}" aria-label="fake0" checked' in refused.text
    assert client.post(f"{LIST}set-aside", {"reason": "Invented."}).status_code == 422

    answer = client.post(f"{LIST}set-aside?q=fake", {"all": "1", "reason": "Invented."})
    assert answer["Location"] == f"{LIST}?q=fake"
    assert not ReportedAccount.objects.exclude(status="dismissed").exists()
    assert set(Account.objects.values_list("status", "status_reason")) == {
        ("dismissed", "Invented.")
    }
    assert len(leaves(verb="reported_account.decided")) == 5
    assert len(leaves(verb="account.status_changed")) == 2

    page = client.get(LIST).text
    assert "You set 5 accounts aside together" in page
    at = page.split('name="at" value="')[1].split('"')[0]
    assert client.post(f"{LIST}set-aside/undo", {"at": at}).status_code == 302
    assert set(ReportedAccount.objects.values_list("status", flat=True)) == {"new"}
    assert set(Account.objects.values_list("status", flat=True)) == {"to_confirm"}
    assert len(leaves(verb="reported_account.reopened")) == 5
    for wrong in (at, "", "yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"):
        assert client.post(f"{LIST}set-aside/undo", {"at": wrong}).status_code == 409


def test_what_moved_in_between_stays_and_the_quarter_of_an_hour_ends(
    claire: Person, flood: list[ReportedAccount]
) -> None:
    Account.objects.filter(handle="fake0").update(status="official")
    decide_report(flood[1].pk, status="parody", reason="A joke.", by=claire, at=now())
    at = now()
    keys = [one.pk for one in flood]
    assert dismiss_reports(keys, reason="Invented.", by=claire, at=at) == 3
    assert settle_reports(at=at) == 1
    with pytest.raises(UndoTooLateError):
        restore_reports(at, by=claire, at=at + timedelta(minutes=16))
    assert restore_reports(at, by=claire, at=at + timedelta(minutes=14)) == 3
    found = dict(ReportedAccount.objects.values_list("handle", "status"))
    assert (found["fake0"], found["fake1"], found["fake2"]) == ("official", "parody", "new")


def test_all_of_the_list_is_what_was_shown_and_not_what_came_since(
    client: Client, claire: Person, flood: list[ReportedAccount]
) -> None:
    client.force_login(claire)
    page = client.get(LIST).text
    shown_at = page.split('name="shown_at" value="')[1].split('"')[0]
    report("fake9")
    given = {"all": "1", "reason": "Invented.", "shown_at": shown_at}
    assert client.post(f"{LIST}set-aside", given).status_code == 302

    assert ReportedAccount.objects.get(status="new").handle == "fake9"


@pytest.mark.parametrize("role", ["security", "auditor", "legal"])
def test_security_audit_and_legal_read_and_do_not_decide(
    client: Client, nordet: Unit, claire: Person, directory: Directory, role: str
) -> None:
    reported = report("fake1", words="It asks for codes.", contact="zoe@x.example")
    reader = make_person(name="Yann", home_unit=nordet)
    seat = Seat.LEGAL if role == "legal" else ""
    make_grant(person=reader, unit=nordet, role=Role.REVIEWER if seat else role, seat=seat)
    client.force_login(reader)

    page = client.get(reverse("registry:account-list")).text
    assert f'href="{LIST}"' in page
    shown = client.get(f"{LIST}{reported.pk}/").text
    assert "It asks for codes." in shown
    assert "zoe@x.example" not in shown
    assert claire.name in shown
    assert "<form" not in shown.split('id="r-said"')[1].split("</main>")[0]
    listed = client.get(LIST).text
    assert "fake1" in listed
    assert 'name="reported"' not in listed
    for path, data in (
        (f"{reported.pk}/decide", {"status": "impostor", "reason": "x"}),
        (f"{reported.pk}/answer", {"words": "x"}),
        ("set-aside", {"all": "1", "reason": "x"}),
        ("set-aside/undo", {"at": now().isoformat()}),
    ):
        assert client.post(LIST + path, data).status_code == 403
    assert client.get("/accounts/public/").status_code == 403
