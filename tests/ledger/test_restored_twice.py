"""One backup is restored twice: no name of a log is used for two histories."""

from pathlib import Path

import pytest
from django.db import connection

from gouvernail.kernel.merkle import Signer
from gouvernail.ledger import queries
from gouvernail.ledger.actions import open_epoch
from gouvernail.ledger.models import Checkpoint, Epoch
from gouvernail.ledger.queries.epochs import statements_name
from gouvernail.ledger.queries.exports import log_files
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.ledger.signer import keys, loop, memory
from gouvernail.ledger.signer.epochs import EpochRefusedError
from gouvernail.ledger.signer.sealing import SealRefusedError
from gouvernail.people.models import Unit
from tests.ledger.test_epochs import OPERATOR, home, restored, signed
from tests.ledger.test_signer import roll_back
from tests.make.ledger import NOON, make_entry, without_triggers

pytestmark = pytest.mark.django_db
__all__ = ["home"]


def restored_again(size: int = 3) -> None:
    """Bring the backup back once more, after another log was opened and signed."""
    with without_triggers():
        roll_back(size)
        Epoch.objects.all().delete()
        Checkpoint.objects.filter(size__gt=size).delete()


def problems(home: Path) -> list[str]:
    found = verify_database(*keys.published_keys(home / "keys")).problems
    return [problem.code for problem in found]


def opened_twice(nordet: Unit) -> None:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    make_entry(nordet, "unit.updated")
    signed()
    restored_again()


def a_turn_of_the_signer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)  # the test's own
    loop.look(loop.places(), due=True)


def test_the_second_time_a_third_log_is_opened_which_names_the_second(
    nordet: Unit, home: Path
) -> None:
    opened_twice(nordet)

    epoch = open_epoch(by=OPERATOR, at=NOON)
    make_entry(nordet, "unit.updated")
    signed()

    assert (epoch.number, epoch.origin) == (3, "gouvernail.local/gov/3")
    lines = epoch.statement.splitlines()
    assert lines[1:3] == ["opens gouvernail.local/gov/3", "after gouvernail.local/gov/1"]
    assert [line[:31] for line in lines if line.startswith("aside")] == [
        "aside gouvernail.local/gov/2 2 "
    ]
    assert problems(home) == []
    head = queries.head()
    assert (head.origin, head.size) == ("gouvernail.local/gov/3", 2)


def test_the_signer_refuses_a_log_that_hides_one_it_signed(nordet: Unit, home: Path) -> None:
    opened_twice(nordet)
    for path in ("signer/checkpoint-2", "keys/ledger-2.vkey"):
        (home / path).rename(home / Path(path).name)
    mailed = (home / "checkpoint-2").read_text(encoding="utf-8")
    forged = mailed.replace("\n2\n", "\n9\n")
    open_epoch(by=OPERATOR, at=NOON, known_note=forged)  # another one than what was signed
    (home / "checkpoint-2").rename(home / "signer" / "checkpoint-2")

    with pytest.raises(SealRefusedError, match="what became of the last one signed here"):
        signed()


def test_the_signer_refuses_a_log_that_the_operators_key_did_not_open(
    nordet: Unit, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored(nordet)
    other = Signer(statements_name(), bytes(range(32)))
    with monkeypatch.context() as patched:  # an administrator of the database has another key
        patched.setattr("gouvernail.ledger.actions.epochs.statement_key", lambda _folder: other)
        open_epoch(by=OPERATOR, at=NOON)
    keys.statement_key(home / "keys")

    a_turn_of_the_signer(monkeypatch)

    assert queries.last_checkpoint(2) is None
    assert "operator’s key" in memory.refusals(home / "signer")[0]


def test_the_signer_goes_on_where_the_operators_key_opened_the_log(
    nordet: Unit, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)

    a_turn_of_the_signer(monkeypatch)

    assert queries.last_checkpoint(2) is not None
    assert memory.incidents(home / "signer") == []


def test_on_another_machine_a_checkpoint_from_a_mailbox_tells_which_names_were_used(
    nordet: Unit, home: Path
) -> None:
    opened_twice(nordet)
    mailed = memory.last_note(home / "signer", 2)
    for path in ("signer/checkpoint-2", "keys/ledger-2.vkey"):
        (home / path).unlink()

    epoch = open_epoch(by=OPERATOR, at=NOON, known_note=mailed)

    assert epoch.number == 3
    assert "aside gouvernail.local/gov/2 2 " in epoch.statement


def test_entries_of_a_log_that_nothing_ends_are_found(nordet: Unit, home: Path) -> None:
    opened_twice(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET seq = %s WHERE seq = %s", [queries.begin_of(2), 0])

    assert "epoch" in problems(home)


def test_a_checkpoint_newer_than_the_backups_makes_its_entries_exportable(
    nordet: Unit, home: Path
) -> None:
    restored(nordet, lost=0)
    for _ in range(2):
        make_entry(nordet, "unit.updated")
    signed()
    mailed = memory.last_note(home / "signer", 1)
    with without_triggers():
        Checkpoint.objects.filter(size=5).delete()
    (home / "signer" / "checkpoint").unlink()

    open_epoch(by=OPERATOR, at=NOON, known_note=mailed)

    verifier = keys.published_key(home / "keys")
    assert verifier is not None
    assert dict(log_files(verifier, epoch=1))["checkpoint"].decode() == mailed
    assert problems(home) == []


def test_a_backup_whose_entries_are_not_those_that_were_signed_opens_nothing(
    nordet: Unit, home: Path
) -> None:
    restored(nordet, size=5, lost=0)
    with without_triggers():
        roll_back(3)
        Checkpoint.objects.all().delete()
    for _ in range(2):
        make_entry(nordet, "unit.created")

    with pytest.raises(EpochRefusedError, match="not those that were signed"):
        open_epoch(by=OPERATOR, at=NOON)
