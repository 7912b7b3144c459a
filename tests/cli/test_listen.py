"""`gouvernail listen status` and `listen replay`."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gouvernail.cli.main import main
from gouvernail.foundation.clock import now
from gouvernail.listening.models import Mention, Position, TopicMention
from gouvernail.people.models import Person, Unit
from tests.make.listening import make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording(tmp_path: Path, nordet: Unit, claire: Person) -> Path:
    make_topic(unit=nordet, owner=claire)
    make_source(unit=nordet, by=claire, kind="file", name="Exercices", address="")
    path = tmp_path / "recording.jsonl"
    rows = [
        {"id": str(each), "text": f"Nordet en retard, {each}", "posted_at": "2024-02-01T08:00:00Z"}
        for each in range(5)
    ]
    path.write_text("\n".join(map(json.dumps, [*rows, {"id": "9", "text": "?"}])), "utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, object]:
    code = main(["listen", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_recording_is_told_as_if_it_happened_now_and_again_when_asked(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = said(capsys, "replay", str(recording), "--rate", "1000")
    known = said(capsys, "replay", str(recording), "--rate", "1000", "--source", "Exercices")
    again = said(capsys, "replay", str(recording), "--rate", "1000", "--again")

    assert first == (1, {"new": 5, "known": 0, "matched": 5, "bad": 1})
    assert known == (1, {"new": 0, "known": 5, "matched": 0, "bad": 1})
    assert again == (1, {"new": 5, "known": 0, "matched": 5, "bad": 1})
    assert TopicMention.objects.count() == 10
    assert not Mention.objects.filter(posted_at__lt=now() - timedelta(minutes=5)).exists()


def test_without_a_source_of_files_it_says_so(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["listen", "replay", str(recording), "--source", "Autre"]) == 1
    assert "no source of files" in capsys.readouterr().err


def test_the_status_fails_when_a_source_that_listens_is_not_heard(
    nordet: Unit, claire: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make_source(unit=nordet, by=claire, added_at=now())
    well = said(capsys, "status")
    Position.objects.filter(source=source).update(heard_at=now() - timedelta(hours=1))

    late = said(capsys, "status")

    assert well[0] == 0
    assert late[0] == 1
    assert isinstance(late[1], list)
    assert late[1][0]["health"] == "late"
