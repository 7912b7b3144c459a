"""The format, byte for byte: a fixed key and history give the files of golden.json, for ever.

If this fails, the bytes of a leaf, a node, a checkpoint, a proof, a tile or a commitment changed:
every log there is would stop verifying. Change the code back, or give the format another version
(`v` of a leaf) and keep reading this one. For a new version only, write the file again with
`GOUVERNAIL_WRITE_GOLDEN=1 pytest tests/ledger/test_golden.py`.
"""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.test import override_settings

from gouvernail.foundation.actors import Actor
from gouvernail.kernel.merkle import (
    Checkpoint,
    Signer,
    TlogProof,
    checkpoint_request,
    consistency_proof,
    cosign,
    inclusion_proof,
    sign,
)
from gouvernail.ledger.actions.appending import Entry, _leaf
from gouvernail.ledger.queries.states import commitment, leaf_bytes
from tests.make.merkle import Log, make_archive, make_log

GOLDEN = Path(__file__).parent / "golden.json"
ORIGIN = "golden.example.org/gov/1"
KEY = Signer(ORIGIN, bytes(range(32)))
AT = datetime(2026, 11, 21, 12, 34, 56, 789, tzinfo=UTC)
PERSON = Actor(
    kind="person", ref="01936000-0000-7000-8000-000000000001", auth="session:ab", mfa=True
)


def entry(number: int) -> Entry:
    return Entry(
        actor=PERSON if number % 2 else Actor(kind="machine", ref="sender", auth="worker"),
        verb="draft.submitted",
        at=AT,
        subject_kind="draft",
        subject_id=f"01936000-0000-7000-8000-{number:012d}",
        revision=str(number) if number else None,
        data={"state": {"status": "é – \u2028 😀 \ue000", "number": 2**53 - 1, "gone": None}},
        hidden=b"",
        digest="ab" * 32 if number == 2 else None,
        policy={"id": "p", "sha256": "cd" * 32, "version": "3"} if number == 3 else None,
        on_behalf=PERSON if number == 4 else None,
        id=f"01936000-0000-7000-8000-0000000001{number:02d}",
    )


def history() -> Log:
    """Return five leaves as the product writes them; the last two saw a checkpoint of three."""
    log, previous = Log(), None
    for number in range(5):
        if number == 3:
            text = Checkpoint(ORIGIN, 3, log.tree.root()).text
            previous = {"size": "3", "sha256": sha256(text.encode()).hexdigest()}
        hidden = leaf_bytes({"fields": {"name": f"Zoé {number}", "n": 1}})
        digest = commitment(bytes([number]) * 32, hidden) if number else b""
        log.add(_leaf(entry(number), log=ORIGIN, index=number, previous=previous, digest=digest))
    return log


@override_settings(LEDGER_ORIGIN=ORIGIN)
def as_written() -> dict[str, object]:
    """Return everything the format consists of, as text."""
    log, long = history(), make_log(600)
    size = log.tree.size
    text = Checkpoint(ORIGIN, size, log.tree.root()).text
    note = sign(text, KEY)
    files = make_archive(log, signer=KEY)
    path = tuple(inclusion_proof(2, size, log.read))
    return {
        "skey": KEY.skey,
        "vkey": KEY.verifier.vkey,
        "leaves": [leaf.decode() for leaf in log.leaves],
        "nodes": {f"{level}/{n}": value.hex() for (level, n), value in sorted(log.nodes.items())},
        "commitment": commitment(bytes(32), b"value").hex(),
        "checkpoint": note,
        "cosignature": cosign(text, name="w.example.org", seed=bytes(32), time=1_800_000_000),
        "proof": TlogProof(index=2, path=path, checkpoint=note).text,
        "request": checkpoint_request(3, consistency_proof(3, size, log.read), note),
        "files": {name: content.hex() for name, content in sorted(files.items())},
        "files of 600 leaves, by digest": {
            name: sha256(content).hexdigest()
            for name, content in sorted(make_archive(long, signer=KEY).items())
        },
    }


def test_the_bytes_of_the_format_are_those_of_the_golden_file() -> None:
    found = as_written()
    if os.environ.get("GOUVERNAIL_WRITE_GOLDEN"):
        text = json.dumps(found, indent=1, ensure_ascii=True)
        GOLDEN.write_text(text + "\n", encoding="utf-8")

    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))

    assert found.keys() == expected.keys()
    for part, value in expected.items():
        assert found[part] == value, part
