"""`gouvernail inbox letter`: notifications taken in from files, each said for."""

import json
from pathlib import Path

import pytest

from gouvernail.cli.main import main
from gouvernail.inbox.models import Conversation
from gouvernail.people.models import Person, Unit
from tests.make.registry import make_account
from tests.networks.test_letters import FACEBOOK, mail

pytestmark = pytest.mark.django_db


def test_a_folder_of_notifications_is_taken_in_once_and_what_is_none_is_named(
    tmp_path: Path, energy: Unit, hugo: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    make_account(unit=energy, network="facebook", handle="energie")
    (tmp_path / "cur").mkdir()
    comment = mail(FACEBOOK, "Ana Bo a commenté votre publication.", "Le vent est trop fort !")
    (tmp_path / "cur" / "1").write_bytes(comment)
    (tmp_path / "cur" / "2").write_bytes(mail("a@b.example", "Bonjour", "Bonjour"))
    asked = ["inbox", "letter", str(tmp_path), "--account", "facebook:@Energie", "--json"]
    asked += ["--as", str(hugo.email)]

    codes = [main(asked), main(asked)]
    first, second = (
        [(Path(row["file"]).name, row["done"]) for row in json.loads(line)]
        for line in capsys.readouterr().out.splitlines()
    )
    unsigned = main([*asked, "--receiver", "mx.alize.example"])
    nobody = main(["inbox", "letter", str(tmp_path), "--account", "facebook:autre"])

    assert first == [("1", "new"), ("2", "refused")]
    assert second == [("1", "known"), ("2", "refused")]
    assert [*codes, unsigned, nobody] == [1, 1, 1, 1]
    assert Conversation.objects.get().subject == "Le vent est trop fort !"
