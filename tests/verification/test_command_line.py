"""`gouvernail accounts verify` and `gouvernail directory`: the same answers in a pipe."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from gouvernail.cli.main import main
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.verification.models import Directory, Listing


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_register_answers_whoever_keeps_it(
    claire: Person, ours: Listing, untold: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = ["x.com/nordetenergie", untold.url]
    assert main(["accounts", "verify", *urls, "--json"]) == 0
    told = said(capsys)
    assert [(one["answer"], one["public"]) for one in told] == [
        ("official", True),
        ("official", False),
    ]
    assert main(["accounts", "verify", *urls, "https://x.com/N0rdetEnergie"]) == 1
    assert (
        capsys.readouterr().out.splitlines()[2]
        == "unknown\tnot_listed\thttps://x.com/N0rdetEnergie"
    )


def test_the_public_answer_is_that_of_the_page(
    claire: Person,
    ours: Listing,
    untold: Account,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"x.com/nordetenergie\n\n{untold.url}\n"))

    assert main(["accounts", "verify", "-", "--public", "--json"]) == 1
    assert [one["answer"] for one in said(capsys)] == ["official", "unknown"]
    Directory.objects.update(is_open=False)
    assert main(["accounts", "verify", "x.com/a", "--public", "--json"]) == 1
    assert said(capsys)[0]["error"] == "directory_closed"


def test_the_list_is_signed_and_its_key_followed(
    claire: Person,
    ours: Listing,
    capsys: pytest.CaptureFixture[str],
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    assert main(["directory", "sign", "--json"]) == 0
    assert said(capsys)[0]["accounts"] == 1
    assert main(["directory", "rotate"]) == 0
    capsys.readouterr()
    assert main(["directory", "keys", "--json"]) == 0
    present, former = said(capsys)
    assert (present["retired_at"], former["retired_at"] is None) == (None, False)
    Directory.objects.update(is_open=False)
    assert main(["directory", "sign"]) == 1
    (tmp_path / "keys" / "directory.key").write_text("x")
    assert main(["directory", "rotate"]) == 1
