"""A whole log as static files, written and verified: checkpoint, hash tiles, bundles of entries.

The layout is that of C2SP tlog-tiles, so that a web server can serve it and other programs read
it. Files are named by their path below the log's prefix; where they lie is the caller's business.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, TypeAlias

from gouvernail.kernel.merkle.errors import MerkleError, ProofError, TileError
from gouvernail.kernel.merkle.notes import Checkpoint, Verifier, open_checkpoint
from gouvernail.kernel.merkle.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    decode_bundle,
    encode_bundle,
    tile_bytes,
    tiles_of,
)
from gouvernail.kernel.merkle.tree import NodeReader, Tree

CHECKPOINT_PATH: Final = "checkpoint"
MAX_FILE_BYTES: Final = TILE_WIDTH * (2 + 0xFFFF)

Fetch: TypeAlias = Callable[[str], bytes]
"""Given a path, returns the content of that file; raises `KeyError` when there is none."""


def archive_files(
    size: int, note: str, leaves: Iterable[bytes], read: NodeReader
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every file of a log of `size` leaves.

    `leaves` gives all of them in order, and is read as bundles are yielded.

    Raises:
        TileError: fewer leaves than `size`, or one too long.
    """
    rest = iter(leaves)
    for tile in tiles_of(size):
        if tile.level < 0:
            content = list(islice(rest, tile.width))
            if len(content) != tile.width:
                raise TileError("leaves are missing")
            yield tile.path, encode_bundle(content)
        else:
            yield tile.path, tile_bytes(tile, read)
    yield CHECKPOINT_PATH, note.encode()


def verify_archive(
    fetch: Fetch,
    verifier: Verifier,
    *,
    each: Callable[[int, bytes], None] = lambda _index, _leaf: None,
) -> Checkpoint:
    """Check every file of a log against its signed checkpoint, and return that checkpoint.

    Every leaf is hashed; every hash tile must be the one these leaves give; the root must be the
    one that was signed. `each` is called with the index and bytes of every leaf, in order.

    Raises:
        NoteError: the checkpoint is not one of this log.
        TileError: a file is missing, cut short or too long.
        ProofError: a tile, or the root, is not that of the leaves.
    """
    checkpoint = open_checkpoint(_text(_file(fetch, CHECKPOINT_PATH)), verifier)
    tree, tiles = Tree(), _Tiles(fetch)
    for tile in tiles_of(checkpoint.size):
        if tile.level >= 0:
            break
        for leaf in _bundle(fetch, tile):
            each(tree.size, leaf)
            tiles.add(tree.append(leaf))
    tiles.finish()
    if tree.root() != checkpoint.root:
        raise ProofError("the entries do not lead to the signed root")
    return checkpoint


class _Tiles:
    """Hash tiles as the leaves give them, each compared with its file once it is full."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._open: list[list[bytes]] = []
        self._done: list[int] = []

    def add(self, nodes: list[bytes]) -> None:
        for level, value in enumerate(nodes[::TILE_HEIGHT]):
            if level == len(self._open):
                self._open.append([])
                self._done.append(0)
            self._open[level].append(value)
            if len(self._open[level]) == TILE_WIDTH:
                self._compare(level)

    def finish(self) -> None:
        for level, hashes in enumerate(self._open):
            if hashes:
                self._compare(level)

    def _compare(self, level: int) -> None:
        hashes = self._open[level]
        path = Tile(level, self._done[level], len(hashes)).path
        if _file(self._fetch, path) != b"".join(hashes):
            raise ProofError(path + " is not what the entries give")
        self._open[level] = []
        self._done[level] += 1


def _file(fetch: Fetch, path: str) -> bytes:
    try:
        content = fetch(path)
    except KeyError as error:
        raise TileError(path + " is missing") from error
    if len(content) > MAX_FILE_BYTES:
        raise TileError(path + " is too long")
    return content


def _bundle(fetch: Fetch, tile: Tile) -> list[bytes]:
    leaves = decode_bundle(_file(fetch, tile.path))
    if len(leaves) != tile.width:
        raise TileError(tile.path + " does not hold as many entries as it says")
    return leaves


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise MerkleError("the checkpoint is not text") from error


__all__ = ["CHECKPOINT_PATH", "Fetch", "archive_files", "verify_archive"]
