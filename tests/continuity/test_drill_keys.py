"""A drill says whose key opened the credential: the site’s own, or a copy of the keys."""

import argparse
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gouvernail.cli import backups
from gouvernail.cli.main import main
from gouvernail.continuity.archives import drilling, manifest, restoring
from gouvernail.continuity.models import Drill
from gouvernail.continuity.queries import site_status
from gouvernail.people.models import Unit
from gouvernail.vault.errors import EscrowUnreadableError
from gouvernail.vault.keyring.escrow import Copy, escrow_copy
from gouvernail.vault.keyring.keys import key_id
from tests.continuity.test_backups import make_backup

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
KEY = X25519PrivateKey.generate()


@pytest.fixture
def copy(tmp_path: Path, settings: Any) -> Path:
    """Return a copy of the keys that the organisation gave to the drill."""
    path, word = tmp_path / "copy.txt", tmp_path / "word"
    path.write_text(escrow_copy(Copy(vault=[KEY], factors=[]), passphrase="kept elsewhere"))
    os.utime(path, (DAY.timestamp(), DAY.timestamp()))
    word.write_text("kept elsewhere\n", encoding="utf-8")
    settings.DRILL_ESCROW, settings.DRILL_PASSPHRASE_FILE = str(path), str(word)
    settings.BACKUP_DIR = str(tmp_path / "kept")
    return path


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Copy | None]:
    """Return the copies that drills were given; the examination itself finds all well."""
    given: list[Copy | None] = []

    def examined(*_what: object, escrowed: Copy | None, **_named: object) -> list[dict[str, Any]]:
        given.append(escrowed)
        return [{"code": "canary", "ok": True, "facts": {}}]

    monkeypatch.setattr(drilling, "_examined", examined)
    monkeypatch.setattr(restoring, "checked", lambda folder, **_named: manifest.read(folder))
    return given


def said_of(drill: Drill) -> str:
    items = site_status(at=drill.ended_at + timedelta(minutes=5)).items
    return next(item for item in items if item.code == "drill").said


def test_the_nightly_drill_opens_with_the_copy_that_the_settings_name(
    nordet: Unit, copy: Path, tried: list[Copy | None], settings: Any
) -> None:
    make_backup(Path(settings.BACKUP_DIR))

    assert main(["drill"]) == 0

    assert [key_id(key.public_key()) for each in tried if each for key in each.vault] == [
        key_id(KEY.public_key())
    ]
    assert "Opened with the copy of the keys of Nov. 2, 2026." in said_of(Drill.objects.get())


def test_without_a_copy_it_says_that_none_was_proved(
    nordet: Unit, tried: list[Copy | None], copy: Path, settings: Any
) -> None:
    settings.DRILL_ESCROW = ""
    make_backup(Path(settings.BACKUP_DIR))

    assert main(["drill"]) == 0

    assert tried == [None]
    assert "this proves no copy" in said_of(Drill.objects.get())


@pytest.mark.parametrize("how", ["another passphrase", "mistyped", "gone", "no passphrase"])
def test_a_copy_that_cannot_be_read_is_a_drill_that_failed(
    nordet: Unit, copy: Path, tried: list[Copy | None], settings: Any, how: str
) -> None:
    make_backup(Path(settings.BACKUP_DIR))
    word = Path(settings.DRILL_PASSPHRASE_FILE)
    match how:
        case "another passphrase":
            word.write_text("another\n", encoding="utf-8")
        case "mistyped":
            copy.write_text(copy.read_text(encoding="utf-8").replace("\n01 ", "\n01 0"))
        case "gone":
            copy.unlink()
        case _:
            word.write_text("", encoding="utf-8")

    assert main(["drill"]) == 1

    drill = Drill.objects.get()
    assert (drill.outcome, tried) == (Drill.Outcome.FAILED, [])
    assert [check["code"] for check in drill.checks] == ["escrow"]
    assert "reading the copy of the keys" in said_of(drill)


def test_the_passphrase_may_come_as_a_credential(
    copy: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drill.passphrase").write_text("kept elsewhere\n", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    settings.DRILL_PASSPHRASE_FILE = ""

    found, copied_on = backups._escrowed(argparse.Namespace())

    assert found is not None
    assert (len(found.vault), copied_on) == (1, "2026-11-02")


def test_a_copy_that_a_person_names_is_refused_aloud(
    copy: Path, settings: Any, tried: list[Copy | None]
) -> None:
    make_backup(Path(settings.BACKUP_DIR))
    word = copy.with_name("wrong")
    word.write_text("wrong\n", encoding="utf-8")
    given = argparse.Namespace(escrow=copy, passphrase_file=word, json=False)

    with pytest.raises(EscrowUnreadableError):
        backups._drill(Path(settings.BACKUP_DIR), given, identity=None)
    assert not Drill.objects.exists()
