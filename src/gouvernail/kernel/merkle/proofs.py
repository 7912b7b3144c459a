"""A proof one can mail: the `c2sp.org/tlog-proof@v1` text.

Source: <https://c2sp.org/tlog-proof>. It holds the position of a leaf, the inclusion path and the
signed checkpoint, so that with the leaf's bytes and the log's public key nothing else is needed.
"""

import base64
import re
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.merkle.errors import NoteError, ProofError
from gouvernail.kernel.merkle.hashing import HASH_SIZE, leaf_hash
from gouvernail.kernel.merkle.notes import Checkpoint, Verifier, decode_base64, open_checkpoint
from gouvernail.kernel.merkle.verification import verify_inclusion

HEADER: Final = "c2sp.org/tlog-proof@v1"
EXTENSION: Final = ".tlog-proof"
MAX_PATH: Final = 64

_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class TlogProof:
    """One leaf's proof. `checkpoint` is the signed note, verbatim; `extra` is not authenticated."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        """Return the proof as the text of a `.tlog-proof` file."""
        lines = [HEADER]
        if self.extra:
            lines.append("extra " + base64.b64encode(self.extra).decode())
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(value).decode() for value in self.path]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def parse_proof(text: str) -> TlogProof:
    """Return what a `.tlog-proof` file says, unverified.

    Raises:
        ProofError: not such a file.
    """
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != HEADER:
        raise ProofError("not a tlog-proof")
    extra = ""
    if lines and lines[0].startswith("extra "):
        extra = lines.pop(0).removeprefix("extra ")
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None or len(lines) > MAX_PATH:
        raise ProofError("not a tlog-proof")
    try:
        path = tuple(decode_base64(line) for line in lines)
        return TlogProof(int(index[1]), path, checkpoint, decode_base64(extra))
    except NoteError as error:
        raise ProofError("not a tlog-proof") from error


def verify_proof(text: str, leaf: bytes, verifier: Verifier) -> Checkpoint:
    """Check that the log of `verifier` holds `leaf` (its bytes) and return the checkpoint.

    Raises:
        ProofError: the proof does not prove it.
        NoteError: the checkpoint is not one of that log.
    """
    proof = parse_proof(text)
    if any(len(value) != HASH_SIZE for value in proof.path):
        raise ProofError("a hash is not 32 bytes long")
    checkpoint = open_checkpoint(proof.checkpoint, verifier)
    verify_inclusion(leaf_hash(leaf), proof.index, checkpoint.size, proof.path, checkpoint.root)
    return checkpoint
