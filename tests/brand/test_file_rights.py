"""A file that stands in several items, and what nobody approved yet."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.brand.actions.assets import Piece, add_version, withdraw_item
from gouvernail.brand.actions.rights import (
    Answer,
    ItemRights,
    answer_extension,
    ask_extension,
    set_item_rights,
)
from gouvernail.brand.errors.library import LibraryRefusedError
from gouvernail.brand.models import LibraryItem, ProfilePicture
from gouvernail.media.models import Asset
from gouvernail.media.queries import rights_of
from gouvernail.people.models import Person, Role, Unit
from tests.make.library import (
    EPOCH,
    drawn_logo,
    drawn_photo,
    make_approved,
    make_item,
    version_of,
)
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
ENDED = ItemRights(rights_until=date(2026, 11, 1), licence="licensed", territory=("FR",))


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def writer(unit: Unit, name: str) -> Person:
    person = make_person(name=name, home_unit=unit)
    make_grant(person=person, unit=unit, role=Role.CONTRIBUTOR)
    return person


@pytest.fixture
def author(energy: Unit) -> Person:
    return writer(energy, "Lina")


@pytest.fixture
def photo(energy: Unit, author: Person, claire: Person) -> LibraryItem:
    item = make_approved(
        unit=energy, by=author, approver=claire, kind="picture", data=drawn_photo()
    )
    return set_item_rights(item.pk, rights=ENDED, by=author, at=EPOCH)


def test_who_adds_a_picture_again_does_not_loosen_its_rights(
    photo: LibraryItem, care: Unit, claire: Person
) -> None:
    digest = version_of(photo).sha256
    stranger = writer(care, "Paul")
    again = make_item(unit=care, by=stranger, kind="picture", data=drawn_photo())

    assert rights_of([digest])[digest].until == ENDED.rights_until
    assert {(one.licence, tuple(one.territory)) for one in Asset.objects.filter(sha256=digest)} == {
        ("licensed", ("FR",))
    }

    set_item_rights(again.pk, rights=ItemRights(licence="cc0"), by=stranger, at=EPOCH)
    withdraw_item(again.pk, by=stranger, at=EPOCH)
    assert rights_of([digest])[digest].licence == "licensed"


def test_what_is_only_proposed_does_not_stop_the_picture_of_another_unit(
    care: Unit, energy: Unit, author: Person, claire: Person
) -> None:
    ours = make_approved(unit=energy, by=author, approver=claire, data=drawn_photo())
    stranger = writer(care, "Paul")
    theirs = make_item(unit=care, by=stranger, data=drawn_photo())
    set_item_rights(theirs.pk, rights=ENDED, by=stranger, at=EPOCH)

    digest = version_of(ours).sha256
    assert rights_of([digest])[digest].until is None


def test_a_version_that_nobody_approved_is_for_who_works_there(
    client: Client, nordet: Unit, energy: Unit, author: Person, claire: Person
) -> None:
    above = writer(nordet, "Zoé")
    logo = make_approved(unit=nordet, by=above, approver=claire)
    new = add_version(
        logo.pk, piece=Piece(data=drawn_logo(ink="#ff0000"), name="n.png"), by=above, at=EPOCH
    )
    reader = make_person(name="Iris", home_unit=energy)
    make_grant(person=reader, unit=energy, role=Role.EMPLOYEE)

    assert not Asset.objects.filter(sha256=new.sha256, below=True).exists()
    address = reverse("brand:library-version-download", args=[new.pk])
    page = reverse("brand:library-item", args=[logo.pk])
    seen = {}
    for person in (reader, author, above):
        client.force_login(person)
        shown = str(new.pk) in client.get(page).text
        seen[person.name] = (client.get(address).status_code, shown)
    assert seen == {"Iris": (404, False), "Lina": (404, False), "Zoé": (200, True)}


def test_rights_that_nobody_said_are_told_to_who_approves(
    client: Client, energy: Unit, author: Person, claire: Person
) -> None:
    item = make_item(unit=energy, by=author, kind="picture", data=drawn_photo())
    client.force_login(claire)
    page = reverse("brand:library-item", args=[item.pk])

    assert "Nobody has said its rights yet." in client.get(page).text
    set_item_rights(item.pk, rights=ENDED, by=author, at=EPOCH)
    assert "Nobody has said its rights yet." not in client.get(page).text


def test_accounts_that_one_does_not_see_are_not_named(
    client: Client, nordet: Unit, care: Unit, author: Person, claire: Person
) -> None:
    logo = make_approved(unit=nordet, by=writer(nordet, "Zoé"), approver=claire)
    hidden = make_account(unit=care, name="Compte caché")
    ProfilePicture.objects.create(
        account=hidden,
        place="avatar",
        sha256=version_of(logo).sha256,
        mime="image/png",
        seen_by=claire,
        seen_at=EPOCH,
    )
    told = {}
    for person in (author, claire):
        client.force_login(person)
        page = client.get(reverse("brand:library-item", args=[logo.pk]))
        told[person.name] = "Compte caché" in page.text

    assert told == {author.name: False, claire.name: True}


def test_who_asks_for_more_time_does_not_grant_it_on_their_word(
    photo: LibraryItem, author: Person, claire: Person
) -> None:
    asked = ask_extension(photo.pk, until=date(2099, 1, 1), reason="Salon", by=author, at=EPOCH)
    with pytest.raises(LibraryRefusedError):
        answer_extension(asked.pk, answer=Answer(granted=True, words="Oral"), by=author, at=EPOCH)

    answer_extension(asked.pk, answer=Answer(granted=True, words="Oral"), by=claire, at=EPOCH)
    photo.refresh_from_db()
    assert photo.rights_until == date(2099, 1, 1)
