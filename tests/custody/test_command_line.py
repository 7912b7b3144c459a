"""`gouvernail people departure`: the simulation in a pipe."""

import json
from datetime import UTC, datetime

import pytest

from gouvernail.cli.main import main
from gouvernail.custody.actions import keep_up
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit
from tests.make.custody import make_access
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def test_a_departure_is_told_and_fails_when_an_account_would_be_locked(
    energy: Unit, claire: Person, hugo: Person, karim: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    account = make_account(unit=energy, name="Only Hugo")
    make_access(account=account, by=hugo)
    keep_up(at=NOON)

    assert main(["people", "departure", str(hugo.email), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["tally"]["locked"] == 1
    assert [one["name"] for one in report["accounts"]] == ["Only Hugo"]
    assert report["empty_seats"] == [{"role": "contributor", "seat": "", "unit": "energy"}]

    assert main(["people", "departure", "--unit", "energy"]) == 1
    assert "LOCKED" in capsys.readouterr().out
    make_access(account=account, by=claire)
    assert main(["people", "departure", str(hugo.pk)]) == 0
    capsys.readouterr()
    assert main(["people", "departure", "nobody@nordet.example", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "departure_unknown"

    assert main(["people", "departure", str(hugo.pk), "typo@nordet.example", "--json"]) == 1
    refusal = json.loads(capsys.readouterr().out)
    assert refusal["error"] == "departure_unknown"
    assert "typo@nordet.example" in refusal["message"]
    assert main(["people", "departure", str(hugo.pk), str(uuid7())]) == 1
