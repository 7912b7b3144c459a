"""Signing on paper: a list, its scan, one who types and another who checks."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from gouvernail.foundation import clock
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.queries import replay_differences
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Signature
from gouvernail.signing.actions import close_campaign, redact_person
from gouvernail.signing.actions.codes import make_codes
from gouvernail.signing.actions.sheets import (
    add_scan,
    check_sheet,
    digest_of_typed,
    drop_sheet,
    print_sheet,
    send_sheet_back,
    type_sheet,
)
from gouvernail.signing.errors import (
    CampaignInvalidError,
    CampaignStateError,
    SecondReaderNeededError,
    SheetInvalidError,
    SheetScanGoneError,
    SheetStateError,
)
from gouvernail.signing.forms import ScanForm
from gouvernail.signing.models import Campaign, Sheet
from gouvernail.signing.queries.receipts import receipt_of
from tests.make.ledger import leaves
from tests.make.people import make_person
from tests.make.policies import make_charter
from tests.make.signing import make_campaign
from tests.make.training import make_quiz

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
        type_sheet(sheet_id=sheet.pk, signed_on={1: site_day(at)}, by=karim, at=at)
    add_scan(sheet_id=sheet.pk, name="list.pdf", content=SCAN, by=karim, at=at)
    future = site_day(at) + timedelta(days=2)
    with pytest.raises(SheetInvalidError) as refused:
        type_sheet(sheet_id=sheet.pk, signed_on={1: future}, by=karim, at=at)
    assert "line-1" in refused.value.fields
    type_sheet(sheet_id=sheet.pk, signed_on={1: site_day(at)}, by=karim, at=at)
    with pytest.raises(SecondReaderNeededError):
        check_sheet(sheet_id=sheet.pk, typed="", by=karim, at=at)
    send_sheet_back(sheet_id=sheet.pk, reason="Line 2 too?", by=claire, at=at)
    type_sheet(sheet_id=sheet.pk, signed_on={1: site_day(at)}, by=karim, at=at)

    sheet.refresh_from_db()
    assert check_sheet(sheet_id=sheet.pk, typed=digest_of_typed(sheet), by=claire, at=at) == 1

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

    sheet.refresh_from_db()
    check = reverse("signing:sheet-check", args=[sheet.pk])
    stale = client.post(check, {"act": "enter", "typed": "0" * 64})
    assert (stale.status_code, "typed again" in stale.text) == (409, True)
    assert client.post(check, {"act": "back", "reason": ""}).status_code == 422
    entered = client.post(check, {"act": "enter", "typed": digest_of_typed(sheet)})

    assert entered.status_code == 302
    assert Signature.objects.filter(method="paper").count() == 2


def test_who_stands_on_a_list_under_way_is_not_listed_again(
    campaign: Campaign,
    workshop: list[Person],
    claire: Person,
    energy: Unit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gouvernail.signing.actions.sheets.LINES", 1)
    at = clock.now()

    def listed() -> list[str]:
        sheet = print_sheet(campaign_id=campaign.pk, unit_id=energy.pk, by=claire, at=at)
        return [one.line.person.name for one in sheet.lines.select_related("line__person")]

    make_codes(campaign_id=campaign.pk, name="Ada", by=claire, at=at)
    assert (listed(), listed()) == (["Bob Atelier"], ["Ada Atelier"])  # she has a code
    with pytest.raises(CampaignInvalidError):
        listed()
    drop_sheet(sheet_id=Sheet.objects.earliest("made_at", "pk").pk, by=claire, at=at)
    assert listed() == ["Bob Atelier"]


def test_a_list_whose_scan_was_erased_or_whose_campaign_is_closed_is_not_entered(
    campaign: Campaign, workshop: list[Person], claire: Person, karim: Person, energy: Unit
) -> None:
    at = clock.now()
    sheet = print_sheet(campaign_id=campaign.pk, unit_id=energy.pk, by=karim, at=at)
    add_scan(sheet_id=sheet.pk, name="list.pdf", content=SCAN, by=karim, at=at)
    type_sheet(sheet_id=sheet.pk, signed_on={1: site_day(at)}, by=karim, at=at)
    Sheet.objects.update(sent_back_because="Ada has left")
    redact_person(person_id=workshop[0].pk, at=at)
    sheet.refresh_from_db()
    assert (sheet.scan, sheet.sent_back_because) == (None, "")
    typed = digest_of_typed(sheet)

    with pytest.raises(SheetScanGoneError):
        check_sheet(sheet_id=sheet.pk, typed=typed, by=claire, at=at)
    close_campaign(campaign_id=campaign.pk, by=claire, at=at)
    with pytest.raises(CampaignStateError):
        check_sheet(sheet_id=sheet.pk, typed=typed, by=claire, at=at)


def test_the_questions_of_a_paper_list_are_asked_aloud_and_the_entry_says_by_whom(
    client: Client,
    workshop: list[Person],
    claire: Person,
    karim: Person,
    energy: Unit,
    nordet: Unit,
) -> None:
    at = clock.now()
    quiz = make_quiz(by=claire, unit=nordet)
    asking = make_campaign(make_charter(by=claire), by=claire, at=at, quiz_id=quiz.pk)
    sheet = print_sheet(campaign_id=asking.pk, unit_id=energy.pk, by=karim, at=at)
    client.force_login(karim)
    page = reverse("signing:sheet-detail", args=[sheet.pk])
    assert "Question 1?" in client.get(page).text
    client.post(page, {"scan": SimpleUploadedFile("list.pdf", SCAN)})
    today = clock.today()
    assert client.post(page, {"line-1": today}).status_code == 422
    assert client.post(page, {"line-1": today, "asked_by": karim.email}).status_code == 302
    sheet.refresh_from_db()

    check_sheet(sheet_id=sheet.pk, typed=digest_of_typed(sheet), by=claire, at=at)

    entry = leaves(verb="signature.given")[-1]["data"]
    assert (entry["asked_by"], entry["quiz"]) == (str(karim.pk), str(quiz.pk))
    assert receipt_of(Signature.objects.get(person=workshop[0])).asked_by == karim


def test_a_scan_that_is_too_heavy_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gouvernail.signing.forms.MOST_BYTES", 4)
    form = ScanForm({}, MultiValueDict({"scan": [SimpleUploadedFile("list.pdf", SCAN)]}))

    assert form.errors["scan"] == ["At most 10 MB, please."]


def test_a_list_is_hidden_from_those_who_do_not_manage_its_people(
    client: Client, campaign: Campaign, karim: Person, ines: Person, energy: Unit
) -> None:
    sheet = print_sheet(campaign_id=campaign.pk, unit_id=energy.pk, by=karim, at=clock.now())
    client.force_login(ines)

    assert client.get(reverse("signing:sheet-detail", args=[sheet.pk])).status_code == 404
