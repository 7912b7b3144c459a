"""Set-up sheets and ownership agreements: who reads them, and what they never hold."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from gouvernail.ledger.models import Leaf
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import AgreementFacts, file_agreement, write_sheet
from gouvernail.registry.errors import (
    AgreementRefusedError,
    SheetStaleError,
)
from gouvernail.registry.models import Account, Agreement, SetupSheet
from tests.make.ledger import leaves
from tests.make.registry import make_account

TODAY = date(2026, 11, 2)


@pytest.fixture
def account(karim: Person, claire: Person, energy: Unit) -> Account:
    return make_account(unit=energy, owner=karim, backup=claire, name="Nordet Energy")


def test_a_sheet_is_written_shown_and_never_overwrites_what_came_in_between(
    client: Client, karim: Person, account: Account, noon: datetime
) -> None:
    client.force_login(karim)
    there = f"/accounts/{account.pk}/sheet/edit/"
    told = {"email": "energy@nordet.example", "recovery": "Ask IT.", "checked_on": "2026-11-02"}

    first = client.post(there, told)
    stale = client.post(there, told | {"phone": "12", "seen_at": "2026-01-01T00:00:00+00:00"})

    assert (first.status_code, stale.status_code) == (302, 422)
    page = client.get(f"/accounts/{account.pk}/sheet/").text
    assert "energy@nordet.example" in page
    assert "2 of 10" in page
    assert leaves(verb="setup_sheet.written")[-1]["data"]["changed"] == ["email", "recovery"]
    assert "nordet.example" not in str(leaves())
    with pytest.raises(SheetStaleError):
        write_sheet(
            account.pk, facts={"phone": "1"}, checked_on=TODAY, by=karim, at=noon, seen_at=noon
        )


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("email", "energy@nordet.example / Soleil#2026"),
        ("recovery", "mot de passe : azerty"),
        ("linked_tools", "Buffer, token=ab12cd34ef56"),
        ("phone", "otpauth://totp/nordet?secret=ABC"),
    ],
)
def test_what_looks_like_a_password_is_refused_and_kept_nowhere(
    client: Client, karim: Person, account: Account, field: str, words: str
) -> None:
    client.force_login(karim)

    answer = client.post(
        f"/accounts/{account.pk}/sheet/edit/", {field: words, "checked_on": "2026-11-02"}
    )

    assert answer.status_code == 422
    assert "looks like a password" in answer.text
    assert not SetupSheet.objects.exists()
    assert leaves() == []


def test_a_hashtag_and_an_address_are_no_secret(
    karim: Person, account: Account, noon: datetime
) -> None:
    facts = {
        "bio": "Nordet Energy. #Nordet2026, #VentEtSoleil",
        "links": "https://nordet.example/energy?utm_source=x",
        "phone": "+33 6 12 34 56 78 (K. Benali)",
        "recovery": "The recovery codes are in the vault, item 12.",
    }

    sheet = write_sheet(account.pk, facts=facts, checked_on=TODAY, by=karim, at=noon)

    assert sheet.bio == facts["bio"]


def test_a_colleague_who_only_sees_the_account_does_not_see_its_sheet(
    client: Client, hugo: Person, amina: Person, account: Account, noon: datetime
) -> None:
    client.force_login(hugo)

    assert client.get(f"/accounts/{account.pk}/sheet/").status_code == 403
    assert "Set-up sheet" not in client.get(f"/accounts/{account.pk}/").text
    with pytest.raises(RightMissingError):
        write_sheet(account.pk, facts={"bio": "x"}, checked_on=TODAY, by=hugo, at=noon)


def facts_of(person: Person, **fields: Any) -> AgreementFacts:
    told: dict[str, Any] = {
        "person_id": person.pk,
        "handle_of": "organisation",
        "followers_of": "person",
        "at_departure": "goes",
        "reference": "HR file 2026-118",
        "signed_on": TODAY,
    }
    return AgreementFacts(**told | fields)


def test_an_account_under_a_persons_name_is_at_fault_until_an_agreement_is_on_file(
    client: Client, claire: Person, karim: Person, account: Account, noon: datetime
) -> None:
    with pytest.raises(AgreementRefusedError):
        file_agreement(account.pk, facts=facts_of(karim), by=karim, at=noon)
    Account.objects.filter(pk=account.pk).update(kind=Account.Kind.NAMED)
    client.force_login(karim)
    page = client.get(f"/accounts/{account.pk}/").text
    assert "No agreement says whose it is" in page
    assert f'href="/accounts/{account.pk}/agreement/"' in page

    for wrong in ({"reference": " "}, {"signed_on": date(2099, 1, 1)}, {"handle_of": "us"}):
        with pytest.raises(AgreementRefusedError):
            file_agreement(account.pk, facts=facts_of(karim, **wrong), by=karim, at=noon)
    told = {
        "person": karim.pk, "handle_of": "organisation", "followers_of": "person",
        "at_departure": "goes", "reference": "HR file", "signed_on": "2026-11-02",
    }  # fmt: skip
    filed = client.post(f"/accounts/{account.pk}/agreement/", told)

    assert filed.status_code == 302
    assert "No agreement says whose it is" not in client.get(f"/accounts/{account.pk}/").text
    file_agreement(account.pk, facts=facts_of(claire), by=karim, at=noon)
    assert Agreement.objects.filter(ended_on=None).get().person == claire
    assert [row.verb for row in Leaf.objects.order_by("seq")] == [
        "agreement.filed",
        "agreement.ended",
        "agreement.filed",
    ]


def test_the_sheets_leave_as_a_file_that_no_spreadsheet_executes(
    client: Client, karim: Person, account: Account, noon: datetime
) -> None:
    facts = {"recovery": "=1+1"}
    write_sheet(account.pk, facts=facts, checked_on=TODAY, by=karim, at=noon)
    client.force_login(karim)

    answer = client.get("/accounts/sheets.csv")

    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Nordet Energy" in body
    assert "'=1+1" in body
