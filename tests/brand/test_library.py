"""The library: what is put in is approved by another, replaced, found, downloaded, refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.brand.actions.assets import Piece, add_version, approve_version, withdraw_item
from gouvernail.brand.actions.rights import (
    Answer,
    ItemRights,
    answer_extension,
    ask_extension,
    remind_rights,
    set_item_rights,
)
from gouvernail.brand.errors.library import (
    KeeperOnlyError,
    LibraryNotFoundError,
    LibraryRefusedError,
    OwnVersionError,
)
from gouvernail.brand.models import LibraryItem
from gouvernail.brand.permissions.library import visible_item, visible_items
from gouvernail.ledger.models import Leaf
from gouvernail.media.errors import PictureRefusedError
from gouvernail.media.models import Asset
from gouvernail.media.pictures.videos import checked_video
from gouvernail.media.queries import ended_among
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Role, Unit
from tests.make.library import drawn_logo, make_approved, make_item, version_of
from tests.make.people import make_grant, make_person

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: object) -> None:
    """Keep the files of each test apart."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def author(energy: Unit) -> Person:
    person = make_person(name="Author", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.CONTRIBUTOR)
    return person


@pytest.fixture
def lead(nordet: Unit) -> Person:
    person = make_person(name="Lead", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


def test_nobody_approves_the_version_they_added(energy: Unit, lead: Person) -> None:
    item = make_item(unit=energy, by=lead)

    with pytest.raises(OwnVersionError):
        approve_version(version_of(item).pk, by=lead, at=NOON)


def test_a_newer_version_replaces_when_it_is_approved(
    energy: Unit, author: Person, lead: Person
) -> None:
    item = make_approved(unit=energy, by=author, approver=lead)
    newer = drawn_logo(second="#2b8ae0")

    add_version(item.pk, piece=Piece(data=newer, name="logo.png"), by=author, at=NOON)

    assert item.versions.get(number=1).replaced_at is None
    approve_version(version_of(item).pk, by=lead, at=NOON)
    assert item.versions.get(number=1).replaced_at == NOON
    verbs = set(Leaf.objects.values_list("verb", flat=True))
    assert {"library_version.replaced", "library_item.approved"} <= verbs


def test_the_same_file_is_no_new_version(energy: Unit, author: Person) -> None:
    item = make_item(unit=energy, by=author)

    with pytest.raises(LibraryRefusedError):
        add_version(item.pk, piece=Piece(data=drawn_logo(), name="a.png"), by=author, at=NOON)


def test_what_a_unit_offers_is_seen_below_once_approved(
    nordet: Unit, author: Person, lead: Person
) -> None:
    second = make_person(name="Second", home_unit=nordet)
    make_grant(person=second, unit=nordet, role=Role.LEAD)
    item = make_item(unit=nordet, by=lead)
    with pytest.raises(LibraryNotFoundError):
        visible_item(item.pk, viewer=author)

    approve_version(version_of(item).pk, by=second, at=NOON)

    assert visible_item(item.pk, viewer=author) == item
    assert Asset.objects.get().below


def test_the_library_of_another_unit_is_hidden(care: Unit, author: Person, lead: Person) -> None:
    make_item(unit=care, by=lead)

    assert not visible_items(author).exists()


def test_rights_stand_beside_the_file_wherever_it_is(energy: Unit, author: Person) -> None:
    item = make_item(unit=energy, by=author)

    rights = ItemRights(rights_until=TODAY - timedelta(days=1), credit="A. Roy", origin="ai")
    set_item_rights(item.pk, rights=rights, by=author, at=NOON)

    asset = Asset.objects.get()
    assert (asset.credit, asset.origin) == ("A. Roy", "ai")
    assert ended_among([asset.sha256], on=TODAY) == {asset.sha256: TODAY - timedelta(days=1)}
    assert not ended_among([asset.sha256], on=TODAY - timedelta(days=1))  # the last day counts


@pytest.mark.parametrize(
    ("rights", "field"),
    [
        (ItemRights(licence="cc-by"), "credit"),
        (ItemRights(licence="other"), "licence_words"),
        (ItemRights(territory=("France",)), "territory"),
        (ItemRights(people_shown="Two children"), "consent"),
        (ItemRights(origin="robot"), "origin"),
    ],
)
def test_rights_that_cannot_be_are_refused_at_their_field(
    energy: Unit, author: Person, rights: ItemRights, field: str
) -> None:
    item = make_item(unit=energy, by=author)

    with pytest.raises(LibraryRefusedError) as refused:
        set_item_rights(item.pk, rights=rights, by=author, at=NOON)

    assert field in refused.value.fields


def test_more_time_is_asked_of_the_keeper_who_moves_the_end(
    energy: Unit, author: Person, lead: Person
) -> None:
    ends = TODAY + timedelta(days=5)
    item = make_item(unit=energy, by=lead, rights_until=ends)
    later = ends + timedelta(days=30)

    extension = ask_extension(item.pk, until=later, reason="The fair", by=author, at=NOON)

    assert Notification.objects.get().person == lead
    with pytest.raises(KeeperOnlyError):
        answer_extension(extension.pk, answer=Answer(granted=True, words="ok"), by=author, at=NOON)
    answer_extension(extension.pk, answer=Answer(granted=True, words="By mail"), by=lead, at=NOON)
    item.refresh_from_db()
    assert item.rights_until == Asset.objects.get().rights_until == later


def test_the_keeper_is_told_thirty_seven_and_no_days_before_and_once(
    energy: Unit, author: Person, lead: Person
) -> None:
    make_approved(unit=energy, by=author, approver=lead, rights_until=date(2026, 12, 17))

    for day in range(17, 49):
        remind_rights(at=datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=day - 1))
        remind_rights(at=datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=day - 1))

    kinds = list(Notification.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["rights.ending", "rights.ending", "rights.last_day", "rights.ended"]


def test_only_who_answers_for_it_withdraws_it(energy: Unit, author: Person, lead: Person) -> None:
    item = make_item(unit=energy, by=lead)

    with pytest.raises(KeeperOnlyError):
        withdraw_item(item.pk, by=author, at=NOON)
    withdraw_item(item.pk, by=lead, at=NOON)

    item.refresh_from_db()
    assert item.status == LibraryItem.Status.WITHDRAWN


def _box(kind: bytes, body: bytes = b"") -> bytes:
    return (8 + len(body)).to_bytes(4) + kind + body


MP4 = _box(b"ftyp", b"isom\x00\x00\x02\x00") + _box(b"moov") + _box(b"mdat", b"x" * 20)


def test_a_video_is_kept_as_it_came() -> None:
    assert checked_video(MP4) == "video/mp4"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_empty"),
        (b"<html>not a video</html>", "video_type_unknown"),
        (MP4[:-4], "video_unreadable"),
        (_box(b"ftyp", b"isom") + b"\xff\xff\xff\xffmoov", "video_unreadable"),
        (_box(b"ftyp", b"isom") + b"\x00\x00\x00\x01moov" + b"\xff" * 8, "video_unreadable"),
        (b"\x1a\x45\xdf\xa3" + b"\x42\x82\x88matroska", "video_type_unknown"),
    ],
)
def test_a_video_that_lies_about_itself_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        checked_video(data)

    assert refused.value.code == code


def test_a_file_is_downloaded_under_a_name_that_says_what_it_is(
    client: Client, energy: Unit, author: Person
) -> None:
    item = make_item(unit=energy, by=author, title="Logo d’été")
    client.force_login(author)

    response = client.get(reverse("brand:library-version-download", args=[version_of(item).pk]))

    assert response["Content-Disposition"] == 'attachment; filename="logo-dete-v1.png"'


def test_several_files_become_one_item_each(client: Client, energy: Unit, author: Person) -> None:
    client.force_login(author)
    files = [_upload("one.png", drawn_logo()), _upload("two.png", drawn_logo(ink="#333333"))]

    response = client.post(
        reverse("brand:library-create"),
        {"kind": "logo", "unit": str(energy.pk), "file": files, "below": "on"},
    )

    assert response.status_code == 302
    assert set(LibraryItem.objects.values_list("title", flat=True)) == {"one", "two"}


def test_of_several_files_those_refused_are_named_and_the_others_kept(
    client: Client, energy: Unit, author: Person
) -> None:
    client.force_login(author)
    files = [_upload("one.png", drawn_logo()), _upload("two.png", b"not a picture")]
    sent = {"kind": "logo", "unit": str(energy.pk), "file": files, "below": "on"}

    page = client.post(reverse("brand:library-create"), sent, follow=True)

    assert [one.title for one in LibraryItem.objects.all()] == ["one"]
    assert "Not taken: two.png" in page.text


def test_more_files_than_are_looked_at_at_once_are_refused(
    client: Client, energy: Unit, author: Person
) -> None:
    client.force_login(author)
    files = [_upload(f"{number}.png", b"x") for number in range(31)]
    sent = {"kind": "logo", "unit": str(energy.pk), "file": files}

    page = client.post(reverse("brand:library-create"), sent)

    assert page.status_code == 422
    assert "30 files at a time at most: 31 were sent." in page.text
    assert not LibraryItem.objects.exists()


def _upload(name: str, data: bytes) -> object:
    return SimpleUploadedFile(name, data, content_type="image/png")


def test_ended_rights_are_said_on_the_page(
    client: Client, energy: Unit, author: Person, lead: Person
) -> None:
    item = make_approved(
        unit=energy, by=author, approver=lead, rights_until=date(2020, 1, 1), title="Old"
    )
    client.force_login(author)

    page = client.get(reverse("brand:library-item", args=[item.pk]))

    assert "The rights of use ended on" in page.text
    listed = client.get(reverse("brand:library-list"), {"rights": "ended", "q": "old"})
    assert "Old" in listed.text
    assert f'"{reverse("brand:library-export")}?rights=ended&amp;q=old"' in listed.text
    assert "Old" not in client.get(reverse("brand:library-list"), {"kind": "video"}).text
