"""The signer signs what only grew, and refuses anything else, whoever changed the database."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gouvernail.kernel.merkle import EMPTY_ROOT, Signer, Tree, open_checkpoint
from gouvernail.ledger import queries
from gouvernail.ledger.models import Checkpoint, Head, Leaf, Node, Opening
from gouvernail.ledger.signer import keys, loop, memory
from gouvernail.ledger.signer.sealing import SealRefusedError, is_urgent, seal
from gouvernail.people.models import Unit
from gouvernail.publishing.models import Freeze
from tests.make.ledger import KEY, NOON, make_entry, without_triggers

pytestmark = pytest.mark.django_db


def grow(nordet: Unit, entries: int = 3) -> None:
    for _ in range(entries):
        make_entry(nordet, "unit.updated")


def test_the_signer_signs_the_head_when_it_has_grown(nordet: Unit, tmp_path: Path) -> None:
    grow(nordet)

    sealed = seal(signer=KEY, folder=tmp_path, at=NOON)

    assert sealed is not None
    note = Checkpoint.objects.get().note
    assert open_checkpoint(note, KEY.verifier) == sealed
    assert (sealed.size, sealed.root) == (3, queries.head().root)
    assert (tmp_path / "checkpoint").read_text(encoding="utf-8") == note


def test_nothing_is_signed_when_nothing_was_added(nordet: Unit, tmp_path: Path) -> None:
    assert seal(signer=KEY, folder=tmp_path, at=NOON) is None
    grow(nordet)
    seal(signer=KEY, folder=tmp_path, at=NOON)

    assert seal(signer=KEY, folder=tmp_path, at=NOON) is None
    assert Checkpoint.objects.count() == 1


def test_each_checkpoint_continues_the_one_before(nordet: Unit, tmp_path: Path) -> None:
    for entries in (1, 2, 5):
        grow(nordet, entries)
        seal(signer=KEY, folder=tmp_path, at=NOON)

    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [1, 3, 8]


def test_a_checkpoint_lost_between_memory_and_database_is_published_later(
    nordet: Unit, tmp_path: Path
) -> None:
    grow(nordet)
    seal(signer=KEY, folder=tmp_path, at=NOON)
    with without_triggers():
        Checkpoint.objects.all().delete()

    seal(signer=KEY, folder=tmp_path, at=NOON)

    assert Checkpoint.objects.get().size == 3


def test_a_signer_without_memory_starts_from_what_it_published(
    nordet: Unit, tmp_path: Path
) -> None:
    grow(nordet)
    seal(signer=KEY, folder=tmp_path / "one", at=NOON)
    rewrite(lambda: roll_back(2))

    with pytest.raises(SealRefusedError):
        seal(signer=KEY, folder=tmp_path / "two", at=NOON)


def roll_back(size: int) -> None:
    tree = Tree()
    for leaf in Leaf.objects.filter(seq__lt=size).order_by("seq"):
        tree.append(bytes(leaf.leaf))
    Leaf.objects.filter(seq__gte=size).delete()
    Opening.objects.filter(seq__gte=size).delete()
    for node in Node.objects.all():
        if (node.index + 1) << node.level > size:
            Node.objects.filter(level=node.level, index=node.index).delete()
    Head.objects.update(size=size, edge=tree.edge)


def forge(first: int) -> None:
    """Rewrite the leaves from `first` on and the whole tree over them, as an administrator can."""
    tree = Tree()
    rows = list(Leaf.objects.order_by("seq"))
    Node.objects.all().delete()
    for row in rows:
        content = bytes(row.leaf)
        if row.seq >= first:
            content = content.replace(b'"mfa":true', b'"mfa":false')
        hashes = tree.append(content)
        Leaf.objects.filter(seq=row.seq).update(leaf=content, leaf_hash=hashes[0])
        for level, value in enumerate(hashes[1:], start=1):
            Node.objects.create(level=level, index=row.seq >> level, hash=value)
    Head.objects.update(size=tree.size, edge=tree.edge)


def rewrite(how: Callable[[], None]) -> None:
    with without_triggers():
        how()


ATTACKS: dict[str, Callable[[], None]] = {
    "shorter": lambda: roll_back(2),
    "shorter, then regrown": lambda: roll_back(2),
    "rewritten from the start": lambda: forge(0),
    "rewritten in the middle": lambda: forge(2),
    "emptied": lambda: roll_back(0),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_log_that_is_not_a_continuation_is_refused_and_written_down(
    nordet: Unit, tmp_path: Path, attack: str
) -> None:
    grow(nordet, 5)
    seal(signer=KEY, folder=tmp_path, at=NOON)
    rewrite(ATTACKS[attack])
    grow(nordet, 4 if "regrown" in attack else 0)

    for _ in range(2):
        with pytest.raises(SealRefusedError):
            seal(signer=KEY, folder=tmp_path, at=NOON)

    (incident,) = memory.incidents(tmp_path)
    facts = json.loads(incident.read_text(encoding="utf-8"))
    assert facts["signed_size"] == 5
    assert Checkpoint.objects.get().size == 5


def test_an_altered_leaf_not_sealed_yet_is_refused(nordet: Unit, tmp_path: Path) -> None:
    grow(nordet, 2)
    seal(signer=KEY, folder=tmp_path, at=NOON)
    grow(nordet, 2)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET leaf = leaf_hash WHERE seq = 3")

    with pytest.raises(SealRefusedError, match="do not lead to the root"):
        seal(signer=KEY, folder=tmp_path, at=NOON)


def test_a_missing_leaf_is_refused(nordet: Unit, tmp_path: Path) -> None:
    grow(nordet, 4)
    with without_triggers():
        Leaf.objects.filter(seq=1).delete()

    with pytest.raises(SealRefusedError):
        seal(signer=KEY, folder=tmp_path, at=NOON)


def test_a_damaged_memory_stops_the_signer(nordet: Unit, tmp_path: Path) -> None:
    grow(nordet)
    (tmp_path / "checkpoint").write_text("nonsense", encoding="utf-8")

    with pytest.raises(memory.MemoryDamagedError):
        seal(signer=KEY, folder=tmp_path, at=NOON)
    assert not Checkpoint.objects.exists()


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = keys.signing_key("example.com/log", tmp_path)

    assert keys.signing_key("example.com/log", tmp_path) == made
    assert stat.S_IMODE((tmp_path / "ledger.key").stat().st_mode) == 0o600
    assert keys.published_key(tmp_path) == made.verifier
    assert keys.published_key(tmp_path / "elsewhere") is None
    assert made.seed.hex() not in repr(made)


@pytest.mark.parametrize("fault", ["readable", "other", "damaged"])
def test_a_key_file_that_is_not_right_is_refused(tmp_path: Path, fault: str) -> None:
    keys.signing_key("example.com/log", tmp_path)
    path = tmp_path / "ledger.key"
    if fault == "readable":
        path.chmod(0o644)
    if fault == "damaged":
        path.write_text("x", encoding="utf-8")

    with pytest.raises(keys.SigningKeyError):
        keys.signing_key("example.com/other" if fault == "other" else "example.com/log", tmp_path)


def test_a_freeze_is_sealed_at_once(nordet: Unit) -> None:
    make_entry(nordet, "unit.updated")
    assert not is_urgent()

    make_entry(Freeze(scope_kind="organisation", engaged_at=NOON), "freeze.engaged")

    assert is_urgent()


@pytest.mark.django_db(transaction=True)
def test_the_process_seals_says_it_lives_and_survives_a_refusal(
    nordet: Unit, tmp_path: Path, settings: Any
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    grow(nordet)
    loop.run(turns=1)
    assert Checkpoint.objects.get().size == 3

    rewrite(lambda: roll_back(1))
    loop.run(turns=1)

    assert len(memory.incidents(tmp_path / "signer")) == 1
    assert Checkpoint.objects.get().size == 3


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert queries.head().root == EMPTY_ROOT
    assert Signer("a", bytes(32)).verifier.vkey.startswith("a+")
