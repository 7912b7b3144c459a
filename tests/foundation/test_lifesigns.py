"""A sign of life dates a file of ours, and nothing that another process put in its place."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from gouvernail.foundation import lifesigns

pytestmark = pytest.mark.timeout(20)


@pytest.fixture
def beat(tmp_path: Path) -> Iterator[Path]:
    before = list(lifesigns._mine)
    lifesigns.begin_to_show(tmp_path, "worker")
    yield lifesigns.beat_file(tmp_path, "worker")
    lifesigns._mine[:] = before


def test_each_sign_dates_the_file_again(beat: Path) -> None:
    lifesigns.still_at_work()
    os.utime(beat, (1, 1))
    lifesigns.still_at_work()

    assert beat.stat().st_mtime > 1
    assert beat.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("what", ["link", "link to nothing", "pipe"])
def test_what_stands_in_its_place_is_not_touched_and_systemd_is_told(
    beat: Path, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat.parent.mkdir()
    other = tmp_path / "other"
    if what == "pipe":
        os.mkfifo(beat)
    else:
        beat.symlink_to(other)
    if what == "link":
        other.write_text("kept")
        os.utime(other, (1, 1))
    monkeypatch.setenv(lifesigns.NOTIFY, str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        lifesigns.still_at_work()
        assert systemd.recv(64) == b"WATCHDOG=1"

    assert other.exists() == (what == "link")
    assert what != "link" or other.stat().st_mtime == 1
