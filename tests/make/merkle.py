"""Makers of trees and logs for the tests of `kernel.merkle`, and the naive tree that judges it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gouvernail.kernel.merkle import Checkpoint, Signer, Tree, sign
from gouvernail.kernel.merkle.archive import archive_files

KEY = Signer("example.com/log", bytes(range(32)))


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """Return MTH of RFC 6962 section 2.1, word for word and without any sharing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@dataclass
class Log:
    """A log in memory: leaves, complete nodes, and the tree they make."""

    leaves: list[bytes] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    tree: Tree = field(default_factory=Tree)

    def read(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]

    def add(self, leaf: bytes) -> None:
        seq = self.tree.size
        self.leaves.append(leaf)
        for level, value in enumerate(self.tree.append(leaf)):
            self.nodes[level, seq >> level] = value


def make_log(leaves: int | Sequence[bytes]) -> Log:
    """Return a log of these leaves, or of so many different ones."""
    given = [b"leaf %d" % n for n in range(leaves)] if isinstance(leaves, int) else leaves
    log = Log()
    for leaf in given:
        log.add(leaf)
    return log


def make_note(log: Log, *, signer: Signer = KEY) -> str:
    return sign(Checkpoint(signer.name, log.tree.size, log.tree.root()).text, signer)


def make_archive(log: Log, *, signer: Signer = KEY) -> dict[str, bytes]:
    """Return the files of a log by path."""
    note = make_note(log, signer=signer)
    return dict(archive_files(log.tree.size, note, log.leaves, log.read))


def write_archive(files: dict[str, bytes], folder: Path, *, signer: Signer = KEY) -> Path:
    """Write the files of a log, and its public key beside them."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "vkey").write_text(signer.verifier.vkey + "\n", encoding="utf-8")
    return folder
