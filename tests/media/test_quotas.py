"""How many pictures one person adds, and how much a unit keeps: the refusal, at its place."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from gouvernail.media.actions import NewPicture, add_asset, withdraw_asset
from gouvernail.media.errors import PictureRefusedError
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit
from tests.make.content import make_draft
from tests.make.media import make_picture
from tests.make.registry import make_account


def add(number: int, *, unit: Unit, by: Person, at: datetime) -> Asset:
    file = NewPicture(data=make_picture("PNG", size=(number + 8, 8)), name="p.png")
    return add_asset(file=file, unit_id=unit.pk, by=by, at=at)


def refused(number: int, *, unit: Unit, by: Person, at: datetime) -> PictureRefusedError:
    before = files_on_disk()
    with pytest.raises(PictureRefusedError) as caught:
        add(number, unit=unit, by=by, at=at)
    assert files_on_disk() == before
    return caught.value


def files_on_disk() -> int:
    return sum(path.is_file() for path in Path(site.MEDIA_ROOT).rglob("*"))


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_person_adds_so_many_pictures_and_no_more(
    energy: Unit, hugo: Person, claire: Person, noon: datetime, settings: Settings
) -> None:
    settings.MEDIA_PERSON_FILES = 2
    first, _second = (add(number, unit=energy, by=hugo, at=noon) for number in range(2))

    assert refused(2, unit=energy, by=hugo, at=noon).code == "picture_quota_files"

    withdraw_asset(asset_id=first.pk, by=hugo, at=noon)  # it stays on disk: no room is made
    refused(2, unit=energy, by=hugo, at=noon)
    assert add(1, unit=energy, by=hugo, at=noon) == _second  # the same one again is no new one
    assert add(2, unit=energy, by=claire, at=noon).added_by == claire


def test_a_person_adds_so_many_bytes_and_no_more(
    energy: Unit, hugo: Person, noon: datetime, settings: Settings
) -> None:
    add(0, unit=energy, by=hugo, at=noon)
    Asset.objects.update(size_bytes=3_000_000)
    settings.MEDIA_PERSON_MB = 3

    found = refused(1, unit=energy, by=hugo, at=noon)

    assert (found.code, found.facts) == ("picture_quota_bytes", {"size": 4, "limit": 3})


def test_a_unit_keeps_so_many_bytes_whoever_adds_them(
    energy: Unit, care: Unit, hugo: Person, claire: Person, noon: datetime, settings: Settings
) -> None:
    add(0, unit=energy, by=hugo, at=noon)
    Asset.objects.update(size_bytes=3_000_000)
    settings.MEDIA_UNIT_MB = 3

    assert refused(1, unit=energy, by=claire, at=noon).code == "picture_quota_unit"
    assert add(1, unit=care, by=claire, at=noon).unit == care


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows")
def test_waiting_for_room_keeps_nobody_from_referring_to_the_unit(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    with CaptureQueriesContext(connection) as asked:
        add(0, unit=energy, by=hugo, at=noon)

    locks = [one["sql"] for one in asked if "people_" in one["sql"] and " FOR " in one["sql"]]
    assert len(locks) == 2
    assert all("FOR NO KEY UPDATE" in sql for sql in locks)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the most one person may"), ("fr", "le plus qu’une personne puisse")],
)
def test_the_composer_says_it_beside_the_pictures(
    energy: Unit, hugo: Person, noon: datetime, settings: Settings, language: str, words: str
) -> None:
    settings.MEDIA_PERSON_FILES = 0
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    client = Client()
    client.force_login(hugo)
    client.cookies["django_language"] = language
    picture = SimpleUploadedFile("p.png", make_picture("PNG"), "image/png")

    typed = {"edit_count": draft.edit_count, "title": draft.title, "text": draft.text}
    typed |= {"language": "en", "do": "save", "picture": picture}
    answer = client.post(reverse("content:draft-edit", args=[draft.pk]), typed, follow=True)

    assert words in answer.text
    assert not Asset.objects.exists()
