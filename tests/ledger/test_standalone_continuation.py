"""The auditors' file on checkpoints: that one continues another, and that a witness cosigned it."""

import random
from pathlib import Path
from types import ModuleType

import pytest

from gouvernail.kernel.merkle import (
    Checkpoint,
    ProofError,
    WitnessKey,
    checkpoint_request,
    consistency_proof,
    cosign,
    root,
    sign,
    verify_consistency,
)
from tests.kernel.merkle.test_cosignatures import public_of
from tests.ledger.test_standalone_verifier import module, tool
from tests.make.ledger import KEY
from tests.make.merkle import Log, make_log, make_note

__all__ = ["module"]
RANDOM = random.Random(13)  # noqa: S311 -- chooses what to try, protects nothing
LOG = make_log(300)
NAME = "audit.example.org/witness"
WITNESS = WitnessKey(NAME, public_of(bytes(32)))


def head(log: Log, size: int) -> tuple[int, bytes]:
    return size, root(size, log.read)


def test_it_accepts_every_honest_continuation(module: ModuleType) -> None:
    sizes = [(old, new) for new in range(1, 34) for old in range(new + 1)]
    sizes += [(RANDOM.randrange(201), RANDOM.randrange(200, 301)) for _ in range(200)]
    for old, new in sizes:
        proof = consistency_proof(old, new, LOG.read)

        module.verify_continuation(head(LOG, old), head(LOG, new), proof)
        verify_consistency(*head(LOG, old), *head(LOG, new), proof)


def test_it_refuses_every_changed_continuation_and_so_does_the_product(module: ModuleType) -> None:
    forked = make_log([*LOG.leaves[:150], b"another", *LOG.leaves[151:]])
    for _ in range(400):
        old, new = sorted(RANDOM.sample(range(1, 301), 2))
        proof = consistency_proof(old, new, LOG.read)
        before, after = head(LOG, old), head(LOG, new)
        match RANDOM.randrange(5):
            case 0:
                proof = proof[:-1]
            case 1:
                proof = [*proof, bytes(32)]
            case 2:
                at = RANDOM.randrange(len(proof))
                proof[at] = bytes([proof[at][0] ^ 1]) + proof[at][1:]
            case 3 if new > 150:
                after = head(forked, new)
            case _:
                before = old, bytes(32)

        with pytest.raises(module.RefusedError):
            module.verify_continuation(before, after, proof)
        with pytest.raises(ProofError):
            verify_consistency(*before, *after, proof)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a folder with a checkpoint kept at 7, and the request that continues it to 300."""
    text = Checkpoint(KEY.name, *head(LOG, 300)).text
    cosigned = sign(text, KEY) + cosign(text, name=NAME, seed=bytes(32), time=1_800_000_000)
    request = checkpoint_request(7, consistency_proof(7, 300, LOG.read), cosigned)
    old = make_note(make_log(LOG.leaves[:7]), signer=KEY)
    (tmp_path / "kept").write_text(old, encoding="utf-8")
    (tmp_path / "request").write_text(request, encoding="utf-8")
    return tmp_path


def test_the_command_verifies_a_continuation_and_its_witness(kept: Path) -> None:
    arguments = "since", kept / "kept", kept / "request", "--vkey", KEY.verifier.vkey

    assert tool(*arguments) == (0, "verified: the log of 300 entries begins with the 7 you kept")
    code, said = tool(*arguments, "--witness", WITNESS.vkey)
    assert code == 0
    assert said.endswith(f"cosigned by {NAME} at 2027-01-15 08:00:00 UTC")


def test_the_command_refuses_another_history_another_witness_and_nonsense(kept: Path) -> None:
    arguments = "since", kept / "kept", kept / "request", "--vkey", KEY.verifier.vkey
    stranger = WitnessKey("someone.else", WITNESS.key).vkey
    assert tool(*arguments, "--witness", stranger)[1].startswith("NOT VERIFIED: someone.else did")
    changed = (kept / "request").read_text(encoding="utf-8")

    (kept / "request").write_text(changed.replace("old 7\n", "old 8\n"), encoding="utf-8")
    assert tool(*arguments)[0] == 1
    (kept / "request").write_text("hello", encoding="utf-8")
    assert tool(*arguments) == (1, "NOT VERIFIED: not a request to a witness")
    (kept / "request").write_text(changed, encoding="utf-8")
    other = make_note(make_log([b"other", *LOG.leaves[1:7]]), signer=KEY)
    (kept / "kept").write_text(other, encoding="utf-8")
    assert tool(*arguments)[0] == 1
