"""The look into an archive that was sent: in a process of its own, with limits."""

import subprocess
import sys
from pathlib import Path

import pytest

from gouvernail.records.archives import ArchiveProblemError, Entry, Options, previewing, reading
from gouvernail.records.archives.previewing import Sample, recognised, sampled
from gouvernail.records.queries.history import PROBLEMS, problem_words

TABLE = (
    "text,date,url\nOuverture de la piscine,2024-05-02 10:00,https://x.com/a/1\nNo date at all,,\n"
)
OPTIONS = Options(time_zone="Europe/Paris")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    place = tmp_path / "posts.csv"
    place.write_text(TABLE, encoding="utf-8")
    return place


def worker(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    place = folder / "worker.py"
    place.write_text(program)
    monkeypatch.setattr(previewing, "_WORKER", place)


def test_what_the_process_finds_is_what_the_reader_finds(archive: Path) -> None:
    entries, bad, problem = reading.sample_of(archive, "csv", OPTIONS)

    seen = sampled(archive, "csv", OPTIONS, entries=5)

    assert recognised(archive) == "csv"
    assert seen.entries == tuple(entries)
    assert isinstance(seen.entries[0], Entry)
    assert (seen.bad, seen.problem) == (tuple(bad), problem)
    assert list(seen.header) == ["text", "date", "url"]


def test_the_process_that_answers_opens_nothing_of_it(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "Container", lambda _path: pytest.fail("opened here"))

    assert recognised(archive) == "csv"
    assert sampled(archive, "csv", OPTIONS, entries=5).entries


def test_what_is_no_archive_is_said_by_its_code(tmp_path: Path) -> None:
    place = tmp_path / "odd"
    place.write_bytes(b"\x00\x01\x02")

    with pytest.raises(ArchiveProblemError, match="not_an_archive"):
        recognised(place)


def test_a_process_that_takes_too_long_is_stopped_and_said(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "SECONDS", 0.001)

    assert sampled(archive, "csv", OPTIONS, entries=5) == Sample(problem="too_slow")
    with pytest.raises(ArchiveProblemError, match="too_slow"):
        recognised(archive)
    assert problem_words("too_slow") == str(PROBLEMS["too_slow"])


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import os; os.kill(os.getpid(), 24)", "too_slow"),  # SIGXCPU: its time is used up
        ("raise SystemExit(3)", "unreadable"),
        ("print('not json')", "unreadable"),
        ('print(\'{"entries": [{"text": 1}]}\')', "unreadable"),
    ],
)
def test_a_process_that_dies_or_says_odd_things_costs_the_look_alone(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, problem: str
) -> None:
    worker(monkeypatch, tmp_path, program)

    assert sampled(archive, "csv", OPTIONS, entries=5) == Sample(problem=problem)


def test_the_process_has_no_more_memory_no_new_file_and_none_of_our_settings(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(previewing.__file__).parent
    tried = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import preview_worker as worker\n"
        "worker.confine()\n"
        "for act in (lambda: bytearray(worker.MEMORY_BYTES), lambda: file.write(b'x')):\n"
        "    try:\n        file = open('new', 'wb', 0); act()\n"
        "    except (MemoryError, OSError) as error:\n        print(type(error).__name__)\n"
    )
    command = [sys.executable, "-I", "-c", tried]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["MemoryError", "OSError"]

    monkeypatch.setenv("GOUVERNAIL_SECRET_KEY", "of the site")
    told = "import json, os; print(json.dumps({'problem': ','.join(sorted(os.environ))}))"
    worker(monkeypatch, tmp_path, told)
    assert "GOUVERNAIL" not in sampled(archive, "csv", OPTIONS, entries=5).problem
