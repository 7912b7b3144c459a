import json

import pytest

from gouvernail.cli.main import main
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Pack, PackVersion


def test_the_packs_that_ship_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "packs", "--json", "--lang", "fr"]) == 0

    rows = {row["pack"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {"starter-fr-en", "finance", "health", "public-bodies", "crisis"} <= set(rows)
    assert rows["finance"]["title"] == "Finance"
    assert all(row["rules"] >= 3 and row["description"] for row in rows.values())


def test_a_shipped_pack_is_put_on_the_site_as_a_draft(
    claire: Person, nordet: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    install = ["rules", "install", "finance", "--unit", "NORDET", "--as", str(claire.email)]

    assert main(install) == 0
    version = Pack.objects.get(slug="finance", unit=nordet).versions.get()
    assert (version.status, version.written_by) == (PackVersion.Status.DRAFT, claire)
    assert main(install) == 1
    assert "pack_already_there" in capsys.readouterr().err
    assert main([*install[:2], "dance", *install[3:]]) == 2
    assert main([*install[:4], "nowhere", *install[5:]]) == 2
