"""`gouvernail rules replay` tells what a pack would have stopped in a file of posts."""

import json
from pathlib import Path

import pytest

from gouvernail.cli.main import main
from tests.make.rulebooks import PACK


@pytest.fixture
def packs(tmp_path: Path) -> tuple[str, str]:
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text(PACK, encoding="utf-8")
    after.write_text(PACK.replace("any: [discount]", "any: [discount, free]"), encoding="utf-8")
    return str(before), str(after)


@pytest.fixture
def posts(tmp_path: Path) -> str:
    rows = [
        {"id": "1", "text": "Charging is free.", "at": "2026-01-05T09:00:00Z", "approvals": 2},
        {"id": "2", "text": "A discount.", "at": "2026-01-19T09:00:00Z", "network": "x"},
        {"id": "3", "text": "Nothing."},
    ]
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


def test_posts_that_would_be_stopped_are_counted_and_make_exit_code_1(
    capsys: pytest.CaptureFixture[str], packs: tuple[str, str], posts: str
) -> None:
    before, after = packs
    command = ["rules", "replay", "--pack", after, "--before", before, "--against", posts]

    assert main(command) == 1
    told = capsys.readouterr().out
    assert "would have stopped 1 posts of 3" in told
    assert "1 of them had been approved, 1 by two people" in told
    assert "reviews more each week: 0.5" in told
    assert main([*command, "--json"]) == 1
    figures = json.loads(capsys.readouterr().out)
    assert figures["rules"]["discount"]["raised"] == 1
    assert figures["months"]["2026-01"]["stopped"] == 1


def test_the_same_pack_stops_nothing_more(
    capsys: pytest.CaptureFixture[str], packs: tuple[str, str], posts: str
) -> None:
    before, _after = packs

    assert main(["rules", "replay", "--pack", before, "--before", before, "--against", posts]) == 0
    assert "would have stopped 0 posts of 3" in capsys.readouterr().out


def test_what_cannot_be_read_is_told_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], packs: tuple[str, str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "a", "at": "yesterday"}', encoding="utf-8")

    assert main(["rules", "replay", "--pack", packs[0], "--against", str(bad)]) == 2
    assert "not an instant" in capsys.readouterr().err
    assert main(["rules", "replay", "--pack", "none", "--against", str(bad)]) == 2
