"""One clock for every process of a site, moved by a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gouvernail.foundation import clock

SOON = timedelta(seconds=30)


def test_without_a_file_it_is_the_machine_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUVERNAIL_CLOCK_FILE", raising=False)

    assert clock.offset() == timedelta()
    assert abs(clock.now() - datetime.now(UTC)) < SOON
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(("written", "seconds"), [("86400\n", 86_400), ("-90.5", -90.5), ("", 0)])
def test_a_file_moves_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str, seconds: float
) -> None:
    place = tmp_path / "clock"
    place.write_text(written, encoding="ascii")
    monkeypatch.setenv("GOUVERNAIL_CLOCK_FILE", str(place))

    assert clock.offset() == timedelta(seconds=seconds)
    assert abs(clock.now() - datetime.now(UTC) - timedelta(seconds=seconds)) < SOON


def test_a_file_that_is_not_there_yet_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOUVERNAIL_CLOCK_FILE", str(tmp_path / "none"))

    assert clock.offset() == timedelta()


def test_a_day_begins_where_one_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GOUVERNAIL_CLOCK_FILE", raising=False)

    days = {clock.today("Pacific/Kiritimati"), clock.today("Pacific/Niue")}

    assert len(days) == 2
