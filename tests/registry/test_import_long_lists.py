"""Long lists on their way in: taken some rows at a time, or sent to the command line."""

from pathlib import Path

import pytest
from django.test import Client

from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, ImportRun
from tests.make.imports import (
    choose,
    codes,
    outcomes,
    preview,
    send,
    take,
)
from tests.make.ledger import leaves
from tests.make.registry import make_account

SETS = Path(__file__).resolve().parents[1] / "data" / "accounts"


def test_a_list_is_taken_some_rows_at_a_time_and_the_rows_still_know_one_another(
    client: Client, claire: Person, nordet: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.registry.importers.planning.WINDOW", 2)
    make_account(unit=nordet, address="https://x.com/known")
    rows = ("a", "b", "known", "c", "A", "d", "b")
    lines = "".join(f"x,{handle},{'Nord' if handle == 'd' else ''}\n" for handle in rows)
    client.force_login(claire)

    run = preview(client, b"network,handle,unit\n" + lines.encode(), "list.csv")
    choose(client, run, unit=nordet.pk, create_under=nordet.pk)
    report = take(client, run)

    assert outcomes(report) == (7, 4, 0, 3, 0)
    assert [(row, code) for row, code in codes(report)] == [(6, "same_as_row"), (8, "same_as_row")]
    assert Account.objects.get(handle="d").unit.name == "Nord"
    assert len(leaves(verb="account.imported")) == 4


def test_a_list_too_long_for_a_page_is_sent_to_the_command_line(
    client: Client, claire: Person, nordet: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.registry.forms.imports.MAX_PAGE_ROWS", 1)
    client.force_login(claire)

    answer = send(client, b"network,handle\nx,a\nx,b\n", "list.csv")

    assert answer.status_code == 422
    assert "ligne de commande" in answer.text or "command line" in answer.text
    assert not ImportRun.objects.exists()
