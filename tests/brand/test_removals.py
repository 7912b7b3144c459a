"""What two people put in force is not taken away by one, save where a small team says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.brand.actions.agreeing import answer_removal
from gouvernail.brand.actions.assets import withdraw_item
from gouvernail.brand.actions.guides import archive_section
from gouvernail.brand.actions.influencers import end_contract
from gouvernail.brand.actions.rights import ItemRights, set_item_rights
from gouvernail.brand.errors import BrandInvalidError, BrandNotFoundError
from gouvernail.brand.errors.library import ContractOverError, LibraryRefusedError
from gouvernail.brand.errors.removals import (
    RemovalAnsweredError,
    RemovalOpenError,
    RemovalStaleError,
    SecondHandNeededError,
)
from gouvernail.brand.models import LibraryItem, Removal, Section
from gouvernail.brand.queries.removals import removals_to_answer
from gouvernail.charter.models import Charter
from gouvernail.ledger.models import Leaf
from gouvernail.media.models import Asset
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from tests.make.brand import make_section
from tests.make.library import drawn_photo, make_approved, make_contract, make_partner

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
ENDS = date(2026, 12, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: object) -> None:
    """Keep the files of each test apart."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def section(energy: Unit, karim: Person, claire: Person) -> Section:
    return make_section(unit=energy, by=karim, other=claire).section


@pytest.fixture
def photo(energy: Unit, hugo: Person, claire: Person) -> LibraryItem:
    return make_approved(
        unit=energy, by=hugo, approver=claire, kind="picture", data=drawn_photo(),
        title="Quay", rights_until=ENDS, territory=["FR"],
    )  # fmt: skip


def test_a_section_in_force_leaves_the_guide_by_two_hands(
    client: Client, section: Section, karim: Person, claire: Person, hugo: Person
) -> None:
    removal = archive_section(section_id=section.pk, reason="Too old.", by=karim, at=NOON)

    assert removal is not None
    section.refresh_from_db()
    assert section.archived_at is None
    assert list(removals_to_answer(claire)) == [removal]
    assert not removals_to_answer(karim)
    assert Notification.objects.get(kind="brand.removal_asked").person == claire
    with pytest.raises(SecondHandNeededError):
        answer_removal(removal.pk, agreed=True, by=karim, at=NOON)
    with pytest.raises(BrandNotFoundError):
        answer_removal(removal.pk, agreed=True, by=hugo, at=NOON)
    with pytest.raises(RemovalOpenError):
        archive_section(section_id=section.pk, reason="Again.", by=karim, at=NOON)
    client.force_login(claire)
    page = client.get(reverse("brand:guide-section", args=[section.pk])).text
    assert "Too old." in page
    assert "Too old." not in client.get("/").text
    assert "out of the guide?" in client.get("/to-do/").text

    answer_removal(removal.pk, agreed=True, by=claire, at=NOON)

    section.refresh_from_db()
    assert section.archived_at == NOON
    assert Notification.objects.get(kind="brand.removal_agreed").person == karim
    verbs = set(Leaf.objects.values_list("verb", flat=True))
    assert {"brand_removal.asked", "brand_removal.agreed", "guide_section.archived"} <= verbs
    with pytest.raises(RemovalAnsweredError):
        answer_removal(removal.pk, agreed=False, words="No.", by=claire, at=NOON)


def test_a_request_says_why_and_is_refused_with_a_word_or_taken_back(
    section: Section, karim: Person, claire: Person
) -> None:
    with pytest.raises(BrandInvalidError):
        archive_section(section_id=section.pk, reason=" ", by=karim, at=NOON)
    first = archive_section(section_id=section.pk, reason="Old.", by=karim, at=NOON)
    assert first is not None
    with pytest.raises(BrandInvalidError):
        answer_removal(first.pk, agreed=False, by=claire, at=NOON)
    answer_removal(first.pk, agreed=False, words="It serves.", by=claire, at=NOON)
    second = archive_section(section_id=section.pk, reason="Old.", by=karim, at=NOON)
    assert second is not None

    answer_removal(second.pk, agreed=False, by=karim, at=NOON)

    assert set(Removal.objects.values_list("status", flat=True)) == {"refused"}
    section.refresh_from_db()
    assert section.archived_at is None


def test_a_small_team_takes_out_with_one_hand_and_it_is_written_down(
    section: Section, karim: Person, charter: Charter
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()

    removal = archive_section(section_id=section.pk, reason="Old.", by=karim, at=NOON)

    assert removal is not None
    assert (removal.status, removal.answered_by) == ("agreed", karim)
    section.refresh_from_db()
    assert section.archived_at == NOON


def test_an_item_in_force_is_withdrawn_by_two_hands(
    photo: LibraryItem, hugo: Person, claire: Person
) -> None:
    removal = withdraw_item(photo.pk, reason="Out of date.", by=hugo, at=NOON)
    photo.refresh_from_db()
    assert photo.status == "approved"
    assert removal is not None

    answer_removal(removal.pk, agreed=True, by=claire, at=NOON)

    photo.refresh_from_db()
    assert photo.status == "withdrawn"


@pytest.mark.parametrize(("agreed", "status"), [(True, "withdrawn"), (False, "approved")])
def test_an_item_whose_rights_ended_is_withdrawn_at_once_then_confirmed_or_brought_back(
    photo: LibraryItem, hugo: Person, claire: Person, *, agreed: bool, status: str
) -> None:
    late = NOON + timedelta(days=30)

    removal = withdraw_item(photo.pk, reason="The photographer wrote.", by=hugo, at=late)

    photo.refresh_from_db()
    assert photo.status == "withdrawn"
    assert removal is not None
    assert Notification.objects.filter(kind="brand.withdrawn_at_once", person=claire).exists()
    answer_removal(removal.pk, agreed=agreed, words="A word.", by=claire, at=late)
    photo.refresh_from_db()
    assert photo.status == status


def test_rights_that_allow_more_than_was_approved_wait_for_a_second_person(
    photo: LibraryItem, hugo: Person, claire: Person
) -> None:
    tighter = ItemRights(rights_until=TODAY + timedelta(days=5), territory=("FR",))
    set_item_rights(photo.pk, rights=tighter, by=hugo, at=NOON)
    looser = ItemRights(territory=("FR", "BE"), reason="A new contract.")
    with pytest.raises(BrandInvalidError):
        set_item_rights(photo.pk, rights=ItemRights(territory=("FR",)), by=hugo, at=NOON)

    set_item_rights(photo.pk, rights=looser, by=hugo, at=NOON)

    assert Asset.objects.get().rights_until == TODAY + timedelta(days=5)
    removal = Removal.objects.get()
    answer_removal(removal.pk, agreed=True, by=claire, at=NOON)
    photo.refresh_from_db()
    assert (photo.rights_until, photo.territory) == (None, ["FR", "BE"])
    assert Asset.objects.get().rights_until is None


def test_rights_that_changed_meanwhile_are_asked_for_again(
    photo: LibraryItem, hugo: Person, claire: Person
) -> None:
    looser = ItemRights(territory=("FR", "BE"), reason="A new contract.")
    set_item_rights(photo.pk, rights=looser, by=hugo, at=NOON)
    set_item_rights(photo.pk, rights=ItemRights(rights_until=TODAY, territory=("FR",)), by=hugo,
                    at=NOON)  # fmt: skip

    with pytest.raises(RemovalStaleError):
        answer_removal(Removal.objects.get().pk, agreed=True, by=claire, at=NOON)

    assert Removal.objects.get().status == "asked"


def test_the_pages_ask_for_the_reason_show_what_changes_and_answer(
    client: Client, photo: LibraryItem, hugo: Person, claire: Person
) -> None:
    client.force_login(hugo)
    address = reverse("brand:library-withdraw", args=[photo.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    rights = {"licence": "owned", "origin": "human", "territory": "", "reason": "A contract."}
    rights["keeper"] = str(hugo.email)
    page = client.post(reverse("brand:library-rights", args=[photo.pk]), rights, follow=True)
    assert "until another person agrees" in page.text
    assert "Take my request back" in page.text

    client.force_login(claire)
    shown = client.get(reverse("brand:library-item", args=[photo.pk])).text
    assert "<del>FR</del> <ins>everywhere</ins>" in shown
    answer = reverse("brand:removal-answer", args=[Removal.objects.get().pk])
    assert client.post(answer, {"do": "agree"}).status_code == 302
    photo.refresh_from_db()
    assert photo.territory == []


def test_a_contract_ends_early_with_its_reason_and_once(energy: Unit, karim: Person) -> None:
    contract = make_contract(partner=make_partner(unit=energy, by=karim), by=karim)
    with pytest.raises(LibraryRefusedError):
        end_contract(contract.pk, reason=" ", by=karim, at=NOON)

    end_contract(contract.pk, reason="They broke it.", by=karim, at=NOON)

    contract.refresh_from_db()
    assert (contract.ends_on, contract.ended_for) == (TODAY, "They broke it.")
    assert Leaf.objects.filter(verb="partner_contract.ended").count() == 1
    with pytest.raises(ContractOverError):
        end_contract(contract.pk, reason="Again.", by=karim, at=NOON)
