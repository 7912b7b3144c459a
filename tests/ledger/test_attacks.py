"""What stops a database administrator, row by row: the table of docs/explanation/journal.md.

In each case somebody takes the fence down and changes the log. What detects it is checked, and so
is what does not: a promise that is too large is a defect too.
"""

import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import connection

from gouvernail.kernel.merkle import open_checkpoint
from gouvernail.ledger import queries
from gouvernail.ledger.models import Checkpoint, Leaf
from gouvernail.ledger.queries.exports import log_files
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.ledger.signer import memory
from gouvernail.ledger.signer.sealing import SealRefusedError, seal
from gouvernail.people.models import Unit
from tests.ledger.test_signer import forge, roll_back
from tests.ledger.test_standalone_verifier import TOOL
from tests.ledger.test_witnesses import made, module
from tests.make.ledger import KEY, NOON, make_entry, without_triggers

__all__ = ["made", "module"]
pytestmark = pytest.mark.django_db
VKEY = KEY.verifier.vkey


@pytest.fixture(scope="module")
def auditor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_ledger", TOOL)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def site(nordet: Unit, tmp_path: Path) -> Path:
    """Return the signer's memory of a log of nine entries, the first five signed earlier."""
    for size in (5, 4):
        for _ in range(size):
            make_entry(nordet, "unit.updated")
        seal(signer=KEY, folder=tmp_path / "memory", at=NOON)
    return tmp_path / "memory"


def mailed(size: int) -> str:
    """Return the checkpoint that left by mail when the log had `size` entries."""
    return Checkpoint.objects.get(pk=size).note


def attack(how: Callable[[], None]) -> None:
    with without_triggers():
        how()


def steal_the_key(size: int, folder: Path, *, keep: int = 0) -> None:
    """Play whoever also has the signer's machine: forget signatures beyond `keep`, sign anew."""
    with without_triggers():
        Checkpoint.objects.filter(size__gt=keep).delete()
    seal(signer=KEY, folder=folder, at=datetime.now(UTC))
    assert queries.head().size == size


def says_the_site() -> set[str]:
    report = verify_database(KEY.verifier, replay=False)
    return {problem.code for problem in report.problems}


def exported() -> Callable[[str], bytes]:
    return dict(log_files(KEY.verifier)).__getitem__


def accepts(auditor: ModuleType, *, since: str = "", witness: str = "") -> bool:
    """Return whether the auditors' file accepts the export, held to what an outsider kept."""
    key = auditor.Key(VKEY)
    fetch = exported()
    try:
        auditor.verify_log(fetch, key, key.open_checkpoint(since) if since else None)
        if witness:
            cosigner = auditor.Key(witness, auditor.WITNESS_KEY)
            cosigner.cosigned_at(fetch("checkpoint").decode())
    except auditor.RefusedError:
        return False
    return True


def edit_one_leaf() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf FROM ledger_leaf WHERE seq = 2")
        leaf = bytes(cursor.fetchone()[0]).replace(b'"mfa":true', b'"mfa":false')
        cursor.execute("UPDATE ledger_leaf SET leaf = %s WHERE seq = 2", [leaf])


def test_row_1_one_leaf_is_edited(auditor: ModuleType, site: Path) -> None:
    assert accepts(auditor)
    attack(edit_one_leaf)

    assert "leaf_hash" in says_the_site()
    assert not accepts(auditor)


def test_row_2_everything_is_rewritten_without_the_key(
    auditor: ModuleType, site: Path, nordet: Unit
) -> None:
    attack(lambda: forge(2))

    assert says_the_site() >= {"forked"}
    assert not accepts(auditor)
    make_entry(nordet, "unit.updated")
    with pytest.raises(SealRefusedError):
        seal(signer=KEY, folder=site, at=NOON)


def test_row_3_everything_is_rewritten_with_the_stolen_key_and_the_signers_machine(
    auditor: ModuleType, site: Path, tmp_path: Path, made: tuple[Any, str]
) -> None:
    witness, witness_key = made
    kept = mailed(5)
    checkpoint = queries.last_checkpoint()
    assert checkpoint is not None
    witness.add(queries.continuation(checkpoint, known_size=0), at=1)
    attack(lambda: forge(2))
    steal_the_key(9, tmp_path / "stolen")

    assert says_the_site() == {"prev_cp"}, "entries that saw another history are rewritten too:"
    attack(rewrite_what_entries_saw)
    steal_the_key(9, tmp_path / "stolen again")

    assert says_the_site() == set(), "nothing inside betrays it: hence anchors outside"
    assert accepts(auditor)
    assert not accepts(auditor, since=kept), "mailed or stamped: the kept checkpoint betrays it"
    forged = queries.last_checkpoint()
    assert forged is not None
    with pytest.raises(Exception, match=r"^9$"):  # 409: it knows nine entries, others
        witness.add(queries.continuation(forged, known_size=9), at=2)
    assert not accepts(auditor, witness=witness_key)


def rewrite_what_entries_saw() -> None:
    """Make every entry say that it saw no checkpoint, and rebuild the tree over them."""
    for row in Leaf.objects.order_by("seq"):
        said = bytes(row.leaf)
        start = said.index(b'"prev_cp":') + len(b'"prev_cp":')
        end = said.index(b',"seq"')
        Leaf.objects.filter(pk=row.pk).update(leaf=said[:start] + b"null" + said[end:])
    forge(99)


def test_row_4_the_tail_is_cut_off(auditor: ModuleType, site: Path, tmp_path: Path) -> None:
    at_five, at_nine = mailed(5), mailed(9)
    attack(lambda: roll_back(7))
    with pytest.raises(SealRefusedError, match="shorter"):
        seal(signer=KEY, folder=site, at=NOON)
    assert "rolled_back" in says_the_site()

    steal_the_key(7, tmp_path / "stolen", keep=5)

    assert says_the_site() == set()
    assert accepts(auditor, since=at_five), "cut after the last anchor: not detected"
    assert not accepts(auditor, since=at_nine), "cut before it: detected"


def test_row_5_two_auditors_are_shown_two_histories(
    auditor: ModuleType, site: Path, tmp_path: Path, made: tuple[Any, str]
) -> None:
    witness, witness_key = made
    first = queries.last_checkpoint()
    assert first is not None
    line = witness.add(queries.continuation(first, known_size=0), at=1)
    note_of_first = first.note
    attack(lambda: forge(7))
    steal_the_key(9, tmp_path / "stolen")

    second = queries.last_checkpoint()
    assert second is not None
    one = open_checkpoint(note_of_first, KEY.verifier)
    other = open_checkpoint(second.note, KEY.verifier)
    assert one.size == other.size
    assert one.root != other.root, "seen as soon as the two compare their checkpoints"
    assert accepts(auditor), "alone, the second auditor sees nothing"
    assert not accepts(auditor, witness=witness_key), "unless they ask for the witness"
    cosigner = auditor.Key(witness_key, auditor.WITNESS_KEY)
    assert cosigner.cosigned_at(note_of_first + line) == 1
    with pytest.raises(Exception, match=r"^9$"):
        witness.add(queries.continuation(second, known_size=9), at=2)


def test_row_6_the_event_is_never_written(auditor: ModuleType, site: Path, nordet: Unit) -> None:
    Unit.objects.filter(pk=nordet.pk).update(position=99)

    assert says_the_site() == set(), "the log itself is whole"
    assert accepts(auditor)
    report = verify_database(KEY.verifier)
    assert {problem.code for problem in report.problems} <= {"replay_field", "replay_commitment"}
    assert not report.ok, "replay finds the row that no entry explains"


def test_the_signers_memory_notices_within_one_turn_what_was_rewritten(
    site: Path, nordet: Unit
) -> None:
    attack(lambda: forge(7))
    make_entry(nordet, "unit.updated")

    with pytest.raises(SealRefusedError):
        seal(signer=KEY, folder=site, at=NOON)
    assert len(memory.incidents(site)) == 1
