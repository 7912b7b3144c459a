"""`gouvernail ledger` as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from gouvernail.cli.main import FAILED, OK, main
from gouvernail.ledger.signer import loop
from gouvernail.people.models import Unit
from tests.make.ledger import make_entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.GOUVERNAIL_HOME = tmp_path / "home"
    return tmp_path


def seal() -> None:
    loop.run(turns=1)


def test_verify_says_in_words_and_json_that_the_log_holds(
    home: Path, nordet: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    make_entry(nordet, "unit.created")
    seal()

    assert main(["ledger", "verify"]) == OK
    assert "1 entries" in capsys.readouterr().out
    assert main(["ledger", "verify", "--json"]) == OK
    report = json.loads(capsys.readouterr().out)
    assert (report["ok"], report["size"], report["sealed_size"]) == (True, 1, 1)


def test_verify_fails_when_a_table_was_changed(
    home: Path, nordet: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    make_entry(nordet, "unit.created")
    seal()
    Unit.objects.update(status="closed")

    assert main(["ledger", "verify", "--json"]) == FAILED
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["code"] for problem in problems] == ["replay_field"]
    assert main(["ledger", "verify"]) == FAILED
    assert "NOT VERIFIED" in capsys.readouterr().out
    assert main(["ledger", "verify", "--no-replay"]) == OK


@pytest.mark.parametrize("name", ["log", "log.tar"])
def test_an_export_can_be_verified(
    home: Path, nordet: Unit, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make_entry(nordet, "unit.created")
    seal()
    vkey = home / "home" / "keys" / "ledger.vkey"

    assert main(["ledger", "export", str(home / name), "--json"]) == OK
    written = json.loads(capsys.readouterr().out)
    assert written["vkey"] == vkey.read_text(encoding="utf-8").strip()
    assert main(["ledger", "verify", str(home / name), "--vkey", str(vkey), "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["size"] == 1
    assert main(["ledger", "verify", str(home / name)]) == OK
    assert "trusting the keys inside" in capsys.readouterr().err


def test_export_before_the_signer_ran_says_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "export", str(home / "log")]) == FAILED
    assert "signer has not run" in capsys.readouterr().err
    seal()
    assert main(["ledger", "export", str(home / "log")]) == FAILED
    assert "ledger_not_yet_sealed" in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["no such file", "not a log", "bad key"])
def test_what_cannot_be_verified_is_said_without_a_traceback(
    home: Path, nordet: Unit, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    make_entry(nordet, "unit.created")
    seal()
    main(["ledger", "export", str(home / "log")])
    target, vkey = home / "log", "nonsense" if fault == "bad key" else ""
    if fault == "no such file":
        target = home / "nowhere.tar"
    if fault == "not a log":
        target = home / "home" / "keys" / "ledger.key"
    capsys.readouterr()

    assert main(["ledger", "verify", str(target), "--vkey", vkey]) == FAILED
    assert capsys.readouterr().err
