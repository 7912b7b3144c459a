"""After a restore the log is not continued: another one is opened, and says what it follows."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gouvernail.cli.main import main
from gouvernail.foundation.actors import machine
from gouvernail.kernel.merkle import NoteError, open_checkpoint, parse_checkpoint
from gouvernail.kernel.merkle.proofs import verify_proof
from gouvernail.ledger import queries
from gouvernail.ledger.actions import open_epoch
from gouvernail.ledger.models import Checkpoint, Epoch, Leaf, Node, Opening
from gouvernail.ledger.queries.exports import log_files
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.ledger.queries.verification import verify_database, verify_files
from gouvernail.ledger.signer import keys, loop, memory
from gouvernail.ledger.signer.epochs import EpochRefusedError, require_statement
from gouvernail.ledger.signer.sealing import SealRefusedError, seal
from gouvernail.people.models import Unit
from tests.ledger.test_signer import roll_back
from tests.make.ledger import NOON, leaves, make_entry, without_triggers

pytestmark = pytest.mark.django_db
OPERATOR = machine("operator")


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.GOUVERNAIL_HOME = tmp_path
    return tmp_path


def signed() -> None:
    where = loop.places()
    seal(signer=loop.present_key(where), folder=where.memory, at=NOON)


def restored(nordet: Unit, *, size: int = 3, lost: int = 4) -> None:
    """Sign a log of `size + lost` entries, then bring back a backup that had `size`."""
    for _ in range(size):
        make_entry(nordet, "unit.updated")
    signed()
    for _ in range(lost):
        make_entry(nordet, "unit.updated")
    signed()
    with without_triggers():
        roll_back(size)
        Checkpoint.objects.filter(size__gt=size).delete()


def test_a_restored_log_is_refused_until_an_operator_opens_another(
    nordet: Unit, home: Path
) -> None:
    restored(nordet)
    with pytest.raises(SealRefusedError):
        signed()

    epoch = open_epoch(by=OPERATOR, at=NOON, reason="disk lost")
    make_entry(nordet, "unit.updated")
    signed()

    assert (epoch.origin, epoch.number) == ("gouvernail.local/gov/2", 2)
    head = queries.head()
    assert (head.origin, head.size) == ("gouvernail.local/gov/2", 2)
    verifier = keys.published_key(home / "keys", epoch=2)
    assert verifier is not None
    row = queries.last_checkpoint(2)
    assert row is not None
    checkpoint = open_checkpoint(row.note, verifier)
    assert (checkpoint.size, checkpoint.root) == (2, head.root)


def test_leaf_0_of_the_new_log_embeds_the_last_checkpoint_of_the_old_and_a_statement(
    nordet: Unit, home: Path
) -> None:
    restored(nordet)
    last = memory.last_note(home / "signer", 1)
    open_epoch(by=OPERATOR, at=NOON, reason="disk lost")

    leaf = leaves()[-1]
    state = leaf["data"]["state"]
    assert (leaf["log"], leaf["seq"], leaf["type"]) == (
        "gouvernail.local/gov/2",
        "0",
        "epoch.opened",
    )
    assert leaf["prev_cp"] is None
    assert state["previous_note"] == last
    assert parse_checkpoint(last.rpartition("\n\n")[0] + "\n").size == 7
    assert state["kept_size"] == 3
    verifier = keys.published_statement_key(home / "keys")
    assert verifier is not None
    said = require_statement(state["statement"], verifier).splitlines()
    assert said[0] == "gouvernail/epoch/v1"
    assert said[1:3] == ["opens gouvernail.local/gov/2", "after gouvernail.local/gov/1"]
    assert said[3].startswith("kept 3 ")
    assert said[4].startswith("signed 7 ")
    with pytest.raises(NoteError):
        require_statement(state["statement"].replace("kept 3", "kept 7"), verifier)
    assert "disk lost" not in json.dumps(leaf)


def test_both_logs_verify_and_the_tables_still_replay(nordet: Unit, home: Path) -> None:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    for _ in range(5):
        make_entry(nordet, "unit.updated")
    signed()

    published = keys.published_keys(home / "keys")
    report = verify_database(*published)

    assert [problem.code for problem in report.problems] == []
    assert (report.origin, report.size, report.sealed_size) == ("gouvernail.local/gov/2", 6, 6)
    assert report.checkpoints == 2
    assert list(replay_differences()) == []


@pytest.mark.parametrize("epoch", [1, 2])
def test_either_log_can_be_exported_and_its_entries_proved(
    nordet: Unit, home: Path, epoch: int
) -> None:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    make_entry(nordet, "unit.updated")
    signed()
    verifier = keys.published_keys(home / "keys")[epoch - 1]

    files = dict(log_files(verifier, epoch=epoch))
    statements = keys.published_statement_keys(home / "keys")
    report = verify_files(files.__getitem__, verifier, *statements)
    proof = queries.proof_for(queries.begin_of(epoch) + 1)

    assert (report.ok, report.size) == (True, {1: 3, 2: 2}[epoch])
    assert (proof.number, proof.size) == (2, {1: 3, 2: 2}[epoch])
    assert verify_proof(proof.text, proof.leaf, verifier).size == proof.size
    assert queries.is_sealed(queries.begin_of(epoch) + 1)


CHANGES = {
    "leaf of the past log": (
        "UPDATE ledger_leaf SET leaf = leaf_hash WHERE seq = 1",
        {"leaf_form", "leaf_hash", "head", "forked", "node"},
    ),
    "leaf added to the past log": (
        "UPDATE ledger_leaf SET seq = 3 WHERE seq = (SELECT max(seq) FROM ledger_leaf)",
        {"head", "leaf_missing", "rolled_back", "replay_field", "replay_missing"},
    ),
    "what the new log says of the past one": (
        "UPDATE ledger_epoch SET kept_size = 2",
        {"head", "forked", "rolled_back", "replay_field"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_past_log_is_found(nordet: Unit, home: Path, change: str) -> None:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    make_entry(nordet, "unit.updated")
    signed()
    statement, expected = CHANGES[change]
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(statement)

    found = {
        problem.code for problem in verify_database(*keys.published_keys(home / "keys")).problems
    }

    assert found
    assert found <= expected


def test_a_log_opened_after_another_checkpoint_than_the_signers_is_refused(
    nordet: Unit, home: Path
) -> None:
    restored(nordet)
    (home / "signer").rename(home / "elsewhere")
    open_epoch(by=OPERATOR, at=NOON)  # knows only the checkpoint that came back with the backup
    (home / "elsewhere").rename(home / "signer")

    with pytest.raises(SealRefusedError, match="not opened after the last checkpoint"):
        signed()
    assert len(memory.incidents(home / "signer")) == 1


def test_a_head_moved_to_another_log_without_a_statement_is_refused(
    nordet: Unit, home: Path
) -> None:
    make_entry(nordet, "unit.updated")
    signed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET size = %s, edge = %s", [queries.begin_of(2), b""])
    make_entry(nordet, "unit.updated")

    with pytest.raises(SealRefusedError, match="statement of an operator"):
        signed()


def test_the_log_before_the_present_one_does_not_come_back(nordet: Unit, home: Path) -> None:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    signed()
    begin = queries.begin_of(2)
    with without_triggers(), connection.cursor() as cursor:
        Leaf.objects.filter(seq__gte=begin).delete()
        Opening.objects.filter(seq__gte=begin).delete()
        Epoch.objects.all().delete()
        cursor.execute("UPDATE ledger_head SET size = 0, edge = %s", [b""])
        Leaf.objects.all().delete()
        Node.objects.all().delete()

    with pytest.raises(SealRefusedError, match="an earlier log came back"):
        signed()


def test_the_checkpoint_from_a_mailbox_is_embedded_when_the_signers_memory_is_lost(
    nordet: Unit, home: Path
) -> None:
    restored(nordet)
    mailed = memory.last_note(home / "signer", 1)
    (home / "signer" / "checkpoint").unlink()
    kept = home / "mailed"
    kept.write_text(mailed, encoding="utf-8")

    assert main(["ledger", "new-epoch", "--anchored", str(kept), "--reason", "new machine"]) == 0

    assert Epoch.objects.get().previous_note == mailed


def test_two_checkpoints_that_contradict_each_other_open_nothing(
    nordet: Unit, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restored(nordet)
    other = home / "other"
    with without_triggers():
        roll_back(2)
        Checkpoint.objects.all().delete()
    for _ in range(5):
        make_entry(nordet, "unit.updated")
    seal(signer=loop.present_key(loop.places()), folder=other, at=NOON)

    with pytest.raises(EpochRefusedError, match="two checkpoints at 7"):
        open_epoch(by=OPERATOR, at=NOON, known_note=memory.last_note(other, 1))
    note = str(other / "checkpoint")
    assert main(["ledger", "new-epoch", "--anchored", note, "--json"]) == 1
    assert "no log was opened" in capsys.readouterr().err
    assert queries.head_epoch() == 1
