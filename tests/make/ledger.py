"""What tests of any area need from the ledger: an action to record in, and its entries back."""

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, models
from django.test import TransactionTestCase

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.kernel.merkle import Signer
from gouvernail.ledger.actions import record
from gouvernail.ledger.models import Anchor, Epoch, Leaf
from gouvernail.ledger.signer.sealing import seal

_FENCES: tuple[Any, ...] = tuple(
    importlib.import_module("gouvernail.ledger.migrations." + name)
    for name in ("0002_ledger_triggers", "0004_checkpoint_triggers")
)
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
KEY = Signer("gouvernail.local/gov/1", bytes(range(32)))
SOMEONE = Actor(kind="person", ref="0192-someone", auth="session:1", mfa=True)


def make_entry(subject: models.Model, verb: str, **fields: Any) -> dict[str, Any]:
    """Record one change of `subject` in an action of its own, and return its leaf."""
    given: dict[str, Any] = {"actor": SOMEONE, "at": NOON} | fields
    action("tests.make_entry")(lambda: record(subject=subject, verb=verb, **given))()
    return leaves()[-1]


def leaves(*, verb: str = "") -> list[dict[str, Any]]:
    """Return the leaves of the log in order, read; only those of one verb if given."""
    rows = Leaf.objects.filter(verb=verb) if verb else Leaf.objects.all()
    return [json.loads(bytes(row.leaf)) for row in rows.order_by("seq")]


@contextmanager
def without_triggers() -> Iterator[None]:
    """Take the fence down: to empty the tables after a test, or to play a database administrator.

    A change made by an administrator is what the verifier, not the trigger, must find.
    """
    for fence in reversed(_FENCES):
        _run(fence.SQLITE_BACK, fence.POSTGRESQL_BACK)
    try:
        yield
    finally:
        for fence in _FENCES:
            _run(fence.SQLITE, fence.POSTGRESQL)


def _run(sqlite: list[str], postgresql: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in sqlite if connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)


def let_transactional_tests_empty_the_ledger() -> None:
    """Take the triggers down while Django empties all tables after a transactional test."""
    case_type: Any = TransactionTestCase
    empty = case_type._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        with without_triggers():
            empty(case)

    case_type._fixture_teardown = emptied


def make_checkpoint(*, signer: Signer = KEY, folder: Path | None = None) -> str:
    """Seal the log as it stands, with a key of the tests, and return the line of its public key."""
    if folder is not None:
        seal(signer=signer, folder=folder, at=NOON)
    else:
        with TemporaryDirectory() as fresh:
            seal(signer=signer, folder=Path(fresh), at=NOON)
    return signer.verifier.vkey


def make_anchor(**fields: Any) -> Anchor:
    """Note that somebody outside holds a checkpoint."""
    given: dict[str, Any] = {
        "kind": Anchor.Kind.EMAIL,
        "target": "audit@example.org",
        "size": 1,
        "at": NOON,
        "evidence": b"<1@example.org>",
    }
    return Anchor.objects.create(**given | fields)


def make_epoch(**fields: Any) -> Epoch:
    """Write the row of a log opened after a restore, without moving the head there."""
    given: dict[str, Any] = {
        "number": 2,
        "origin": "gouvernail.local/gov/2",
        "kept_size": 1,
        "kept_root": "00" * 32,
        "statement": "statement",
        "opened_at": NOON,
    }
    return Epoch.objects.create(**given | fields)
