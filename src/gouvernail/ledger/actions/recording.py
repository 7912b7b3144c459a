"""Writing to the ledger: `record` inside an action; the entry is appended when the action ends."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeAlias

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from gouvernail.foundation.actions import at_end
from gouvernail.foundation.actors import Actor, HasActor, with_authentication
from gouvernail.foundation.digests import instant
from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.merkle import Checkpoint, Tree
from gouvernail.ledger.errors import (
    LeafTooLargeError,
    LedgerDefectError,
    UndeclaredVerbError,
    UnrecordableValueError,
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
NO_KEY: Final = (0, b"")
ENDINGS: Final = (".removed", ".deleted")
RESERVED: Final = frozenset({"state", "gone"})

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


def record(  # noqa: PLR0913 -- the entry of trust.md 4.2 has these parts; every caller names them
    *,
    actor: Actor | HasActor,
    verb: str,
    subject: models.Model,
    at: datetime,
    data: Mapping[str, object] | None = None,
    digest: str | None = None,
    on_behalf: Actor | HasActor | None = None,
) -> None:
    """Enter a change of `subject` into the ledger, within the action that made it.

    Call it after the subject was saved, and before it is deleted: its fields are read now. The
    class of the subject says what is written (`ledger_kind`, `ledger_clear`, `ledger_skip`) and
    which verbs exist (`ledger_verbs`). The leaf is appended, last of all, when the outermost
    action ends; if that fails, nothing of the action happened.

    Args:
        actor: who did it.
        verb: `<noun>.<past participle>`, declared by the subject's class.
        subject: the governed object as it now stands.
        at: aware; when it happened.
        data: statuses, references, digests and whole numbers, in clear and for ever. What stands
            under the key `private` (free text, names) goes into the commitment instead; a mapping
            under `policy` becomes the entry's policy (`id`, `version`, `sha256`).
        digest: the approval digest or digest of the content concerned, in hexadecimal.
        on_behalf: the person for whom a delegate acted.

    Raises:
        OutsideActionError: no action is under way.
        UngovernedSubjectError: the class does not say how it is recorded.
        UndeclaredVerbError: the class does not declare the verb.
        UnrecordableValueError: a float or another value that has no canonical form.
        LeafTooLargeError: the leaf would pass 16 KiB.
    """
    kind = states.kind_of(type(subject))
    if verb not in getattr(subject, "ledger_verbs", ()):
        raise UndeclaredVerbError(f"{verb} is not a verb of {type(subject).__name__}")
    if subject.pk is None:
        raise LedgerDefectError("record after saving and before deleting: the subject has no key")
    told = dict(data or {})
    hidden = _hidden(subject, _mapping(told.pop("private", None)))
    policy = _mapping(told.pop("policy", None))
    entry = Entry(
        actor=with_authentication(_actor(actor)),
        verb=verb,
        at=at,
        subject_kind=kind,
        subject_id=str(subject.pk),
        revision=_revision(subject),
        data=_data(subject, verb, told),
        hidden=hidden,
        digest=digest,
        policy=states.plain_data(policy) if policy else None,
        on_behalf=None if on_behalf is None else _actor(on_behalf),
    )
    at_end(append, entry)


def _actor(actor: Actor | HasActor) -> Actor:
    return actor if isinstance(actor, Actor) else actor.as_actor()


def _revision(subject: models.Model) -> str | None:
    name = getattr(subject, "ledger_revision", "")
    return str(getattr(subject, name)) if name else None


def _mapping(value: object) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnrecordableValueError("private and policy are mappings")
    return value


def _hidden(subject: models.Model, private: Mapping[str, object]) -> bytes:
    hidden: dict[str, object] = {}
    fields = states.hidden_state(subject)
    if fields:
        hidden["fields"] = fields
    if private:
        hidden["private"] = states.plain_data(private)
    return states.leaf_bytes(hidden) if hidden else b""


def _data(subject: models.Model, verb: str, told: dict[str, object]) -> dict[str, object]:
    if RESERVED & told.keys():
        raise UnrecordableValueError(f"reserved keys of data: {sorted(RESERVED)}")
    data = {**states.plain_data(told), "state": states.clear_state(subject)}
    if verb.endswith(ENDINGS) or verb in getattr(subject, "ledger_ends", ()):
        data["gone"] = True
    return data


def append(entries: Sequence[Entry]) -> None:
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
        commitments = [_sealed(entry, key) for entry, key in _with_keys(cursor, entries)]
        leaves: list[Row] = []
        nodes: list[Row] = []
        openings: list[Row] = []
        for entry, (digest, key_id, box) in zip(entries, commitments, strict=True):
            seq = log.begin + tree.size
            content = _leaf(
                entry, log=log.origin, index=tree.size, previous=previous, digest=digest
            )
            hashes = tree.append(content)
            leaves.append((seq, content, hashes[0], *_columns(entry)))
            nodes += [(level, seq >> level, hashes[level]) for level in range(1, len(hashes))]
            if box:
                openings.append((seq, key_id, box))
        _insert(cursor, LEAF_SQL, leaves)
        _insert(cursor, NODE_SQL, nodes)
        _insert(cursor, OPENING_SQL, openings)
        cursor.execute(HEAD_UPDATE_SQL, (log.begin + tree.size, tree.edge))


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


__all__ = ["Entry", "append", "erase_openings", "record"]
