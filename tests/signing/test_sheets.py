"""Signing on paper: a list, its scan, one who types and another who checks."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.ledger.queries import replay_differences
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Signature
from gouvernail.signing.actions import redact_person
from gouvernail.signing.actions.sheets import (
    add_scan,
    check_sheet,
    print_sheet,
    send_sheet_back,
    type_sheet,
)
from gouvernail.signing.errors import (
    SecondReaderNeededError,
    SheetInvalidError,
    SheetStateError,
)
from gouvernail.signing.models import Campaign, Sheet
from tests.make.ledger import leaves
from tests.make.people import make_person
from tests.make.policies import make_charter
from tests.make.signing import make_campaign

SCAN = b"%PDF-1.7 a signed list"


@pytest.fixture
def workshop(energy: Unit) -> list[Person]:
    """Return two people of the workshop, without e-mail."""
    return [
        make_person(name=name, email=None, home_unit=energy)
        for name in ("Ada Atelier", "Bob Atelier")
    ]


@pytest.fixture
def campaign(claire: Person, workshop: list[Person]) -> Campaign:
    """Return a campaign that asks them, open now."""
    return make_campaign(make_charter(by=claire), by=claire, at=clock.now())


def test_a_list_is_typed_by_one_checked_by_another_and_its_signatures_say_so(
    campaign: Campaign, workshop: list[Person], claire: Person, karim: Person, energy: Unit
) -> None:
    at = clock.now()
    sheet = print_sheet(campaign_id=campaign.pk, unit_id=energy.pk, by=karim, at=at)
    assert [one.line.person.name for one in sheet.lines.all()] == ["Ada Atelier", "Bob Atelier"]
    with pytest.raises(SheetStateError):
        type_sheet(sheet_id=sheet.pk, signed_on={1: at.date()}, by=karim, at=at)
    add_scan(sheet_id=sheet.pk, name="list.pdf", content=SCAN, by=karim, at=at)
    future = at.date() + timedelta(days=2)
    with pytest.raises(SheetInvalidError) as refused:
        type_sheet(sheet_id=sheet.pk, signed_on={1: future}, by=karim, at=at)
    assert "line-1" in refused.value.fields
    type_sheet(sheet_id=sheet.pk, signed_on={1: at.date()}, by=karim, at=at)
    with pytest.raises(SecondReaderNeededError):
        check_sheet(sheet_id=sheet.pk, by=karim, at=at)
    send_sheet_back(sheet_id=sheet.pk, reason="Line 2 too?", by=claire, at=at)
    type_sheet(sheet_id=sheet.pk, signed_on={1: at.date()}, by=karim, at=at)

    assert check_sheet(sheet_id=sheet.pk, by=claire, at=at) == 1

    signature = Signature.objects.get(person=workshop[0])
    assert signature.method == "paper"
    entry = leaves(verb="signature.given")[-1]["data"]
    assert (entry["typed_by"], entry["scan"]) == (str(karim.pk), sha256(SCAN).hexdigest())
    assert not Signature.objects.filter(person=workshop[1]).exists()
    assert redact_person(person_id=workshop[0].pk, at=at) == 2  # the statement, the scan
    assert Sheet.objects.get().scan is None
    assert [one for one in replay_differences() if "sign" in one.subject_kind] == []


def test_the_pages_of_a_list_take_a_scan_and_refuse_what_is_none(
    client: Client, campaign: Campaign, claire: Person, karim: Person, energy: Unit
) -> None:
    client.force_login(karim)
    made = client.post(
        reverse("signing:sheet-create", args=[campaign.pk]), {"unit": str(energy.pk)}
    )
    page = made.headers["location"]
    assert "Ada Atelier" in client.get(page).text
    wrong = client.post(page, {"scan": SimpleUploadedFile("x.exe", b"MZ")})
    assert (wrong.status_code, "A PDF, a PNG or a JPEG" in wrong.text) == (422, True)
    client.post(page, {"scan": SimpleUploadedFile("list.pdf", SCAN)})
    sheet = Sheet.objects.get()
    scan = client.get(reverse("signing:sheet-scan", args=[sheet.pk]))
    assert (scan.content, scan.headers["content-type"]) == (SCAN, "application/pdf")
    today = clock.today()
    client.post(page, {"line-1": today, "line-2": today})
    assert "somebody else" in client.get(page).text
    client.force_login(claire)
    assert "It is what the scan says" in client.get(page).text

    entered = client.post(reverse("signing:sheet-check", args=[sheet.pk]), {"act": "enter"})

    assert entered.status_code == 302
    assert Signature.objects.filter(method="paper").count() == 2


def test_a_list_is_hidden_from_those_who_do_not_manage_its_people(
    client: Client, campaign: Campaign, karim: Person, ines: Person, energy: Unit
) -> None:
    sheet = print_sheet(campaign_id=campaign.pk, unit_id=energy.pk, by=karim, at=clock.now())
    client.force_login(ines)

    assert client.get(reverse("signing:sheet-detail", args=[sheet.pk])).status_code == 404
