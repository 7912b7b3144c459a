"""Bluesky: a repository exported as CAR, every block verified against its content identifier.

Sources: CARv1 (IPLD), DAG-CBOR, the AT Protocol's repository specification (Merkle search tree).
Blocks are read again from the file when they are needed: memory is a few bytes a block.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import libipld

from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.records.archives.entries import (
    ArchiveProblemError,
    Bad,
    BadEntryError,
    Entry,
    Item,
    Left,
    Options,
    short_name,
    sound_text,
)
from gouvernail.records.archives.moments import moment_of

POSTS: Final = "app.bsky.feed.post"
_LEFT: Final = {"app.bsky.feed.repost": "repost"}
_CID_BYTES: Final = 36
_CID_HEAD: Final = b"\x01\x71\x12\x20"  # CIDv1, DAG-CBOR, SHA-256 of 32 bytes
_RAW_HEAD: Final = b"\x01\x55\x12\x20"  # CIDv1, bytes as they are: pictures
SIGN_EVERY_BLOCKS: Final = 20_000
MAX_BLOCK: Final = 2 * 1024**2
MAX_DEPTH: Final = 64
_CONTINUES, _LOW, _MAX_SHIFT = 0x80, 0x7F, 63


class Repository:
    """The blocks of a CAR file by content identifier, verified when the file is first read."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file
        self._places: dict[bytes, tuple[int, int]] = {}
        self.altered = 0
        header = _decoded(self._header())
        roots = header.get("roots") if isinstance(header, dict) else None
        if not isinstance(roots, list) or not roots or header.get("version") != 1:
            raise ArchiveProblemError("not_an_archive")
        self._index()
        commit = self.block(_cid(roots[0]))
        if not isinstance(commit, dict) or not isinstance(commit.get("did"), str):
            raise ArchiveProblemError("not_an_archive")
        self.did: str = short_name(commit["did"], 200)
        self.root = _cid(commit.get("data"))

    def _header(self) -> bytes:
        size = self._varint()
        if size is None or not 0 < size < MAX_BLOCK:
            raise ArchiveProblemError("not_an_archive")
        return self._exactly(size)

    def _index(self) -> None:
        """Note where each block stands; those whose bytes are not what their name says are not."""
        while (size := self._varint()) is not None:
            if not _CID_BYTES <= size <= MAX_BLOCK + _CID_BYTES:
                raise ArchiveProblemError("lying_sizes")
            cid = self._exactly(_CID_BYTES)
            place = self._file.tell()
            data = self._exactly(size - _CID_BYTES)
            known = cid[:4] in (_CID_HEAD, _RAW_HEAD)
            if known and hashlib.sha256(data).digest() == cid[4:]:
                self._places[cid] = (place, len(data))
            else:
                self.altered += 1
            if (len(self._places) + self.altered) % SIGN_EVERY_BLOCKS == 0:
                still_at_work()

    def _varint(self) -> int | None:
        value = shift = 0
        while True:
            byte = self._file.read(1)
            if not byte:
                if shift:
                    raise ArchiveProblemError("truncated")
                return None
            value |= (byte[0] & _LOW) << shift
            if not byte[0] & _CONTINUES:
                return value
            shift += 7
            if shift > _MAX_SHIFT:
                raise ArchiveProblemError("lying_sizes")

    def _exactly(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) != size:
            raise ArchiveProblemError("truncated")
        return data

    def block(self, cid: bytes | None) -> Any:  # noqa: ANN401 - whatever the block holds
        """Return what a block holds; None when it is not there, or not what its name says."""
        place = self._places.get(cid or b"")
        if place is None:
            return None
        self._file.seek(place[0])
        return _decoded(self._file.read(place[1]))

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield the paths and identifiers of the tree, in order.

        Raises:
            ArchiveProblemError: a part of the tree is missing (`missing_blocks`), or it is no tree.
        """
        yield from self._walk(self.root, 0)

    def _walk(self, cid: bytes | None, depth: int) -> Iterator[tuple[str, bytes]]:
        if depth > MAX_DEPTH:
            raise ArchiveProblemError("too_deep")
        node = self.block(cid)
        if not isinstance(node, dict) or not isinstance(node.get("e"), list):
            raise ArchiveProblemError("missing_blocks")
        if node.get("l"):
            yield from self._walk(_cid(node["l"]), depth + 1)
        key = b""
        for entry in node["e"]:
            if not isinstance(entry, dict) or not isinstance(entry.get("k"), bytes):
                raise ArchiveProblemError("missing_blocks")
            shared = entry.get("p")
            key = key[: shared if isinstance(shared, int) else 0] + entry["k"]
            value = _cid(entry.get("v"))
            if value:
                yield key.decode("ascii", "replace"), value
            if entry.get("t"):
                yield from self._walk(_cid(entry["t"]), depth + 1)


def _cid(value: object) -> bytes | None:
    return value if isinstance(value, bytes) and len(value) == _CID_BYTES else None


def _decoded(data: bytes) -> Any:  # noqa: ANN401 - whatever the block holds
    try:
        return libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError):
        return None


def read(stream: io.BufferedIOBase, options: Options) -> Iterator[Any]:
    """Yield the records of the repository: path, author and content, as `item_of` takes them."""
    del options
    repository = Repository(stream)
    for path, cid in repository.records():
        collection, _slash, key = path.partition("/")
        if collection != POSTS:
            yield Left(_LEFT.get(collection, "not_a_post"))
            continue
        content = repository.block(cid)
        if content is None:
            yield Bad("altered_block", where=path[:200])
        else:
            yield {"did": repository.did, "key": key, "record": content}


def item_of(found: Any, options: Options) -> Item:  # noqa: ANN401 - what `read` yields
    """Return one post as an entry; answers to others are publications too.

    Raises:
        BadEntryError: it has no text or no sound date.
    """
    record = found["record"]
    if not isinstance(record, dict):
        raise BadEntryError("not_a_post")
    text = sound_text(record.get("text"))
    media = _media(record.get("embed"))
    if not text and not media:
        return Left("no_text")
    told = record.get("langs")
    key = short_name(found["key"], 100)
    return Entry(
        text=text,
        published_at=moment_of(record.get("createdAt"), options),
        language=short_name(told[0], 100)[:8] if isinstance(told, list) and told else "",
        remote_id=f"at://{found['did']}/{POSTS}/{key}",
        url=f"https://bsky.app/profile/{found['did']}/post/{key}",
        media=media,
    )


def _media(embed: object) -> tuple[dict[str, object], ...]:
    held: Mapping[str, Any] = embed if isinstance(embed, dict) else {}
    inner = held.get("media")
    images = held.get("images") or (inner.get("images") if isinstance(inner, dict) else None)
    if not isinstance(images, list):
        return ()
    return tuple(
        {
            "sha256": "",
            "mime": _mime(one.get("image")),
            "alt": sound_text(one.get("alt") or ""),
        }
        for one in images
        if isinstance(one, dict)
    )


def _mime(blob: object) -> str:
    return short_name(blob.get("mimeType"), 100) if isinstance(blob, dict) else ""
