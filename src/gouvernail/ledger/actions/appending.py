"""Appending entries to the log, under its lock, when the action that made them ends."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from gouvernail.foundation.actors import Actor
from gouvernail.foundation.digests import instant
from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.merkle import Checkpoint, Tree
from gouvernail.ledger.errors import (
    LeafTooLargeError,
    LedgerDefectError,
)
from gouvernail.ledger.models import HEAD_ID, Head, SubjectKey
from gouvernail.ledger.queries import states
from gouvernail.ledger.queries.epochs import begin_of, index_of, number_of, origin_of
from gouvernail.ledger.queries.heads import tree_of

SCHEMA: Final = 1
MAX_LEAF_BYTES: Final = 16 * 1024
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
KEY_ID_BITS: Final = 62
SUBJECTS_A_QUERY: Final = 200
ROWS_A_QUERY: Final = 500
ENTRIES_A_TURN: Final = 1_000  # an import holds as much memory as this, not as its file
NO_KEY: Final = (0, b"")

Row: TypeAlias = tuple[Any, ...]

LEAF_SQL: Final = (
    "INSERT INTO ledger_leaf (seq, leaf, leaf_hash, at, verb, subject_kind, subject_id, "
    "actor_kind, actor_ref) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
NODE_SQL: Final = 'INSERT INTO ledger_node (level, "index", hash) VALUES (%s, %s, %s)'
OPENING_SQL: Final = "INSERT INTO ledger_opening (seq, key_id, sealed) VALUES (%s, %s, %s)"
KEY_SQL: Final = "SELECT id, subject_kind, subject_id, key FROM ledger_subjectkey WHERE "
KEY_INSERT_SQL: Final = (
    "INSERT INTO ledger_subjectkey (id, subject_kind, subject_id, key) VALUES (%s, %s, %s, %s)"
)
HEAD_SQL: Final = (
    "SELECT size, edge, "
    "(SELECT size FROM ledger_checkpoint ORDER BY size DESC LIMIT 1), "
    "(SELECT root FROM ledger_checkpoint ORDER BY size DESC LIMIT 1) "
    "FROM ledger_head WHERE id = 1"
)
HEAD_UPDATE_SQL: Final = "UPDATE ledger_head SET size = %s, edge = %s WHERE id = 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What `record` was told, waiting for its number. `hidden` goes into the commitment."""

    actor: Actor
    verb: str
    at: datetime
    subject_kind: str
    subject_id: str
    revision: str | None
    data: Mapping[str, object]
    hidden: bytes
    digest: str | None
    policy: Mapping[str, object] | None
    on_behalf: Actor | None
    id: str = field(default_factory=lambda: str(uuid7()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """One entry each of many rows, made when their turn comes."""

    model: type[models.Model]
    keys: tuple[UUID, ...]
    made: Callable[[models.Model], Entry]

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in the order of the keys. One query for every 500."""
        for start in range(0, len(self.keys), ROWS_A_QUERY):
            keys = self.keys[start : start + ROWS_A_QUERY]
            rows = self.model._base_manager.in_bulk(keys)  # noqa: SLF001 - any model's rows
            yield from (self.made(rows[key]) for key in keys)


def append(entries: Sequence[Entry | Pile]) -> None:
    """Append entries in order, under the lock of the head row; for `at_end`, not for callers.

    At most seven statements for a handful of entries, written in SQL: this runs in every action,
    and Django's own way of writing the same rows costs several times the statements themselves.
    """
    if not connection.in_atomic_block:
        raise LedgerDefectError("the ledger is only written inside a transaction")
    with connection.cursor() as cursor:
        log, tree, previous = _locked_head(
            cursor
        )  # first here: two writers must not both make a key
        coming = _each(entries)
        while turn := list(islice(coming, ENTRIES_A_TURN)):
            _append(cursor, turn, log, tree, previous)
        cursor.execute(HEAD_UPDATE_SQL, (log.begin + tree.size, tree.edge))


def _each(entries: Sequence[Entry | Pile]) -> Iterator[Entry]:
    for one in entries:
        if isinstance(one, Pile):
            yield from one.entries()
        else:
            yield one


def _append(
    cursor: CursorWrapper,
    entries: Sequence[Entry],
    log: "Log",
    tree: Tree,
    previous: dict[str, object] | None,
) -> None:
    commitments = [_sealed(entry, key) for entry, key in _with_keys(cursor, entries)]
    leaves: list[Row] = []
    nodes: list[Row] = []
    openings: list[Row] = []
    for entry, (digest, key_id, box) in zip(entries, commitments, strict=True):
        seq = log.begin + tree.size
        content = _leaf(entry, log=log.origin, index=tree.size, previous=previous, digest=digest)
        hashes = tree.append(content)
        leaves.append((seq, content, hashes[0], *_columns(entry)))
        nodes += [(level, seq >> level, hashes[level]) for level in range(1, len(hashes))]
        if box:
            openings.append((seq, key_id, box))
    _insert(cursor, LEAF_SQL, leaves)
    _insert(cursor, NODE_SQL, nodes)
    _insert(cursor, OPENING_SQL, openings)


def _insert(cursor: CursorWrapper, statement: str, rows: list[Row]) -> None:
    if len(rows) == 1:
        cursor.execute(statement, rows[0])
    elif rows:
        cursor.executemany(statement, rows)


class Log(NamedTuple):
    """The log one writes to: its name, and the place of its first leaf."""

    origin: str
    begin: int


def _locked_head(cursor: CursorWrapper) -> tuple[Log, Tree, dict[str, object] | None]:
    """Take the lock that orders writers; return log and tree, and the last checkpoint seen."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(HEAD_SQL + lock)
    found = cursor.fetchone()
    if found is None:  # only in tests that emptied the tables: a migration makes the row
        Head.objects.create(pk=HEAD_ID)
        found = (0, b"", None, None)
    size, edge, signed_size, signed_root = found
    tree = tree_of(index_of(size), bytes(edge))
    number = number_of(size)
    log = Log(origin_of(number), begin_of(number))
    if signed_size is None or signed_size <= log.begin:
        return log, tree, None
    signed = Checkpoint(log.origin, signed_size - log.begin, bytes(signed_root))
    digest = sha256(signed.text.encode()).hexdigest()
    return log, tree, {"size": str(signed.size), "sha256": digest}


def _instant(at: datetime) -> object:
    """Return an instant as the database takes it: SQLite keeps UTC as text, like Django."""
    if connection.vendor != "sqlite":
        return at
    return str(at.astimezone(UTC).replace(tzinfo=None))


def _columns(entry: Entry) -> Row:
    return (
        _instant(entry.at),
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        entry.actor.kind,
        entry.actor.ref,
    )


def _leaf(entry: Entry, *, log: str, index: int, previous: object, digest: bytes) -> bytes:
    content = states.leaf_bytes(
        {
            "v": SCHEMA,
            "log": log,
            "org": settings.LEDGER_ORIGIN.partition("/")[0],
            "seq": str(index),
            "id": entry.id,
            "at": instant(entry.at),
            "type": entry.verb,
            "actor": _person(entry.actor),
            "on_behalf": _person(entry.on_behalf) if entry.on_behalf else None,
            "subject": {
                "kind": entry.subject_kind,
                "id": entry.subject_id,
                "rev": entry.revision,
            },
            "digest": entry.digest,
            "policy": entry.policy,
            "data": entry.data,
            "pii": {"fields": digest.hex()} if digest else {},
            "prev_cp": previous,
        }
    )
    if len(content) > MAX_LEAF_BYTES:
        raise LeafTooLargeError(f"{entry.verb}: {len(content)} bytes")
    return content


def _person(actor: Actor) -> dict[str, object]:
    return {"kind": actor.kind, "ref": actor.ref, "auth": actor.auth, "mfa": actor.mfa}


def _sealed(entry: Entry, key: tuple[int, bytes]) -> tuple[bytes, int, bytes]:
    """Return the commitment to what an entry hides, and its opening under the subject's key."""
    if not entry.hidden:
        return b"", 0, b""
    key_id, secret = key
    noise = secrets.token_bytes(states.RANDOM_SIZE + NONCE_BYTES)
    random, nonce = noise[: states.RANDOM_SIZE], noise[states.RANDOM_SIZE :]
    digest = states.commitment(random, entry.hidden)
    box = AESGCM(secret).encrypt(nonce, random + entry.hidden, digest)
    return digest, key_id, nonce + box


def _with_keys(
    cursor: CursorWrapper, entries: Sequence[Entry]
) -> list[tuple[Entry, tuple[int, bytes]]]:
    """Return each entry with the key of its subject, made on the subject's first entry."""
    subjects = {(entry.subject_kind, entry.subject_id): NO_KEY for entry in entries if entry.hidden}
    wanted = list(subjects)
    for start in range(0, len(wanted), SUBJECTS_A_QUERY):
        chunk = wanted[start : start + SUBJECTS_A_QUERY]
        where = " OR ".join(["(subject_kind = %s AND subject_id = %s)"] * len(chunk))
        cursor.execute(KEY_SQL + where, [part for subject in chunk for part in subject])
        for key_id, kind, subject_id, key in cursor.fetchall():
            subjects[kind, subject_id] = (key_id, bytes(key))
    missing = [subject for subject in wanted if subjects[subject] is NO_KEY]
    for subject in missing:
        subjects[subject] = (secrets.randbits(KEY_ID_BITS), secrets.token_bytes(KEY_BYTES))
    fresh: list[Row] = [
        (subjects[subject][0], *subject, subjects[subject][1]) for subject in missing
    ]
    _insert(cursor, KEY_INSERT_SQL, fresh)
    return [
        (entry, subjects.get((entry.subject_kind, entry.subject_id), NO_KEY)) for entry in entries
    ]


def erase_openings(*, subject_kind: str, subject_id: str) -> bool:
    """Destroy what the commitments of one subject hide; the log stays verifiable.

    For the action of an area above that decides an erasure, checks holds and records it. Returns
    whether there was anything to destroy.
    """
    if not connection.in_atomic_block:
        raise LedgerDefectError("the ledger is only written inside a transaction")
    deleted, _rows = SubjectKey.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id
    ).delete()
    return deleted > 0
