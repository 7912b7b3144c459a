"""A file lets in whom its folder lets in, whatever the umask."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gouvernail.foundation import modes
from gouvernail.media.pictures import store
from gouvernail.project.keys import site_key


@pytest.fixture(params=[0o077, 0o000, 0o027], autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    former = os.umask(request.param)
    yield
    os.umask(former)


@pytest.fixture(params=[0o700, 0o2750], ids=["one user", "several"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    made.chmod(request.param)
    return made


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def test_a_file_that_all_read_or_all_write_has_the_mode_of_its_folder(folder: Path) -> None:
    several = modes.is_shared(folder)
    told, database = folder / "told", folder / "site.sqlite3"
    modes.write_whole(told, "é", modes.read_by_all(folder))
    for name in ("site.sqlite3", "site.sqlite3-wal", "site.sqlite3-shm", "site.sqlite3-other"):
        (folder / name).touch(mode=0o644)
        (folder / name).chmod(0o644)
    modes.close_database(database)

    assert several == (mode(folder) == 0o2750)
    assert mode(told) == (0o640 if several else 0o600)
    assert told.read_text() == "é"
    closed = [folder / f"site.sqlite3{suffix}" for suffix in ("", "-wal", "-shm")]
    assert {mode(path) for path in closed} == {0o660 if several else 0o600}
    assert mode(folder / "site.sqlite3-other") == 0o644


def test_a_link_that_another_user_left_opens_nothing_of_ours(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "vault.key"
    secret.write_text("secret")
    secret.chmod(0o600)
    (folder / "delivery.lock").symlink_to(secret)
    (folder / "site.sqlite3-journal").symlink_to(secret)

    with pytest.raises(OSError, match="symbolic links"):
        modes.open_file(folder / "delivery.lock", os.O_RDONLY | os.O_CREAT, 0o640)
    with pytest.raises(OSError, match="symbolic links"):
        modes.write_whole(folder / "delivery.lock", "other", 0o640)
    modes.close_database(folder / "site.sqlite3")

    assert (mode(secret), secret.read_text()) == (0o600, "secret")


def test_the_key_of_the_site_is_read_by_its_processes_alone(folder: Path) -> None:
    key = site_key(folder / "django")

    assert site_key(folder / "django") == key
    assert mode(folder / "django") == (0o640 if modes.is_shared(folder) else 0o600)


def test_a_picture_is_read_by_the_sender_of_another_user(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "place_of", lambda sha256: folder / sha256)

    kept = folder / store.keep(b"picture")

    assert mode(kept) == (0o640 if modes.is_shared(folder) else 0o600)


def test_what_is_not_there_is_not_shared_and_is_made_for_one(tmp_path: Path) -> None:
    assert not modes.is_shared(tmp_path / "nowhere")
    assert mode(modes.private_folder(tmp_path / "new")) == 0o700
