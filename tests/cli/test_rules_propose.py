import json
from pathlib import Path

import pytest

from gouvernail.cli.main import main


def test_a_policy_gives_a_pack_and_the_count_of_what_is_left(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    policy, pack = tmp_path / "guide.md", tmp_path / "pack.yaml"
    policy.write_text("Avoid “synergy”.\n\nAlways smile.\n", encoding="utf-8")

    assert main(["rules", "propose", str(policy), "--left", "--clause", "guide#2"]) == 0
    shown = capsys.readouterr()
    assert "guide.md:3:1: Always smile." in shown.err
    assert "2 sentences, 2 ask for something; 1 rules, 1 not recognised" in shown.err
    pack.write_text(shown.out, encoding="utf-8")
    assert main(["rules", "test", str(pack)]) == 0
    assert main(["rules", "propose", str(policy), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["proposals"][0]["sentence"] == "Avoid “synergy”."


def test_a_text_that_asks_for_nothing_gives_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    policy = tmp_path / "guide.md"
    policy.write_text("We meet on Mondays.\n", encoding="utf-8")

    assert main(["rules", "propose", str(policy)]) == 1
    assert capsys.readouterr().out == ""
    assert main(["rules", "propose", str(tmp_path / "none.md")]) == 2
