"""Writing to the ledger: `record` inside an action; the entry is appended when the action ends."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, models

from gouvernail.foundation.actions import at_end
from gouvernail.foundation.actors import Actor, HasActor, with_authentication
from gouvernail.foundation.digests import instant
from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.merkle import Tree
from gouvernail.kernel.merkle.notes import Checkpoint as NoteCheckpoint
from gouvernail.ledger.errors import (
    LeafTooLargeError,
    LedgerDefectError,
    UndeclaredVerbError,
    UnrecordableValueError,
)
from gouvernail.ledger.models import HEAD_ID, Checkpoint, Head, Leaf, Node, Opening, SubjectKey
from gouvernail.ledger.queries import states
from gouvernail.ledger.queries.heads import tree_at

SCHEMA: Final = 1
MAX_LEAF_BYTES: Final = 16 * 1024
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
ENDINGS: Final = (".removed", ".deleted")
RESERVED: Final = frozenset({"state", "gone"})


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
        hidden["private"] = private
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

    Six statements at most, whatever the number of entries (two of them only for commitments).
    """
    if not connection.in_atomic_block:
        raise LedgerDefectError("the ledger is only written inside a transaction")
    openings = _seal(entries)
    row = _locked_head()
    tree, first = tree_at(row), row.size
    previous = _previous_checkpoint()
    leaves, nodes = [], []
    for entry, (pii, _sealed) in zip(entries, openings, strict=True):
        leaf, new = _grown(tree, entry, previous, pii)
        leaves.append(leaf)
        nodes += new
    Leaf.objects.bulk_create(leaves)
    Node.objects.bulk_create(nodes)
    Opening.objects.bulk_create(
        Opening(seq=first + offset, subject_key_id=sealed[0], sealed=sealed[1])
        for offset, (_pii_value, sealed) in enumerate(openings)
        if sealed
    )
    row.size, row.edge = tree.size, tree.edge
    row.save(update_fields=("size", "edge"))


def _locked_head() -> Head:
    row = Head.objects.select_for_update().filter(pk=HEAD_ID).first()
    return row or Head.objects.create(pk=HEAD_ID)


def _previous_checkpoint() -> dict[str, object] | None:
    row = Checkpoint.objects.order_by("-size").only("size", "root").first()
    if row is None:
        return None
    text = NoteCheckpoint(settings.LEDGER_ORIGIN, row.size, bytes(row.root)).text
    return {"size": str(row.size), "sha256": sha256(text.encode()).hexdigest()}


def _grown(
    tree: Tree, entry: Entry, previous: object, pii: Mapping[str, object]
) -> tuple[Leaf, list[Node]]:
    seq = tree.size
    content = _leaf(entry, seq=seq, previous=previous, pii=pii)
    hashes = tree.append(content)
    leaf = Leaf(
        seq=seq,
        leaf=content,
        leaf_hash=hashes[0],
        at=entry.at,
        verb=entry.verb,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        actor_kind=entry.actor.kind,
        actor_ref=entry.actor.ref,
    )
    nodes = [
        Node(level=level, index=seq >> level, hash=value)
        for level, value in enumerate(hashes)
        if level
    ]
    return leaf, nodes


def _leaf(entry: Entry, *, seq: int, previous: object, pii: Mapping[str, object]) -> bytes:
    content = states.leaf_bytes(
        {
            "v": SCHEMA,
            "log": settings.LEDGER_ORIGIN,
            "org": settings.LEDGER_ORIGIN.partition("/")[0],
            "seq": str(seq),
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
            "pii": pii,
            "prev_cp": previous,
        }
    )
    if len(content) > MAX_LEAF_BYTES:
        raise LeafTooLargeError(f"{entry.verb}: {len(content)} bytes")
    return content


def _person(actor: Actor) -> dict[str, object]:
    return {"kind": actor.kind, "ref": actor.ref, "auth": actor.auth, "mfa": actor.mfa}


def _pii(value: bytes) -> dict[str, object]:
    return {"fields": value.hex()}


def _seal(
    entries: Sequence[Entry],
) -> list[tuple[dict[str, object], tuple[int, bytes] | None]]:
    keys = _subject_keys(
        {(entry.subject_kind, entry.subject_id) for entry in entries if entry.hidden}
    )
    sealed: list[tuple[dict[str, object], tuple[int, bytes] | None]] = []
    for entry in entries:
        if not entry.hidden:
            sealed.append(({}, None))
            continue
        key = keys[entry.subject_kind, entry.subject_id]
        random, nonce = secrets.token_bytes(states.RANDOM_SIZE), secrets.token_bytes(NONCE_BYTES)
        digest = states.commitment(random, entry.hidden)
        box = nonce + AESGCM(bytes(key.key)).encrypt(nonce, random + entry.hidden, digest)
        sealed.append((_pii(digest), (key.pk, box)))
    return sealed


def _subject_keys(subjects: set[tuple[str, str]]) -> dict[tuple[str, str], SubjectKey]:
    if not subjects:
        return {}
    kinds, ids = {kind for kind, _id in subjects}, {one for _kind, one in subjects}
    rows = SubjectKey.objects.filter(subject_kind__in=kinds, subject_id__in=ids)
    found = {(row.subject_kind, row.subject_id): row for row in rows}
    missing = [
        SubjectKey(subject_kind=kind, subject_id=one, key=secrets.token_bytes(KEY_BYTES))
        for kind, one in sorted(subjects - found.keys())
    ]
    created = SubjectKey.objects.bulk_create(missing)
    return found | {(row.subject_kind, row.subject_id): row for row in created}


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
