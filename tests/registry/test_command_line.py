"""`gouvernail accounts`: the same actions, in a pipe, with honest exit codes."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gouvernail.cli.main import main
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, ImportMapping
from tests.make.ledger import leaves
from tests.make.registry import make_account

SETS = Path(__file__).resolve().parents[1] / "data" / "accounts"
ROOT = Path(__file__).resolve().parents[2]


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_an_import_prints_every_row_and_fails_when_some_are_refused(
    claire: Person, nordet: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["accounts", "import", str(SETS / "people.yaml"), "--unit", "nordet", "--json"])

    report = said(capsys)
    assert code == 1
    assert [report[name] for name in ("rows", "created", "updated", "unchanged", "rejected")] == [
        *(5, 3, 0, 0, 2)
    ]
    assert [(one["row"], one["reason"]) for one in report["reasons"]] == [
        (5, "No account of this network can have this handle."),
        (6, "Nothing on this row names an account."),
    ]
    leaf = leaves(verb="account.imported")[0]
    assert leaf["actor"] == {"kind": "person", "ref": str(claire.pk), "auth": "cli", "mfa": False}


def test_a_clean_list_ends_well_and_a_dry_run_writes_nothing(
    claire: Person, nordet: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("twitter\nnordet\n")
    order = ["accounts", "import", str(path), "--unit", "nordet"]

    dry = main([*order, "--dry-run", "--json"])
    assert (dry, said(capsys)["created"], Account.objects.count()) == (0, 1, 0)
    assert main(order) == 0
    assert "created: 1" in capsys.readouterr().out
    assert main([*order, "--json"]) == 0
    assert said(capsys)["unchanged"] == 1


def test_a_mapping_kept_under_a_name_is_used(
    claire: Person,
    nordet: Unit,
    noon: datetime,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ImportMapping.objects.create(
        name="Odd", columns={"Alpha": "on:x"}, updated_at=noon, updated_by=claire
    )
    path = tmp_path / "list.csv"
    path.write_text("Alpha,Beta\nnordet,1\n")
    order = ["accounts", "import", str(path), "--unit", "nordet", "--json"]

    assert main(order) == 1
    assert said(capsys)["error"] == "mapping_invalid"
    assert main([*order, "--mapping", "Odd"]) == 0
    assert said(capsys)["created"] == 1
    assert main([*order, "--mapping", "Unheard"]) == 1


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (["import", "no-such-file.csv"], "file_unreadable"),
        (["import", str(SETS / "wide.csv"), "--unit", "nowhere"], "unit_not_found"),
        (["list", "--as", "nobody@nordet.example"], "person_not_found"),
        (["list", "--fault", "made_up"], "invalid_input"),
        (["list", "--as", "nina.cherif@nordet.example"], "right_missing"),
    ],
)
def test_a_refusal_is_one_json_object_and_exit_code_1(
    claire: Person,
    nina: Person,
    order: list[str],
    error: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["accounts", *order, "--json"]) == 1
    assert said(capsys)["error"] == error


def test_a_file_of_nonsense_is_refused_with_its_reason(
    claire: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")

    assert main(["accounts", "import", str(path)]) == 1
    assert "empty_file: This file is empty." in capsys.readouterr().err


def test_waiting_takes_nothing_in(
    claire: Person, nordet: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["accounts", "import", str(SETS / "wide.csv"), "--unit", "nordet", "--wait", "--json"]

    assert main(order) == 1
    assert said(capsys)["error"] == "import_held"
    assert not Account.objects.exists()


def test_the_list_is_narrowed_as_on_the_page_and_by_who_asks(
    claire: Person,
    karim: Person,
    nordet: Unit,
    energy: Unit,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_account(unit=nordet, address="x.com/nordet", owner=claire)
    make_account(unit=energy, address="facebook.com/nordet.energy")

    assert main(["accounts", "list"]) == 0
    everything = capsys.readouterr().out.splitlines()
    assert main(["accounts", "list", "--as", str(karim.email)]) == 0
    theirs = capsys.readouterr().out.splitlines()
    assert main(["accounts", "list", "--network", "x", "--json"]) == 0
    one = said(capsys)

    assert len(everything) == 2
    assert theirs == ["facebook\tnordet.energy\tenergy\tofficial"]
    assert (one["handle"], one["owner"]) == ("nordet", claire.email)


def test_an_export_can_be_imported_again_without_any_change(
    claire: Person,
    karim: Person,
    nordet: Unit,
    energy: Unit,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_account(unit=energy, address="x.com/nordet", owner=claire, backup=karim, tags=["a", "b"])
    make_account(unit=energy, address="@nordet@mastodon.example", purpose="=quickly;-or;@later")
    for name in ("out.csv", "out.xlsx"):
        path = tmp_path / name
        assert (
            main(["accounts", "export", "--format", name[-4:].strip("."), "--output", str(path)])
            == 0
        )
        assert main(["accounts", "import", str(path), "--json"]) == 0
        assert said(capsys)["unchanged"] == 2
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert {row["unit_code"] for row in rows} == {"energy"}


def test_the_command_starts_as_a_program_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gouvernail.cli.main", "accounts", "--help"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )

    assert done.returncode == 0
    assert "import" in done.stdout


def test_a_long_list_of_one_problem_is_told_in_short_with_what_mends_it(
    claire: Person, nordet: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("twitter\n" + "".join(f"nordet{number}\n" for number in range(30)))

    assert main(["accounts", "import", str(path), "--dry-run"]) == 1
    said = capsys.readouterr()
    assert said.out.count("rejected: row") == 20
    assert "rejected: … and 10 more rows like it (all with --json)" in said.out
    assert "--unit CODE" in said.err
    assert main(["accounts", "import", str(path), "--dry-run", "--unit", "nowhere"]) == 1
    assert "unit_not_found" in (err := capsys.readouterr().err)
    assert "named: nowhere" in err


def test_nobody_to_act_for_is_said_with_what_to_do(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["accounts", "gaps"]) == 1
    assert capsys.readouterr().err.startswith("no_lead: ")
    assert main(["accounts", "gaps", "--as", "nobody@nordet.example"]) == 1
    assert "named: nobody@nordet.example" in capsys.readouterr().err


def test_accounts_without_a_day_are_said_beside_the_dormant_ones(
    claire: Person, energy: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    make_account(unit=energy)

    assert main(["accounts", "dormant"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("1 of 1 accounts have no day of a last publication")
