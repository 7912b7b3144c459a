import json
from pathlib import Path

import pytest

from gouvernail.cli.main import main

STYLE = "extends: existence\nmessage: \"Avoid '%s'.\"\nlevel: error\ntokens: [simply]\n"


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    folder = tmp_path / "styles"
    (folder / "House").mkdir(parents=True)
    (folder / "House" / "Adverbs.yml").write_text(STYLE, encoding="utf-8")
    (folder / "House" / "Tags.yml").write_text("extends: script\nmessage: x\n", encoding="utf-8")
    (folder / "mots.csv").write_text("terme,remplacement\nbooster,stimuler\n", encoding="utf-8")
    return folder


def test_styles_become_a_pack_that_can_be_tested(
    capsys: pytest.CaptureFixture[str], styles: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "house.yaml"
    code = main(["rules", "import-vale", str(styles), "--out", str(pack)])

    told = capsys.readouterr().err
    assert code == 1
    assert "House/Tags.yml:1:10: “script” has no counterpart here: a pack holds no program." in told
    assert "2 rules, 1 faults" in told
    assert main(["rules", "test", str(pack)]) == 0
    assert "2 rules, 4 of 4 examples pass" in capsys.readouterr().out


def test_what_became_of_each_rule_is_there_for_programs(
    capsys: pytest.CaptureFixture[str], styles: Path
) -> None:
    assert main(["rules", "import-vale", str(styles / "mots.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"] == ["mots-warn-swap"]
    main(["rules", "import-vale", str(styles), "--json"])
    (refused,) = json.loads(capsys.readouterr().out)["refused"]
    assert (refused["line"], refused["code"]) == (1, "no_counterpart")


def test_a_folder_without_styles_is_a_misuse(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["rules", "import-vale", str(tmp_path)]) == 2
    assert "no style" in capsys.readouterr().err
