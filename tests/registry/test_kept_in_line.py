"""What cannot be got around: the life of an account, what a profile must show, what is late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from gouvernail.foundation import clock
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import update_account
from gouvernail.registry.models import Account
from gouvernail.registry.queries.calendars import all_deadlines, in_calendar
from gouvernail.registry.queries.life import may_undo
from gouvernail.registry.queries.profiles import Shown, Wanted, checks_of
from tests.make.imports import choose, codes, outcomes, preview, take
from tests.make.openings import make_begun
from tests.make.registry import make_account

STATUS = Account.Status


def test_neither_a_list_nor_an_edit_moves_an_account_around_its_life(
    client: Client, claire: Person, nordet: Unit, noon: datetime
) -> None:
    fake = make_account(unit=nordet, address="https://x.com/fake", status=STATUS.IMPOSTOR)
    client.force_login(claire)

    run = preview(client, b"network,handle,status,name\nx,fake,official,Fake\n", "list.csv")
    choose(client, run, unit=nordet.pk)
    report = take(client, run)
    with pytest.raises(InvalidInputError):
        update_account(fake.pk, changes={"status": STATUS.OFFICIAL}, by=claire, at=noon)

    fake.refresh_from_db()
    assert (fake.status, fake.name) == (STATUS.IMPOSTOR, "Fake")
    assert codes(report) == [(2, "status_kept")]
    assert outcomes(report) == (1, 0, 1, 0, 0)


def test_what_was_taken_out_as_a_duplicate_is_not_put_back_without_its_original(
    claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet, status_since=noon, status_by=claire)

    answers = []
    for account.status_before in (STATUS.SUSPENDED, STATUS.DUPLICATE):
        answers.append(may_undo(account, claire, at=noon))

    assert answers == [True, False]


@pytest.mark.parametrize(
    ("links", "holds"),
    [
        ("https://www.nordet.example/", True),
        ("Notre site : nordet.example.", True),
        ("https://nordet.example/accueil?x=1", True),
        ("https://nordet.example.evil.com", False),
        ("https://notnordet.example", False),
        ("https://evil.com/nordet.example", False),
        ("https://nordet.example@evil.com", False),
        ("", False),
    ],
)
def test_a_link_is_shown_when_it_leads_there(nordet: Unit, links: str, *, holds: bool) -> None:
    wanted = Wanted(code="link", words="https://nordet.example", unit=nordet)

    for shown in (Shown(links=links), Shown(bio=links)):
        assert [check.holds for check in checks_of([wanted], shown)] == [holds]


def test_what_is_late_stays_due_however_late_and_openings_are_in_the_calendar(
    client: Client, karim: Person, hugo: Person, nina: Person, camille: Person, energy: Unit
) -> None:
    today = date(2026, 12, 1)
    late = make_account(
        unit=energy, name="Late", owner=karim, review_on=today - timedelta(days=150)
    )
    given = {"by": nina, "unit": energy, "owner": hugo, "backup": karim}
    begun = make_begun(approver=camille, opener=karim, **given)

    due = [(one.kind, one.account_id) for one in all_deadlines(karim, today=today)]
    shown = [(one.kind, one.account_id) for one in in_calendar(karim, today=today)]

    assert due == [("review", late.pk), ("opening", begun.account_id)]
    assert shown == [("opening", begun.account_id)]
    client.force_login(karim)
    page = client.get("/accounts/deadlines/").text
    assert f"/openings/{begun.pk}/checklist/" in page


def test_the_present_day_is_that_of_the_site(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.SITE_TIME_ZONE = "America/Montreal"
    evening = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: evening)

    assert clock.today() == date(2026, 11, 17)
    assert clock.today("Europe/Paris") == date(2026, 11, 18)
