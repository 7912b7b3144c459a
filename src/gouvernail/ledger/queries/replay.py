"""Replay: what the leaves say every governed object is, against what the tables say.

This is what finds a change made behind the ledger's back: a status set in SQL, a row deleted, a
row inserted. Fields written in clear are compared as they are; the others by opening the last
commitment, as long as the subject's openings were not erased.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.db.models import Max

from gouvernail.ledger.models import Leaf, Opening, SubjectKey
from gouvernail.ledger.queries import states

CHUNK: Final = 500
NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which a table and the leaves disagree.

    `what` is `unrecorded` (a row without entry), `missing` (an entry whose row is gone),
    `reappeared` (a row the leaves say was removed), `field` (a value differs), `commitment` (what
    the leaf commits to is not what the row holds) or `opening` (the opening does not open it).
    Values of committed fields are not repeated here.
    """

    what: str
    subject_kind: str
    subject_id: str
    seq: int | None = None
    field: str = ""
    recorded: object = None
    found: object = None


def replay_differences(
    *, hidden: bool = True, kinds: Collection[str] | None = None
) -> Iterator[Difference]:
    """Yield every disagreement between the leaves and the tables over all governed models.

    `hidden` also compares the fields that leaves only commit to; `kinds` are those to look at, all
    without any. A fixed number of queries for every 500 rows of a model; memory for one row of
    numbers a subject.
    """
    recorded = set(Leaf.objects.order_by().values_list("subject_kind", flat=True).distinct())
    for model in states.governed_models():
        kind = states.kind_of(model)
        if kinds is None or kind in kinds:
            yield from model_differences(model, hidden=hidden, recorded=kind in recorded)


def model_differences(
    model: type[models.Model], *, hidden: bool, recorded: bool = True
) -> Iterator[Difference]:
    """Yield every disagreement between the leaves and the table of one governed model.

    Rows whose `ledger_batch` names another row are covered by the entry of that one, which says
    their digest (`ledger_members`). Without `recorded` no leaf is about that model.
    """
    kind = states.kind_of(model)
    last = _last_entries(kind) if recorded else {}
    chunk: list[models.Model] = []
    rows = model._meta.base_manager.order_by("pk")
    batch = getattr(model, "ledger_batch", "")
    if batch:
        rows = rows.filter(**{f"{batch}__isnull": True})
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _chunk_differences(kind, chunk, last, hidden=hidden)
            chunk = []
    if chunk:
        yield from _chunk_differences(kind, chunk, last, hidden=hidden)
    yield from _missing_rows(kind, last)


def _last_entries(kind: str) -> dict[str, int]:
    """Return the number of the last entry of each subject."""
    leaves = Leaf.objects.filter(subject_kind=kind).values_list("subject_id")
    return dict(leaves.annotate(Max("seq")).order_by())


def _chunk_differences(
    kind: str, rows: list[models.Model], last: dict[str, int], *, hidden: bool
) -> Iterator[Difference]:
    seqs = {str(row.pk): last.pop(str(row.pk), None) for row in rows}
    known = [seq for seq in seqs.values() if seq is not None]
    leaves = {leaf.seq: leaf for leaf in Leaf.objects.filter(seq__in=known)}
    openings = _openings(known) if hidden else {}
    for row in rows:
        seq = seqs[str(row.pk)]
        if seq is None:
            yield Difference(what="unrecorded", subject_kind=kind, subject_id=str(row.pk))
            continue
        yield from _row_differences(row, leaves[seq])
        if seq in openings:
            yield from _hidden_differences(row, leaves[seq], openings[seq])


def _openings(seqs: list[int]) -> dict[int, tuple[bytes, bytes]]:
    """Return the sealed opening and the key of each entry whose key was not erased."""
    found = {row.seq: row for row in Opening.objects.filter(seq__in=seqs)}
    keys = SubjectKey.objects.in_bulk({row.key_id for row in found.values()})
    return {
        seq: (bytes(row.sealed), bytes(keys[row.key_id].key))
        for seq, row in found.items()
        if row.key_id in keys
    }


def _row_differences(row: models.Model, leaf: Leaf) -> Iterator[Difference]:
    about: dict[str, Any] = {
        "subject_kind": leaf.subject_kind,
        "subject_id": leaf.subject_id,
        "seq": leaf.seq,
    }
    data = json.loads(bytes(leaf.leaf))["data"]
    if data.get("gone"):
        yield Difference(what="reappeared", **about)
        return
    found = states.clear_state(row)
    for name, recorded in data["state"].items():
        if name in found and found[name] != recorded:
            yield Difference(
                what="field", field=name, recorded=recorded, found=found[name], **about
            )
    members = getattr(row, "ledger_members", None)
    if members is not None and (now := members()) != data["state"]["digest"]:
        recorded = data["state"]["digest"]
        yield Difference(what="field", field="members", recorded=recorded, found=now, **about)


def _hidden_differences(
    row: models.Model, leaf: Leaf, opening: tuple[bytes, bytes]
) -> Iterator[Difference]:
    about: dict[str, Any] = {
        "subject_kind": leaf.subject_kind,
        "subject_id": leaf.subject_id,
        "seq": leaf.seq,
    }
    value = opened(leaf, *opening)
    if value is None:
        yield Difference(what="opening", **about)
        return
    found = states.hidden_state(row)
    recorded = json.loads(value).get("fields", {})
    for name in recorded.keys() & found.keys():
        if states.leaf_bytes({"v": recorded[name]}) != states.leaf_bytes({"v": found[name]}):
            yield Difference(what="commitment", field=name, **about)


def opened(leaf: Leaf, sealed: bytes, key: bytes) -> bytes | None:
    """Return the canonical JSON that a leaf commits to; None if the opening does not open it."""
    digest = bytes.fromhex(json.loads(bytes(leaf.leaf))["pii"].get("fields", ""))
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], digest)
    except InvalidTag:
        return None
    random, value = plain[: states.RANDOM_SIZE], plain[states.RANDOM_SIZE :]
    return value if states.commitment(random, value) == digest else None


def _missing_rows(kind: str, last: dict[str, int]) -> Iterator[Difference]:
    seqs = sorted(last.values())
    for start in range(0, len(seqs), CHUNK):
        for leaf in Leaf.objects.filter(seq__in=seqs[start : start + CHUNK]).order_by("seq"):
            if not json.loads(bytes(leaf.leaf))["data"].get("gone"):
                yield Difference(
                    what="missing", subject_kind=kind, subject_id=leaf.subject_id, seq=leaf.seq
                )
