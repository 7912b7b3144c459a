"""`gouvernail accounts verify` and `gouvernail directory`: the same answers in a pipe."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from gouvernail.cli.main import main
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.verification.models import Change, Directory, Listing


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
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert main(["accounts", "verify", "-"]) == 2  # nothing was asked: not a yes
    monkeypatch.setattr("sys.stdin", io.StringIO(f"x.com/nordetenergie\n\n{untold.url}\n"))
    capsys.readouterr()

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


def test_a_name_given_up_is_told_with_its_last_day_and_the_name_of_today(
    claire: Person, ours: Listing, capsys: pytest.CaptureFixture[str]
) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the 21st where the site is
    Change.objects.create(listing=ours, kind="renamed", before="NordetOld", at=late)

    assert main(["accounts", "verify", "x.com/nordetold", "--json"]) == 1
    [told] = said(capsys)
    assert (told["handle"], told["until"]) == ("NordetEnergie", "2026-11-21")
    main(["accounts", "verify", "x.com/nordetold"])
    line = "unknown\trenamed\tx.com/nordetold\tNordetEnergie\t2026-11-21\n"
    assert capsys.readouterr().out == line


def test_an_account_of_a_person_is_not_official(
    claire: Person, untold: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    Account.objects.filter(pk=untold.pk).update(kind="personal")
    assert main(["accounts", "verify", untold.url]) == 1
    assert capsys.readouterr().out == f"unknown\tpersonal\t{untold.url}\n"
    Account.objects.filter(pk=untold.pk).update(status="impostor")
    assert main(["accounts", "verify", untold.url]) == 1
    assert capsys.readouterr().out == f"not_ours\timpostor\t{untold.url}\n"
