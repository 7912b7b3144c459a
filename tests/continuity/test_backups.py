"""What a backup folder is held to: digests, encryption, and which ones stay."""

import io
import json
import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.continuity.archives import making, manifest, restoring, sealing
from gouvernail.continuity.archives.databases import kind
from gouvernail.continuity.archives.manifest import Manifest, Stored, digest_of
from gouvernail.continuity.errors import (
    BackupDamagedError,
    BackupLockedError,
    BackupNotFoundError,
    BackupOfAnotherKindError,
    BackupOfAnotherLogError,
    BackupTooNewError,
    BackupUnderWayError,
)
from gouvernail.vault.keyring.keys import key_id

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
KEY, OTHER = X25519PrivateKey.generate(), X25519PrivateKey.generate()


def make_backup(folder: Path, *, at: datetime = NOON, **fields: object) -> Path:
    """Write a backup of two files, with a manifest that is true of them."""
    name = manifest.name_of(at)
    place = folder / name
    (place / "media" / "ab").mkdir(parents=True)
    files = {}
    for path in ("database", "media/ab/ab12"):
        (place / path).write_bytes(path.encode() * 100)
        size = (place / path).stat().st_size
        files[path] = Stored(sha256=digest_of(place / path), size_bytes=size)
    told = {
        "name": name, "made_at": at, "version": "0.1.0", "database": "sqlite", "rows": {},
        "migrations": {}, "ledger_origin": settings.LEDGER_ORIGIN, "ledger_size": 0,
        "ledger_edge": "", "files": files, **fields,
    }  # fmt: skip
    manifest.write(Manifest(**told), place)
    return place


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    place = make_backup(tmp_path, rows={"people_person": 3})

    found = manifest.read(place)

    assert found.made_at == NOON
    assert found.rows == {"people_person": 3}
    assert found.size_bytes == len("database") * 100 + len("media/ab/ab12") * 100
    manifest.check_files(found, place)


@pytest.mark.parametrize("path", ["database", "media/ab/ab12", "manifest.json"])
def test_one_altered_byte_is_found_and_its_file_named(path: str, tmp_path: Path) -> None:
    place = make_backup(tmp_path)
    content = bytearray((place / path).read_bytes())
    content[len(content) // 2] ^= 1
    (place / path).write_bytes(content)

    with pytest.raises(BackupDamagedError, match=path):
        manifest.check_files(manifest.read(place), place)


def test_a_missing_file_is_named_and_one_that_leads_out_is_refused(tmp_path: Path) -> None:
    place = make_backup(tmp_path)
    (place / "media/ab/ab12").unlink()
    with pytest.raises(BackupDamagedError, match="ab12"):
        manifest.check_files(manifest.read(place), place)

    out = make_backup(
        tmp_path, at=NOON + timedelta(days=1), files={"../../x": Stored(sha256="", size_bytes=0)}
    )
    with pytest.raises(BackupDamagedError, match="leads out"):
        manifest.check_files(manifest.read(out), out)
    with pytest.raises(BackupNotFoundError):
        manifest.read(tmp_path)


def test_a_backup_that_cannot_be_restored_here_says_why(db: None, tmp_path: Path) -> None:
    other = "postgresql" if kind() == "sqlite" else "sqlite"
    cases: list[tuple[type[Exception], dict[str, object]]] = [
        (BackupOfAnotherKindError, {"database": other}),
        (BackupOfAnotherLogError, {"database": kind(), "ledger_origin": "helm.test/gov/1"}),
        (BackupLockedError, {"database": kind(), "encrypted_to": key_id(KEY.public_key())}),
        (BackupTooNewError, {"database": kind(), "migrations": {"people": "9999_of_tomorrow"}}),
    ]
    for day, (error, fields) in enumerate(cases):
        place = make_backup(tmp_path, at=NOON + timedelta(days=day), **fields)
        with pytest.raises(error):
            restoring.checked(place, identity=OTHER)


def test_two_backups_into_one_folder_do_not_meet(tmp_path: Path) -> None:
    with making._alone(tmp_path), pytest.raises(BackupUnderWayError):
        making.make_backup(tmp_path, at=NOON)


def test_the_last_of_each_day_and_of_each_week_stay_and_the_newest_always(tmp_path: Path) -> None:
    for hours in range(0, 24 * 40, 8):
        make_backup(tmp_path, at=NOON + timedelta(hours=hours))
    newest = manifest.backups_in(tmp_path)[0].name

    gone = making.let_go(tmp_path, daily=3, weekly=4)
    left = [each.name for each in manifest.backups_in(tmp_path)]

    assert left == [
        "20261227T040000Z", "20261226T200000Z", "20261225T200000Z",
        "20261220T200000Z", "20261213T200000Z", "20261206T200000Z",
    ]  # fmt: skip
    assert not {*gone} & {*left}
    making.let_go(tmp_path, daily=0, weekly=0)
    assert [each.name for each in manifest.backups_in(tmp_path)] == [newest]


def test_a_backup_by_hand_neither_replaces_that_of_its_day_nor_outlives_the_days(
    tmp_path: Path,
) -> None:
    for day in range(20):
        at = NOON + timedelta(days=day)
        make_backup(tmp_path, at=at)
        make_backup(tmp_path, at=at + timedelta(hours=2), by_hand=True)
        make_backup(tmp_path, at=at + timedelta(hours=4), by_hand=True)
        making.let_go(tmp_path, daily=2, weekly=3)

    assert [each.name for each in manifest.backups_in(tmp_path)] == [
        "20261206T160000Z", "20261206T140000Z", "20261205T160000Z", "20261205T140000Z",
        "20261129T160000Z", "20261122T160000Z",
    ]  # fmt: skip


def test_of_a_timetable_one_a_day_stays_beside_those_by_hand(tmp_path: Path) -> None:
    make_backup(tmp_path, at=NOON, by_hand=True)
    for hours in (1, 2, 3):
        make_backup(tmp_path, at=NOON + timedelta(hours=hours))

    making.let_go(tmp_path, daily=7, weekly=4)

    names = [each.name for each in manifest.backups_in(tmp_path)]
    assert names == ["20261117T150000Z", "20261117T120000Z"]


def test_two_backups_of_one_second_have_two_names(tmp_path: Path) -> None:
    make_backup(tmp_path, at=NOON)
    make_backup(tmp_path, at=NOON + timedelta(seconds=1))

    assert making._free_name(tmp_path, NOON) == "20261117T120002Z"


def test_a_half_made_backup_is_not_listed(tmp_path: Path) -> None:
    make_backup(tmp_path).rename(tmp_path / "20261117T120000Z.part")
    (tmp_path / "20261118T120000Z").mkdir()

    assert manifest.backups_in(tmp_path) == []


def sealed(value: bytes, path: str = "database") -> bytes:
    return b"".join(sealing.sealed([value], to=KEY.public_key(), path=path))


def unsealed(content: bytes, key: X25519PrivateKey = KEY, path: str = "database") -> bytes:
    return b"".join(sealing.unsealed(io.BytesIO(content), key=key, path=path))


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=4))
def test_what_was_encrypted_comes_back_however_it_was_cut(value: bytes, cuts: list[int]) -> None:
    bounds = [0, *sorted(min(cut, len(value)) for cut in cuts), len(value)]
    pieces = [value[a:b] for a, b in pairwise(bounds)]

    written = b"".join(sealing.sealed(pieces, to=KEY.public_key(), path="database"))

    assert unsealed(written) == value


def test_large_files_are_encrypted_in_chunks_that_can_be_neither_cut_nor_moved() -> None:
    value = os.urandom(2 * sealing.CHUNK + 5)
    content = sealed(value)
    assert unsealed(content) == value
    head, chunk = 92, sealing.CHUNK + 16
    first, second, rest = (
        content[head : head + chunk], content[head + chunk : head + 2 * chunk],
        content[head + 2 * chunk :],
    )  # fmt: skip

    for wrong in (
        content[: head + 2 * chunk], content[:head], content[:-1], b"", content[:50],
        content[:head] + second + first + rest,
    ):  # fmt: skip
        with pytest.raises(sealing.SealedFileError):
            unsealed(wrong)


def test_an_encrypted_file_opens_with_its_key_under_its_own_path_only() -> None:
    content = sealed(b"tokens and drafts")
    flipped = bytearray(content)
    flipped[-20] ^= 1

    assert b"tokens" not in content
    for key, path, given_content in (
        (OTHER, "database", content),
        (KEY, "media/ab/ab12", content),
        (KEY, "database", bytes(flipped)),
    ):
        with pytest.raises(sealing.SealedFileError):
            unsealed(given_content, key=key, path=path)


def test_an_encrypted_backup_unpacks_to_what_was_stored(tmp_path: Path) -> None:
    place = tmp_path / "backup"
    place.mkdir()
    folder = making.Folder(place, KEY.public_key(), None, {})
    folder.store("database", [b"all ", b"of it"])
    told = json.loads((make_backup(tmp_path) / "manifest.json").read_text())
    del told["format"], told["files"], told["made_at"], told["encrypted_to"]
    made = Manifest(**told, made_at=NOON, files=folder.files, encrypted_to=key_id(KEY.public_key()))

    restoring.unpack(made, place, tmp_path / "out", identity=KEY)

    assert (tmp_path / "out" / "database").read_bytes() == b"all of it"
    with pytest.raises(BackupDamagedError, match="database"):
        restoring.unpack(made, place, tmp_path / "no", identity=OTHER)


@pytest.mark.parametrize(
    "written", ["", "20261121T120000Z\n", "20261121T120000Z\nin pl", "x\nin place\n\n"]
)
def test_a_mark_that_was_cut_or_names_another_backup_says_that_nothing_is_in_place(
    tmp_path: Path, written: str
) -> None:
    restoring.mark(tmp_path).write_text(written, encoding="utf-8")
    found = cast("Manifest", SimpleNamespace(name="20261121T120000Z"))

    assert restoring._in_place(found, tmp_path) is None

    restoring.mark(tmp_path).write_text(f"{found.name}\nin place\n\n", encoding="utf-8")
    assert restoring._in_place(found, tmp_path) == ""
