"""Pictures against the library: stretched, recoloured, outdated, without rights, in order."""

import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from gouvernail.brand.actions.assets import Piece, add_version, approve_version
from gouvernail.brand.actions.checks import check_profiles, look_at, note_profile_picture
from gouvernail.brand.models import Fingerprint
from gouvernail.brand.queries.checks import profiles_to_mend
from gouvernail.people.models import Person, Role, Unit
from gouvernail.registry.models import Account
from tests.make.library import drawn_logo, drawn_photo, make_approved, version_of
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: object) -> None:
    """Keep the files of each test apart."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def lead(nordet: Unit) -> Person:
    person = make_person(name="Lead", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


@pytest.fixture
def second(nordet: Unit) -> Person:
    person = make_person(name="Second", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


@pytest.fixture
def account(energy: Unit) -> Account:
    return make_account(unit=energy)


def _as_jpeg(data: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "finding"),
    [
        (_as_jpeg(drawn_logo()), ""),
        (drawn_logo(size=(240, 120)), ""),
        (drawn_logo(size=(560, 240)), "stretched"),
        (drawn_logo(ink="#8a1f5a", second="#1f8a3a"), "recoloured"),
        (drawn_photo(), ""),
    ],
)
def test_the_picture_of_a_profile_is_held_against_the_library(
    nordet: Unit, lead: Person, second: Person, account: Account, sent: bytes, finding: str
) -> None:
    make_approved(unit=nordet, by=lead, approver=second)

    picture = note_profile_picture(account.pk, place="avatar", data=sent, by=lead, at=NOON)

    assert picture.finding == finding
    assert (picture.version is not None) == bool(finding)


def test_a_logo_that_was_replaced_is_an_old_one_where_it_is_still_shown(
    client: Client, nordet: Unit, lead: Person, second: Person, account: Account
) -> None:
    item = make_approved(unit=nordet, by=lead, approver=second)
    note_profile_picture(account.pk, place="avatar", data=drawn_logo(), by=lead, at=NOON)
    newer = Image.open(io.BytesIO(drawn_logo())).transpose(Image.Transpose.ROTATE_180)
    out = io.BytesIO()
    newer.save(out, "PNG")
    add_version(item.pk, piece=Piece(data=out.getvalue(), name="new.png"), by=lead, at=NOON)
    look_at(version_of(item).sha256, at=NOON)
    approve_version(version_of(item).pk, by=second, at=NOON)

    check_profiles(at=NOON)

    assert profiles_to_mend(lead).get().finding == "outdated"
    client.force_login(lead)
    assert account.name in client.get(reverse("brand:profile-list")).text
    page = client.get(reverse("brand:profile-pictures", args=[account.pk])).text
    assert "bits" in page


def test_a_picture_like_one_without_rights_is_reported(
    nordet: Unit, lead: Person, second: Person, account: Account
) -> None:
    make_approved(
        unit=nordet,
        by=lead,
        approver=second,
        kind="picture",
        data=drawn_photo(),
        rights_until=date(2026, 11, 16),
    )

    sent = _as_jpeg(drawn_photo())
    picture = note_profile_picture(account.pk, place="banner", data=sent, by=lead, at=NOON)

    assert picture.finding == "ended"


def test_what_cannot_be_read_is_like_nothing(settings: object) -> None:
    made = look_at("0" * 64, at=NOON)

    assert not made.grid
    assert Fingerprint.objects.count() == 1
