"""The verifier finds what an administrator did to the tables, and nothing in an honest log."""

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from gouvernail.cli.examinations import site
from gouvernail.continuity.queries.items import Item, Level
from gouvernail.continuity.queries.safety import safety_items
from gouvernail.kernel.merkle import Signer, Tree
from gouvernail.ledger import queries, tasks
from gouvernail.ledger.errors import NotYetSealedError
from gouvernail.ledger.models import Checkpoint, Head, Leaf, Node, Verification
from gouvernail.ledger.queries.exports import (
    folder_reader,
    log_files,
    tar_reader,
    write_folder,
    write_tar,
)
from gouvernail.ledger.queries.verification import verify_database, verify_files
from gouvernail.ledger.signer.memory import keep_incident
from gouvernail.people.models import Unit
from tests.make.ledger import KEY, NOON, make_checkpoint, make_entry, without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(nordet: Unit, tmp_path: Path) -> Unit:
    """Write eleven entries, sealed after the third and after the eighth."""
    for number in range(11):
        make_entry(nordet, "unit.updated")
        if number in {2, 7}:
            make_checkpoint(folder=tmp_path / "signer")
    return nordet


def codes(**options: bool) -> set[str]:
    return {problem.code for problem in verify_database(KEY.verifier, **options).problems}


def test_an_honest_log_verifies(log: Unit) -> None:
    report = verify_database(KEY.verifier)

    assert report.problems == []
    assert (report.size, report.sealed_size, report.checkpoints) == (11, 8, 2)
    assert report.as_json()["ok"] is True


def test_an_empty_log_verifies() -> None:
    assert verify_database(None).ok


def replace_leaf(seq: int, old: bytes, new: bytes, *, rehash: bool = False) -> None:
    row = Leaf.objects.get(seq=seq)
    content = bytes(row.leaf).replace(old, new)
    assert content != bytes(row.leaf)
    hashed = Tree().append(content)[0] if rehash else row.leaf_hash
    Leaf.objects.filter(seq=seq).update(leaf=content, leaf_hash=hashed)


def rebuild() -> None:
    """Compute the tree anew over whatever the leaves now are."""
    tree = Tree()
    Node.objects.all().delete()
    for row in Leaf.objects.order_by("seq"):
        hashes = tree.append(bytes(row.leaf))
        Leaf.objects.filter(seq=row.seq).update(leaf_hash=hashes[0])
        for level, value in enumerate(hashes[1:], start=1):
            Node.objects.create(level=level, index=row.seq >> level, hash=value)
    Head.objects.update(size=tree.size, edge=tree.edge)


def rewrite_history() -> None:
    replace_leaf(4, b'"mfa":true', b'"mfa":false')
    rebuild()


def rewrite_unsealed_entry() -> None:
    replace_leaf(9, b'"mfa":true', b'"mfa":false')
    rebuild()


def drop_tail(size: int) -> None:
    Leaf.objects.filter(seq__gte=size).delete()
    rebuild()


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


ATTACKS: list[tuple[str, Callable[[], object], set[str]]] = [
    ("leaf", lambda: replace_leaf(4, b'"mfa":true', b'"mfa":false'), {"leaf_hash", "node"}),
    (
        "leaf and hash",
        lambda: replace_leaf(4, b'"mfa":true', b'"mfa":false', rehash=True),
        {"node", "forked"},
    ),
    ("leaf hash", lambda: sql("UPDATE ledger_leaf SET leaf_hash = leaf"), {"leaf_hash"}),
    ("whole history", rewrite_history, {"forked"}),
    ("tail", lambda: drop_tail(6), {"rolled_back"}),
    ("one leaf", lambda: Leaf.objects.filter(seq=5).delete(), {"leaf_missing"}),
    ("last leaf", lambda: Leaf.objects.filter(seq=10).delete(), {"leaf_missing"}),
    ("node", lambda: Node.objects.filter(level=1, index=2).delete(), {"node"}),
    ("node hash", lambda: Node.objects.filter(level=2).update(hash=bytes(32)), {"node"}),
    ("extra node", lambda: Node.objects.create(level=5, index=9, hash=bytes(32)), {"head"}),
    ("head size", lambda: Head.objects.update(size=9, edge=bytes(64)), {"head"}),
    ("head edge", lambda: Head.objects.update(edge=bytes(96)), {"head"}),
    ("head edge length", lambda: Head.objects.update(edge=b""), {"head"}),
    ("checkpoint", lambda: Checkpoint.objects.filter(size=3).delete(), {"prev_cp"}),
    ("note", lambda: Checkpoint.objects.update(note="nothing"), {"checkpoint"}),
    ("column", lambda: Leaf.objects.filter(seq=1).update(verb="unit.closed"), {"column"}),
    ("table", lambda: Unit.objects.update(status="closed"), {"replay_field"}),
    ("hidden field", lambda: Unit.objects.update(name="Autre"), {"replay_commitment"}),
    ("row", lambda: Unit.objects.all().delete(), {"replay_missing"}),
]


@pytest.mark.parametrize(
    ("attack", "expected"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS]
)
def test_what_an_administrator_did_is_found(
    log: Unit, attack: Callable[[], object], expected: set[str]
) -> None:
    with without_triggers():
        attack()

    assert expected <= codes()


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'unit.closed'",
        "subject_id = 'other'",
        "actor_ref = 'other'",
        "at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_a_column_that_does_not_repeat_its_leaf_is_found(nordet: Unit, change: str) -> None:
    make_entry(nordet, "unit.created")
    make_entry(nordet, "unit.updated")

    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET " + change + " WHERE seq = 1")  # noqa: S608 -- ours

    problems = verify_database(None, replay=False).problems
    assert [(problem.code, problem.seq) for problem in problems] == [("column", 1)]


def test_an_entry_rewritten_before_any_signature_is_beyond_proof(log: Unit) -> None:
    """The promise is about what is older than the last checkpoint, and no more than that."""
    with without_triggers():
        rewrite_unsealed_entry()

    assert codes() == set()


def test_checkpoints_of_another_key_are_not_trusted(log: Unit) -> None:
    stolen = Signer(KEY.name, bytes(32))

    assert "checkpoint" in {p.code for p in verify_database(stolen.verifier).problems}
    assert "checkpoint" in {p.code for p in verify_database(None).problems}


def test_the_replay_can_be_left_out(log: Unit) -> None:
    Unit.objects.update(status="closed")

    assert codes(replay=False) == set()


def test_an_export_verifies_without_the_database(log: Unit, tmp_path: Path) -> None:
    write_folder(log_files(KEY.verifier), tmp_path / "log")
    write_tar(log_files(KEY.verifier), tmp_path / "log.tar")

    report = verify_files(folder_reader(tmp_path / "log"), KEY.verifier)
    with tarfile.open(tmp_path / "log.tar") as archive:
        same = verify_files(tar_reader(archive), KEY.verifier)

    assert report.problems == []
    assert (report.size, report.root) == (same.size, same.root) == (8, report.root)
    assert (tmp_path / "log" / "vkey").read_text(encoding="utf-8") == KEY.verifier.vkey + "\n"


def test_the_same_log_exports_to_the_same_bytes(log: Unit, tmp_path: Path) -> None:
    write_tar(log_files(KEY.verifier), tmp_path / "one.tar")
    write_tar(log_files(KEY.verifier), tmp_path / "two.tar")

    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()


def test_a_changed_export_is_refused(log: Unit, tmp_path: Path) -> None:
    write_folder(log_files(KEY.verifier), tmp_path)
    bundle = tmp_path / "tile" / "entries" / "000.p" / "8"
    bundle.write_bytes(bundle.read_bytes().replace(b'"mfa":true', b'"mfa":tru!'))

    report = verify_files(folder_reader(tmp_path), KEY.verifier)

    assert [problem.code for problem in report.problems] == ["leaf_form"] * 8 + ["archive"]


def test_nothing_can_be_exported_before_the_first_checkpoint(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")

    with pytest.raises(NotYetSealedError):
        list(log_files(KEY.verifier))


def test_the_nightly_verification_keeps_its_outcome_and_fails_when_something_is_wrong(
    nordet: Unit, tmp_path: Path, settings: Settings
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    make_entry(nordet, "unit.created")
    tasks.verify(NOON)
    first = queries.last_verification()
    assert first is not None
    assert (first.size, first.problems) == (1, [])

    Unit.objects.update(status="closed")
    with pytest.raises(tasks.LedgerAlarmError, match="replay_field"):
        tasks.verify(NOON)
    second = queries.last_verification()
    assert second is not None
    assert [problem["code"] for problem in second.problems] == ["replay_field"]


def test_what_the_signer_refused_and_what_was_found_at_night_is_on_the_status_page(
    nordet: Unit, tmp_path: Path, settings: Settings
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    make_entry(nordet, "unit.created")
    assert journal().level != Level.STOP

    Verification.objects.create(at=NOON, size=1, seconds=0, problems=[{"code": "head"}])
    assert journal().level == Level.STOP

    (tmp_path / "signer").mkdir()
    keep_incident(tmp_path / "signer", {"reason": "the log is shorter"}, at=NOON)
    assert "the log is shorter" in journal().said
    assert [one.subject for one in site.ledger(at=NOON) if one.mend][:1] == ["signer"]


def journal() -> Item:
    return next(item for item in safety_items(at=NOON) if item.code == "journal")
