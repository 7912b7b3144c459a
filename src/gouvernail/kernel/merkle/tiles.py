"""Static files of a log as C2SP tlog-tiles lays them out: paths, hash tiles, bundles of entries.

Source: <https://c2sp.org/tlog-tiles>. A hash tile at level l holds up to 256 nodes of tree level
8l; a bundle holds the same leaves as the tile of level 0, each after its length on two bytes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gouvernail.kernel.merkle.errors import TileError
from gouvernail.kernel.merkle.hashing import HASH_SIZE, node_hash
from gouvernail.kernel.merkle.tree import NodeReader

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
MAX_LEAF_BYTES: Final = 0xFFFF
MAX_LEVEL: Final = 63
ENTRIES: Final = "entries"

_PATH: Final = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)((?:/x[0-9]{3})*/[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)
_GROUP: Final = 1000


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a tile: `level` is -1 for a bundle of entries; `width` from 1 to 256."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Return the path below the prefix of the log, such as `tile/0/x001/067.p/12`."""
        name = ENTRIES if self.level < 0 else str(self.level)
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{name}/{_index_path(self.index)}{partial}"

    @property
    def begin(self) -> int:
        """Return the index, at this tile's level, of its first node or entry."""
        return self.index * TILE_WIDTH


def _index_path(index: int) -> str:
    parts = [f"{index % _GROUP:03d}"]
    while index >= _GROUP:
        index //= _GROUP
        parts.append(f"x{index % _GROUP:03d}")
    return "/".join(reversed(parts))


def parse_path(path: str) -> Tile:
    """Return the place that a path names.

    Raises:
        TileError: not the one correct spelling of a tile's path.
    """
    match = _PATH.fullmatch(path)
    if not match:
        raise TileError("not the path of a tile: " + path)
    level = -1 if match[1] == ENTRIES else int(match[1])
    index = int(match[2].replace("/", "").replace("x", ""))
    tile = Tile(level, index, int(match[3] or TILE_WIDTH))
    if level > MAX_LEVEL or tile.path != path:  # leading x000, .p/256 and the like
        raise TileError("not the path of a tile: " + path)
    return tile


def tiles_of(size: int, *, old_size: int = 0) -> Iterator[Tile]:
    """Yield the tiles and bundles that a tree of `size` has and one of `old_size` had not.

    Bundles first, then hash tiles by rising level; full ones before the partial one.
    """
    yield from _level(-1, size, old_size)
    level = 0
    while size:
        yield from _level(level, size, old_size)
        size, old_size, level = size >> TILE_HEIGHT, old_size >> TILE_HEIGHT, level + 1


def _level(level: int, count: int, old_count: int) -> Iterator[Tile]:
    if count == old_count:
        return
    full, rest = divmod(count, TILE_WIDTH)
    for index in range(old_count // TILE_WIDTH, full):
        yield Tile(level, index)
    if rest:
        yield Tile(level, full, rest)


def tile_bytes(tile: Tile, read: NodeReader) -> bytes:
    """Return the content of a hash tile: `width` hashes one after the other."""
    level = tile.level * TILE_HEIGHT
    return b"".join(read(level, tile.begin + offset) for offset in range(tile.width))


def encode_bundle(leaves: Sequence[bytes]) -> bytes:
    """Return the content of a bundle.

    Raises:
        TileError: more than 256 leaves, or one above 65,535 bytes.
    """
    if len(leaves) > TILE_WIDTH or any(len(leaf) > MAX_LEAF_BYTES for leaf in leaves):
        raise TileError("too much for one bundle")
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def decode_bundle(content: bytes) -> list[bytes]:
    """Return the leaves of a bundle.

    Raises:
        TileError: the lengths do not add up.
    """
    leaves = []
    position = 0
    while position < len(content):
        start = position + 2
        position = start + int.from_bytes(content[position:start], "big")
        if start > len(content) or position > len(content):
            raise TileError("the bundle is cut short")
        leaves.append(content[start:position])
    return leaves


def tile_reader(size: int, fetch: Callable[[Tile], bytes]) -> NodeReader:
    """Return a reader of nodes that gets them from the hash tiles of a tree of `size`.

    The reader raises `TileError` when a tile is not as long as its width says, or the node is
    not complete in a tree of this size. Tiles are kept in memory, up to 1,024 of them.
    """

    @lru_cache(maxsize=1024)
    def load(level: int, index: int) -> bytes:
        width = min((size >> (level * TILE_HEIGHT)) - index * TILE_WIDTH, TILE_WIDTH)
        content = fetch(Tile(level, index, width))
        if len(content) != width * HASH_SIZE:
            raise TileError("the tile is not as long as it says")
        return content

    def read(level: int, index: int) -> bytes:
        if (index + 1) << level > size:
            raise TileError("no such node in a tree of this size")
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        content = load(tile_level, first // TILE_WIDTH)
        start = first % TILE_WIDTH * HASH_SIZE
        return _subtree(content[start : start + (HASH_SIZE << height)])

    return read


def _subtree(hashes: bytes) -> bytes:
    if len(hashes) == HASH_SIZE:
        return hashes
    middle = len(hashes) // 2
    return node_hash(_subtree(hashes[:middle]), _subtree(hashes[middle:]))
