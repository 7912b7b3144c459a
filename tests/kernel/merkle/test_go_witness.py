"""Go's own transparency log library reads what we write: a judge that shares no line with us.

See tests/make/witness.py for what it needs.
"""

import base64
import random
import shutil
import string
from pathlib import Path

import pytest

from gouvernail.kernel.merkle import (
    MerkleError,
    NoteError,
    consistency_proof,
    inclusion_proof,
    root,
)
from gouvernail.kernel.merkle.archive import verify_archive
from tests.make.merkle import KEY, Log, make_archive, make_log, write_archive
from tests.make.witness import ask, build_witness

BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
SIZES = [0, 1, 2, 3, 7, 255, 256, 257, 513, 66_000]
RANDOM = random.Random(20261121)  # noqa: S311 -- chooses what to try, protects nothing


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_witness(tmp_path_factory.mktemp("witness"))


def b64(*values: bytes) -> str:
    return " ".join(base64.b64encode(value).decode() for value in values)


def claims_of(log: Log) -> str:
    """Return proofs about a log, as the lines the witness reads."""
    size, lines = log.tree.size, []
    for index in sorted({0, size // 3, size // 2, size - 1}):
        proof = inclusion_proof(index, size, log.read)
        lines.append(f"inclusion {index} {size} {b64(log.tree.root(), log.read(0, index), *proof)}")
    for old in sorted({1, size // 3, size // 2, size - 1, size} - {0}):
        proof = consistency_proof(old, size, log.read)
        roots = b64(root(old, log.read)), b64(log.tree.root(), *proof)
        lines.append(f"consistency {old} {roots[0]} {size} {roots[1]}")
    return "\n".join(lines)


def test_the_witness_accepts_what_we_write_and_what_we_prove(witness: Path, tmp_path: Path) -> None:
    folders, expected = [], []
    for size in SIZES:
        log = make_log(size)
        folder = write_archive(make_archive(log), tmp_path / str(size))
        if size:
            (folder / "claims").write_text(claims_of(log), encoding="utf-8")
            expected.append(f"ok {size} {b64(log.tree.root())}")
        folders.append(folder)

    answers = ask(witness, *folders)

    assert answers[0].startswith("ok 0 ")
    assert answers[1:] == expected


@pytest.mark.parametrize(
    "trees", [60, pytest.param(10_000, marks=[pytest.mark.soak, pytest.mark.timeout(2700)])]
)
def test_the_witness_agrees_on_random_trees(witness: Path, tmp_path: Path, trees: int) -> None:
    for number in range(trees):
        leaves = [RANDOM.randbytes(RANDOM.randrange(200)) for _ in range(RANDOM.randrange(1, 700))]
        log = make_log(leaves)
        folder = write_archive(make_archive(log), tmp_path / str(number))
        (folder / "claims").write_text(claims_of(log), encoding="utf-8")

        assert ask(witness, folder) == [f"ok {len(leaves)} {b64(log.tree.root())}"]
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "changes", [60, pytest.param(10_000, marks=[pytest.mark.soak, pytest.mark.timeout(2700)])]
)
def test_the_witness_refuses_every_changed_file(
    witness: Path, tmp_path: Path, changes: int
) -> None:
    honest = make_archive(make_log(300))
    folder = write_archive(honest, tmp_path)
    for _ in range(changes):
        path = RANDOM.choice(sorted(honest))
        content = bytearray(honest[path])
        content[RANDOM.randrange(len(content))] ^= 1 << RANDOM.randrange(8)
        (folder / path).write_bytes(content)

        refused = ask(witness, folder)[0].startswith("refused")
        assert refused or respelled(bytes(content), honest["checkpoint"])
        with pytest.raises((MerkleError, UnicodeDecodeError)):
            verify_archive({**honest, path: bytes(content)}.__getitem__, KEY.verifier)
        (folder / path).write_bytes(honest[path])


def respelled(note: bytes, honest: bytes) -> bool:
    """Return whether a note only spells the same signature in another base64, which Go allows."""
    text, _, signature = note.rpartition(b" ")
    honest_text, _, honest_signature = honest.rpartition(b" ")
    return text == honest_text and base64.b64decode(signature) == base64.b64decode(honest_signature)


def test_another_spelling_of_a_signature_is_accepted_by_go_and_refused_by_us(
    witness: Path, tmp_path: Path
) -> None:
    """The two bits that base64 leaves over before its padding: we take the canonical form only."""
    honest = make_archive(make_log(3))
    last = honest["checkpoint"][-3:-2].decode()
    other = BASE64[BASE64.index(last) + 1]
    note = honest["checkpoint"][:-3] + other.encode() + b"=\n"
    folder = write_archive({**honest, "checkpoint": note}, tmp_path)

    assert respelled(note, honest["checkpoint"])
    assert ask(witness, folder)[0].startswith("ok 3 ")
    with pytest.raises(NoteError, match="canonical"):
        verify_archive({**honest, "checkpoint": note}.__getitem__, KEY.verifier)


def test_the_witness_refuses_a_false_claim(witness: Path, tmp_path: Path) -> None:
    log = make_log(9)
    folder = write_archive(make_archive(log), tmp_path)
    (folder / "claims").write_text(
        claims_of(log).replace("inclusion 3", "inclusion 4"), encoding="utf-8"
    )

    assert ask(witness, folder)[0].startswith("refused")
