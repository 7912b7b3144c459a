"""`model export` does not write over what somebody changed, nor beside what is no longer there."""

import json
from pathlib import Path

import pytest

from gouvernail.charter.models import Charter
from gouvernail.cli.main import main
from gouvernail.people.models import Unit

pytestmark = pytest.mark.usefixtures("claire")


def test_an_edit_in_the_folder_is_kept_until_it_is_forced(
    charter: Charter, energy: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["model", "export", str(tmp_path)]
    assert main(asked) == 0
    assert main(asked) == 0  # as it was: nothing is lost
    units, extra = tmp_path / "units.yaml", tmp_path / "packs" / "energy" / "extra.yaml"
    mine = units.read_text() + "# mine\n"
    units.write_text(mine)
    extra.parent.mkdir(parents=True, exist_ok=True)
    extra.write_text("pack: extra\n")
    capsys.readouterr()

    assert main([*asked, "--json"]) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["error"] == "model_folder"
    assert set(told["fields"]) == {str(units), str(extra)}
    assert units.read_text() == mine
    assert main([*asked, "--force"]) == 0
    assert "# mine" not in units.read_text()
    assert (extra.read_text(), f"{extra}: not of the model" in capsys.readouterr().err) == (
        "pack: extra\n",
        True,
    )
