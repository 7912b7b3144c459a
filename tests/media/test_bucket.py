"""Files in a bucket of a real S3-compatible server: kept, served, moved, and what goes wrong."""

import hashlib
import logging
import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from gouvernail.cli import media
from gouvernail.cli.examinations import storage
from gouvernail.cli.examinations.finding import Level
from gouvernail.cli.main import make_parser
from gouvernail.continuity.archives import making
from gouvernail.foundation.objects import Bucket, BucketError, bucket_of_settings
from gouvernail.ledger.models import Leaf
from gouvernail.media.actions import NewPicture, add_asset
from gouvernail.media.errors import AssetNotFoundError, StorageAwayError
from gouvernail.media.models import Asset
from gouvernail.media.pictures import moving
from gouvernail.media.pictures.store import keep, keep_on_disk
from gouvernail.media.queries import key_of, place_of, stored_bytes
from gouvernail.people.models import Person, Unit
from tests.make.content import make_draft
from tests.make.media import EPOCH, make_asset, make_picture
from tests.servers.asking import ask
from tests.servers.seaweedfs import ACCESS_KEY, PRIVATE, PUBLIC, SECRET_KEY, SeaweedFS


def use(settings: Settings, url: str, name: str, prefix: str = "") -> Bucket:
    settings.MEDIA_STORE = "s3"
    settings.S3_ENDPOINT, settings.S3_BUCKET, settings.S3_PREFIX = url, name, prefix
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = ACCESS_KEY, SECRET_KEY
    settings.S3_PRIVATE = True
    return bucket_of_settings()


@pytest.fixture
def bucket(seaweedfs: SeaweedFS, settings: Settings, tmp_path: Path) -> Bucket:
    """Return a bucket where nothing of this test is yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return use(settings, seaweedfs.url, PRIVATE, prefix=secrets.token_hex(6))


def command(*words: str) -> int:
    given = make_parser().parse_args(["media", *words])
    act = {"move": media.run_move, "check": media.run_check}[words[0]]
    return act(given)


@pytest.fixture
def away(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    use(settings, "http://127.0.0.1:9", "nobody")  # discard: nobody listens there


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_picture_is_kept_in_the_bucket_by_its_digest_and_served_as_from_the_disk(
    bucket: Bucket, client: Client, hugo: Person, ines: Person, energy: Unit
) -> None:
    picture = NewPicture(data=make_picture(), name="teal.png")
    asset = add_asset(file=picture, unit_id=energy.pk, by=hugo, at=EPOCH)

    assert list(bucket.names()) == [key_of(asset.sha256)]
    assert not place_of(asset.sha256).exists()
    client.force_login(hugo)
    seen = client.get(reverse("media:asset-file", args=[asset.pk]))
    assert (seen.status_code, digest(seen.content)) == (200, asset.sha256)
    assert seen["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in seen["Content-Security-Policy"]
    assert not seen.has_header("Location")
    client.force_login(ines)
    assert client.get(reverse("media:asset-file", args=[asset.pk])).status_code == 404


def test_nobody_reads_an_object_without_the_keys_of_the_site(bucket: Bucket) -> None:
    sha256 = keep(b"embargoed")

    assert (
        ask("GET", f"{bucket.endpoint}/{bucket.name}/{bucket.prefix}/{key_of(sha256)}").status
        == 403
    )
    assert not bucket.is_public(key_of(sha256))
    with pytest.raises(BucketError, match="SignatureDoesNotMatch"):
        replace(bucket, secret_key="guessed").get(key_of(sha256))


def test_an_object_is_written_once_and_what_stands_there_is_not_replaced(bucket: Bucket) -> None:
    assert bucket.put("aa/bb/x", b"first")
    assert not bucket.put("aa/bb/x", b"second")

    assert bucket.get("aa/bb/x") == b"first"


def test_an_object_that_is_not_what_its_name_says_is_not_served(bucket: Bucket) -> None:
    sha256 = digest(b"what was approved")
    bucket.put(key_of(sha256), b"something else")

    with pytest.raises(AssetNotFoundError):
        stored_bytes(sha256)


def test_a_long_list_is_read_to_its_end(bucket: Bucket) -> None:
    names = [f"{number}/é {number}" for number in range(5)]
    for name in names:
        bucket.put(name, b"x")
    bucket.put("elsewhere", b"x")
    replace(bucket, prefix=f"{bucket.prefix}2").put("of another site", b"x")

    assert sorted(bucket.names(at_once=2)) == sorted([*names, "elsewhere"])


def test_files_move_to_the_bucket_and_back_and_are_the_same(
    bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = [b"one", b"two", b"three"]
    for data in contents:
        keep_on_disk(data, digest(data))

    assert command("move", "--to", "s3") == 0
    assert "3 moved" in capsys.readouterr().out
    assert not list(moving.on_disk())
    assert sorted(moving.in_bucket(bucket)) == sorted(map(digest, contents))
    assert [stored_bytes(digest(data)) for data in contents] == contents

    assert command("move", "--to", "disk", "--stay") == 0
    assert "3 copied" in capsys.readouterr().out
    assert list(moving.on_disk()) == list(moving.in_bucket(bucket))
    assert command("move", "--to", "disk") == 0
    assert not list(bucket.names())
    assert [place_of(digest(data)).read_bytes() for data in contents] == contents


def test_a_damaged_file_stays_where_it_is_and_is_named(
    bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_on_disk(b"changed since", digest(b"as it was"))
    keep_on_disk(b"good", digest(b"good"))

    assert command("move", "--to", "s3") == 1

    assert digest(b"as it was") in capsys.readouterr().out
    assert list(moving.on_disk()) == [digest(b"as it was")]
    assert list(moving.in_bucket(bucket)) == [digest(b"good")]


def test_what_stands_in_the_bucket_under_that_name_and_is_not_it_keeps_the_file_on_disk(
    bucket: Bucket,
) -> None:
    sha256 = digest(b"good")
    keep_on_disk(b"good", sha256)
    bucket.put(key_of(sha256), b"bad")

    (moved,) = moving.to_bucket(bucket)

    assert moved.outcome == moving.Outcome.DAMAGED
    assert stored_bytes(sha256) == b"good"


def test_a_move_that_was_cut_goes_on_where_it_was(bucket: Bucket) -> None:
    contents = [b"one", b"two", b"three"]
    for data in contents:
        keep_on_disk(data, digest(data))
    next(moving.to_bucket(bucket))
    bucket.put(key_of(max(map(digest, contents))), max(contents, key=digest))  # cut before it left

    assert len(list(moving.to_bucket(bucket))) == 2

    assert sorted(moving.in_bucket(bucket)) == sorted(map(digest, contents))
    assert not list(moving.on_disk())


def test_a_picture_is_not_lost_to_a_service_that_is_away(
    away: None, hugo: Person, energy: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    leaves = Leaf.objects.count()
    picture = NewPicture(data=make_picture(), name="teal.png")

    with (
        translation.override("fr"),
        caplog.at_level(logging.ERROR),
        pytest.raises(StorageAwayError) as refused,
    ):
        add_asset(file=picture, unit_id=energy.pk, by=hugo, at=EPOCH)

    assert refused.value.message.startswith("Le stockage des fichiers ne répond pas.")
    assert not Asset.objects.exists()
    assert Leaf.objects.count() == leaves
    assert "connection_refused" in caplog.text
    assert SECRET_KEY not in caplog.text
    assert SECRET_KEY not in repr(bucket_of_settings())


def test_the_page_says_that_the_service_is_away_and_keeps_what_was_typed(
    away: None, client: Client, hugo: Person, energy: Unit
) -> None:
    draft = make_draft(unit=energy, author=hugo)
    client.force_login(hugo)
    sent = SimpleUploadedFile("teal.png", make_picture(), "image/png")

    typed = {"title": "T", "text": "Typed before.", "language": "en", "do": "save"}

    answer = client.post(
        reverse("content:draft-edit", args=[draft.pk]),
        {**typed, "edit_count": draft.edit_count, "picture": sent},
    )

    assert answer.status_code == 503
    assert 'id="picture-error">The storage of files does not answer.' in answer.text
    draft.refresh_from_db()
    assert draft.text == "Typed before."


def test_what_is_still_on_the_disk_is_served_while_the_service_is_away(away: None) -> None:
    keep_on_disk(b"here", digest(b"here"))

    assert stored_bytes(digest(b"here")) == b"here"
    with pytest.raises(StorageAwayError):
        stored_bytes(digest(b"there"))


def test_a_move_to_a_service_that_is_away_says_so_and_leaves_everything(
    away: None, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_on_disk(b"here", digest(b"here"))

    with pytest.raises(StorageAwayError):
        command("move", "--to", "s3")

    assert "type the same command again" in capsys.readouterr().out
    assert list(moving.on_disk()) == [digest(b"here")]


def test_a_check_names_what_is_missing(
    bucket: Bucket, hugo: Person, energy: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, lost = (make_asset(unit=energy, by=hugo, colour=each) for each in ("teal", "navy"))
    bucket.remove(key_of(lost.sha256))

    assert command("check") == 1

    said = capsys.readouterr().out
    assert "2 files are named; 0 on disk, 1 in the bucket" in said
    assert lost.sha256 in said
    assert kept.sha256 not in said


def test_a_backup_holds_what_is_in_the_bucket_and_reads_it_once(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = keep(b"approved")
    keep_on_disk(b"not moved yet", digest(b"not moved yet"))
    first = making.Folder(tmp_path / "first", None, None, {})
    making._store_media(first)

    assert (first.place / "media" / key_of(sha256)).read_bytes() == b"approved"
    assert len(first.files) == 2
    monkeypatch.setattr(Bucket, "get", lambda _bucket, key: pytest.fail(f"{key} read again"))
    earlier = type("Earlier", (), {"files": first.files})
    second = making.Folder(tmp_path / "second", None, (first.place, earlier), {})  # type: ignore[arg-type]
    making._store_media(second)
    assert second.files == first.files


def test_the_doctor_tries_the_bucket_and_counts_what_was_not_moved(bucket: Bucket) -> None:
    assert [each.level for each in storage.examine()] == [Level.OK]
    keep_on_disk(b"here", digest(b"here"))
    assert [each.level for each in storage.examine()] == [Level.OK, Level.WARNING]


def test_the_doctor_finds_a_bucket_that_anybody_reads(
    seaweedfs: SeaweedFS, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    use(settings, seaweedfs.url, PUBLIC, prefix="")

    (found,) = storage.examine()

    assert found.level == Level.BROKEN
    assert "anybody can read" in found.said


def test_the_doctor_says_why_the_bucket_refuses(bucket: Bucket, settings: Settings) -> None:
    settings.S3_SECRET_KEY = "another"
    (refused,) = storage.examine()
    settings.S3_SECRET_KEY, settings.S3_BUCKET = SECRET_KEY, "missing"
    (missing,) = storage.examine()

    assert "SignatureDoesNotMatch" in refused.said
    assert "NoSuchBucket" in missing.said
    assert {refused.level, missing.level} == {Level.BROKEN}


def test_a_private_address_is_reached_only_if_the_settings_say_so(
    bucket: Bucket, settings: Settings
) -> None:
    settings.S3_PRIVATE = False

    with pytest.raises(BucketError, match="port_refused"):
        bucket_of_settings().get("x")
