"""`gouvernail history import`."""

import json
from pathlib import Path

import pytest

from gouvernail.cli.main import main
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from tests.make import archives as make
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(tmp_path: Path, energy: Unit, claire: Person) -> Path:
    make_account(unit=energy, network="x", handle="ville")
    path = tmp_path / "tweets.js"
    posts = [make.make_tweet(n, f"Message {n}") for n in range(1, 4)]
    path.write_bytes(make.make_tweets_js([*posts, make.make_tweet(9, created_at="?")]))
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = main(["history", "import", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_an_archive_is_taken_in_once(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, str(archive), "--account", "@ville")
    again = said(capsys, str(archive), "--account", "x:ville", "--format", "x")

    assert (first[0], first[1]["archived"], first[1]["bad"]) == (1, 3, 1)
    assert (again[1]["archived"], again[1]["known"]) == (0, 3)
    assert Record.objects.count() == 3


def test_a_dry_run_keeps_nothing(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = said(capsys, str(archive), "--account", "ville", "--dry-run")

    assert (code, told["format"], Record.objects.count()) == (1, "x", 0)


def test_an_unknown_account_or_file_is_refused(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, str(archive), "--account", "nobody")[1]["error"] == "account_not_found"
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert said(capsys, str(picture), "--account", "ville")[1]["error"] == "archive_refused"
