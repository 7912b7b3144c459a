"""What the signer remembers on disk, how it is kept there, and when it takes a turn."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from gouvernail.foundation.models import Heartbeat
from gouvernail.kernel.merkle import Checkpoint, sign
from gouvernail.ledger.signer import loop, memory
from tests.make.ledger import KEY, NOON

CHECKPOINT = Checkpoint(KEY.name, 3, b"r" * 32)
NOTE = sign(CHECKPOINT.text, KEY)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_remembered_is_on_disk_whole_and_for_its_epoch_only(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "signer"
    before = len(list(Path("/proc/self/fd").iterdir()))

    assert memory.remembered(folder, KEY.verifier) is None
    assert (memory.last_note(folder, 1), memory.last_epoch(folder)) == ("", 0)
    memory.remember(folder, NOTE)
    memory.remember(folder, NOTE)

    assert memory.remembered(folder, KEY.verifier) == (CHECKPOINT, NOTE)
    assert memory.remembered(folder, KEY.verifier, epoch=2) is None
    assert (memory.last_note(folder, 1), memory.last_epoch(folder)) == (NOTE, 1)
    assert [path.name for path in folder.iterdir()] == [memory.file_name(1)]
    assert mode(folder) == 0o700
    memory.remember(folder, NOTE, epoch=12)
    (folder / (memory.file_name(1) + "-old")).touch()
    assert (memory.last_note(folder, 12), memory.last_epoch(folder)) == (NOTE, 12)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_is_remembered_is_flushed_before_it_takes_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[str, bool]] = []

    def fsync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        flushed.append((path.name, (tmp_path / memory.file_name(1)).exists()))
        if path.is_file():
            assert path.read_text(encoding="utf-8") == NOTE

    monkeypatch.setattr("os.fsync", fsync)

    memory.remember(tmp_path, NOTE)

    assert flushed == [(f"fresh-{memory.file_name(1)}", False), (tmp_path.name, True)]


@pytest.mark.parametrize("damage", [b"", b"\xff", NOTE[:-4].encode()])
def test_a_damaged_memory_is_said_with_its_file(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / memory.file_name(1)).write_bytes(damage)

    with pytest.raises(memory.MemoryDamagedError, match=memory.file_name(1)):
        memory.remembered(tmp_path, KEY.verifier)


def test_each_different_refusal_is_written_down_once_and_read_oldest_first(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a" / "signer"
    facts: dict[str, object] = {"reason": "shorter", "size": 3}

    first = memory.keep_incident(folder, facts, at=NOON + timedelta(hours=1))
    again = memory.keep_incident(folder, facts, at=NOON + timedelta(hours=2))
    earlier = memory.keep_incident(folder, {"reason": "forged", "size": 3}, at=NOON)

    assert (first, first != earlier) == (again, True)
    assert first.name == "incident-20261117T130000.000000Z.json"
    assert json.loads(first.read_text(encoding="utf-8")) == {
        **facts,
        "at": "2026-11-17T13:00:00.000000Z",
    }
    assert first.read_text(encoding="utf-8").startswith('{\n  "reason"')
    assert first.read_text(encoding="utf-8").endswith("}\n")
    assert memory.incidents(folder) == [earlier, first]
    assert memory.refusals(folder) == ["forged", "shorter"]
    assert mode(folder) == 0o700


@pytest.mark.django_db
def test_a_look_takes_a_turn_when_it_is_time_or_cannot_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = loop.Places(keys=tmp_path / "keys", memory=tmp_path / "signer")
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    alive: list[bool] = []
    monkeypatch.setattr(loop, "still_at_work", lambda: alive.append(True))

    assert not loop.look(where, due=False)
    assert not Heartbeat.objects.exists()
    monkeypatch.setattr(loop, "is_urgent", lambda: True)
    assert loop.look(where, due=False)
    monkeypatch.setattr(loop, "is_urgent", lambda: False)
    assert loop.look(where, due=True)
    assert Heartbeat.objects.get().process == "signer"
    assert len(alive) == 3


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_and_the_signer_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> bool:
        raise DatabaseError("away")

    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    monkeypatch.setattr(loop, "is_urgent", away)

    assert loop.look(loop.Places(keys=tmp_path, memory=tmp_path), due=False)
    assert "did not answer" in caplog.text


def test_turns_come_after_their_seconds_or_at_once_and_looks_every_second(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GOUVERNAIL_HOME, settings.SIGNER_SECONDS = tmp_path, 2
    seen: list[bool] = []
    clock = [100.0]

    def look(where: loop.Places, *, due: bool) -> bool:
        assert where == loop.Places(keys=tmp_path / "keys", memory=tmp_path / "signer")
        seen.append(due)
        return due

    monkeypatch.setattr(loop, "look", look)
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr("time.sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))

    loop.run(turns=5)

    assert seen == [True, False, True, False, True]
    assert clock == [104.0]


def test_a_memory_that_this_process_may_not_read_is_said_and_not_taken_for_a_quiet_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert memory.refusals(tmp_path / "none yet") == []
    assert memory.refusals(tmp_path) == []

    monkeypatch.setattr("os.access", lambda _path, _how: False)

    [reason] = memory.refusals(tmp_path)
    assert str(tmp_path) in reason


def test_a_memory_that_pages_read_is_written_by_the_signer_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o2750)

    memory.remember(tmp_path, NOTE)
    incident = memory.keep_incident(tmp_path, {"reason": "fork"}, at=NOON)

    assert (mode(tmp_path / "checkpoint"), mode(incident)) == (0o640, 0o640)
