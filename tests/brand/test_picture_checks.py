"""Pictures against the library: stretched, recoloured, outdated, without rights, in order."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from gouvernail.brand.actions import checks
from gouvernail.brand.actions.assets import Piece, add_version, approve_version
from gouvernail.brand.actions.checks import (
    ask_for_checks,
    check_profiles,
    look_at,
    note_profile_picture,
)
from gouvernail.brand.models import Fingerprint, ProfilePicture
from gouvernail.brand.queries.checks import profiles_to_mend
from gouvernail.brand.tasks import READERS
from gouvernail.foundation.outbox import deliver
from gouvernail.people.models import Person, Role, Unit
from gouvernail.registry.models import Account
from tests.make.library import drawn_logo, drawn_photo, make_approved, version_of
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
STRETCHED = drawn_logo(size=(560, 240))
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

    deliver(READERS, at=NOON)
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


def shown_by(units: list[Unit], *, by: Person) -> list[ProfilePicture]:
    """Return stretched logos on profiles, one for each unit given, in their order."""
    kept = note_profile_picture(
        make_account(unit=units[0]).pk, place="avatar", data=STRETCHED, by=by, at=NOON
    )
    others = [
        ProfilePicture(
            account=make_account(unit=unit), place="avatar", sha256=kept.sha256, mime=kept.mime,
            seen_by=by, seen_at=NOON,
        )
        for unit in units[1:]
    ]  # fmt: skip
    return [kept, *ProfilePicture.objects.bulk_create(others)]


def test_a_change_of_the_library_concerns_the_profiles_of_its_unit_and_below(
    nordet: Unit, energy: Unit, solar: Unit, care: Unit, lead: Person, second: Person
) -> None:
    pictures = shown_by([nordet, energy, solar, care], by=lead)
    ProfilePicture.objects.update(checked_at=NOON)
    make_approved(unit=energy, by=lead, approver=second)

    deliver(READERS, at=NOON)

    waiting = ProfilePicture.objects.filter(checked_at__isnull=True)
    assert set(waiting.all()) == {pictures[1], pictures[2]}
    assert check_profiles(at=NOON) == 2
    assert not waiting.all().exists()
    found = ProfilePicture.objects.filter(finding="stretched")
    assert set(found) == {pictures[1], pictures[2]}


def test_what_was_checked_before_a_failure_stays_checked(
    monkeypatch: pytest.MonkeyPatch, nordet: Unit, energy: Unit, lead: Person, second: Person
) -> None:
    make_approved(unit=nordet, by=lead, approver=second)
    shown_by([nordet] * 3 + [energy] * 2, by=lead)
    ask_for_checks(at=NOON)
    monkeypatch.setattr(checks, "BATCH", 2)
    beats: list[int] = []

    def beat() -> None:
        beats.append(ProfilePicture.objects.filter(checked_at=NOON).count())
        if len(beats) == 2:
            raise OSError("stopped")

    monkeypatch.setattr(checks, "still_at_work", beat)
    with pytest.raises(OSError, match="stopped"):
        check_profiles(at=NOON)

    assert beats == [2, 3], "a batch is of one unit"
    assert check_profiles(at=NOON) == 2
    assert profiles_to_mend(lead).count() == 5


def test_many_pictures_cost_the_queries_of_one(nordet: Unit, lead: Person, second: Person) -> None:
    make_approved(unit=nordet, by=lead, approver=second)
    shown_by([nordet] * 12, by=lead)
    costs = []
    for count in (1, 12):
        ProfilePicture.objects.update(checked_at=NOON)
        some = list(ProfilePicture.objects.values_list("pk", flat=True)[:count])
        ProfilePicture.objects.filter(pk__in=some).update(checked_at=None)
        with CaptureQueriesContext(connection) as asked:
            assert check_profiles(at=NOON, most=1) == count
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_what_cannot_be_read_is_like_nothing(settings: object) -> None:
    made = look_at("0" * 64, at=NOON)

    assert not made.grid
    assert Fingerprint.objects.count() == 1
