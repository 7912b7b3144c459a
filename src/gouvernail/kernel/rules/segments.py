"""Archived posts, a few thousand at a time, folded once for every search that will ever be made.

A segment is immutable bytes. The texts of its posts stand one after the other, as written, folded
and spaced, so that one search goes through all of them; the format is specified in
`docs/reference/segments.md`.
"""

import hashlib
import json
import operator
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from gouvernail.kernel.rules.inputs import plain_input, read_input
from gouvernail.kernel.rules.post import Context, Post
from gouvernail.kernel.rules.spelling import respelled
from gouvernail.kernel.text import FOLD_VERSION, fold, spaced

SEGMENT_BYTES: Final = 1_000_000
"""About how large a segment becomes: enough for one search to be worth starting."""

_MAGIC: Final = b"GVSEG\x00\x00\x01"
_SIZES: Final = struct.Struct("<8s32sIIQQQQ")
_NEWLINE: Final = b"\n"
_DECODE: Final = json.JSONDecoder().raw_decode
_MOST_POSTS: Final = 5_000_000
_NOWHERE: Final = Context()
_NO_FACTS: Final[Mapping[str, str]] = {}
_OF_TEXTS: Final = frozenset({"text", "lang", "network", "origin", "links", "tags"})
_SILENT: Final = {
    name: value
    for name, value in plain_input(Post(text=""), _NOWHERE).items()
    if name in Post.__dataclass_fields__
}


class SegmentError(ValueError):
    """The bytes are not a segment that can be read: truncated, altered, or of another version."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A post as it was archived.

    `key` is the caller's own name for it, `account` that of the account; `at` is when it appeared
    (aware, kept to the second in UTC) and `approvals` how many people had approved it.
    """

    key: str
    account: str
    at: datetime
    post: Post
    approvals: int = 0


class Entry(NamedTuple):
    """What an archive knows of a post besides what it says; the same names as in `Filed`."""

    key: str
    account: str
    at: datetime
    network: str
    approvals: int


class Archive(Protocol):
    """Where segments are kept, and the words of their posts indexed. The caller's to write."""

    def segments(self) -> Sequence[tuple[str, int]]:
        """Return the names of the segments and how many posts each holds, in a lasting order."""

    def load(self, name: str) -> bytes | memoryview:
        """Return the bytes of one segment."""

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]] | None:
        """Return, by segment, the sorted numbers of the posts with all these words.

        Words are those of `Segment.words`. A post too many does no harm, one too few does. None
        when nothing is indexed: the segments are then searched.
        """


def seal(posts: Iterable[Filed]) -> bytes:
    """Return the segment of these posts, in this order. Same posts, same bytes."""
    columns = [_Column() for _part in range(4)]
    for filed in posts:
        for column, data in zip(columns, _parts(filed), strict=True):
            column.add(data)
    body = b"".join(part for column in columns for part in column.packed())
    sizes = [column.size for column in columns]
    count = columns[0].count
    digest = hashlib.sha256(_heading(count, sizes) + body).digest()
    return _SIZES.pack(_MAGIC, digest, FOLD_VERSION, count, *sizes) + body


def cut(posts: Iterable[Filed], *, size_bytes: int = SEGMENT_BYTES) -> Iterator[bytes]:
    """Yield segments of about `size_bytes`, in the order of the posts; the last may be small."""
    waiting: list[Filed] = []
    weight = 0
    for filed in posts:
        waiting.append(filed)
        weight += 3 * len(filed.post.text) + 200
        if weight >= size_bytes:
            yield seal(waiting)
            waiting, weight = [], 0
    if waiting:
        yield seal(waiting)


class Segment:
    """A segment opened for reading. Nothing is copied or decoded before it is asked for.

    `folded` and `original` hold each text followed by a newline; `spaced` each text as
    `" word word "`, then its respelling if letters of other alphabets look Latin, then a newline.

    Args:
        data: what `seal` returned, or a view of it (a file mapped in memory will do).
        verify: compute the digest of the whole, about 1 ms a megabyte. Sizes are always checked;
            where posts begin, when it is first asked for.

    Raises:
        SegmentError: see its codes `segment_damaged`, `segment_unknown`, `segment_refold`.
    """

    def __init__(self, data: bytes | memoryview, *, verify: bool = True) -> None:
        view = memoryview(data)
        if len(view) < _SIZES.size or bytes(view[: len(_MAGIC)]) != _MAGIC:
            raise SegmentError("segment_unknown")
        digest: bytes
        version: int
        count: int
        _magic, digest, version, count, *sizes = _SIZES.unpack(view[: _SIZES.size])
        body = view[_SIZES.size :]
        if count > _MOST_POSTS or len(body) != 4 * 4 * (count + 1) + sum(sizes):
            raise SegmentError("segment_damaged")
        if verify and _digest(count, sizes, body, version) != digest:
            raise SegmentError("segment_damaged")
        if version != FOLD_VERSION:
            raise SegmentError("segment_refold")
        self.count = count
        self.digest = digest.hex()
        self._offsets: list[array[int]] = []
        parts: list[memoryview] = []
        at = 0
        for size in sizes:
            at = self._take(body, at, size, parts)
        self.facts, self.original, self.folded, self.spaced = parts

    def __len__(self) -> int:
        return self.count

    def _take(self, body: memoryview, at: int, size: int, parts: list[memoryview]) -> int:
        """Read one column: where each post ends, then the bytes. Return where the next begins."""
        width = 4 * (self.count + 1)
        offsets = array("I")
        offsets.frombytes(body[at : at + width])
        if sys.byteorder == "big":
            offsets.byteswap()
        if offsets[0] != 0 or offsets[-1] != size:
            raise SegmentError("segment_damaged")
        self._offsets.append(offsets)
        parts.append(body[at + width : at + width + size])
        return at + width + size

    @cached_property
    def starts(self) -> "Starts":
        """Where the posts begin in `folded`, `original` and `spaced`."""
        _facts, original, folded, spaced_ = self._offsets
        return Starts(folded=folded, original=original, spaced=spaced_)

    def _piece(self, part: memoryview, column: int, number: int) -> str:
        """Return one text of a column, without the newline that ends it."""
        begin, end = self._offsets[column][number : number + 2]
        if not begin < end <= len(part):
            raise SegmentError("segment_damaged")
        return str(part[begin : end - 1], "utf-8")

    def entry(self, number: int) -> Entry:
        """Return what is known of one post; its text is not read."""
        facts = self._facts_of(number)
        return Entry(
            facts["key"],
            facts["account"],
            datetime.fromtimestamp(facts["at"], UTC),
            facts.get("post", _NO_FACTS).get("network", ""),
            facts.get("approvals", 0),
        )

    def _facts_of(self, number: int) -> dict[str, Any]:
        facts: dict[str, Any] = _DECODE(self._piece(self.facts, 0, number))[0]
        return facts

    def filed(self, number: int) -> Filed:
        """Return one post of the segment, as it was archived. Numbers count from 0."""
        facts = self._facts_of(number)
        said = {"text": self.text(number), **facts.get("post", {})}
        return Filed(
            key=facts["key"],
            account=facts["account"],
            at=datetime.fromtimestamp(facts["at"], UTC),
            approvals=facts.get("approvals", 0),
            post=_post(said),
        )

    def text(self, number: int) -> str:
        """Return the text of one post; a lone surrogate, which UTF-8 cannot hold, is `?`."""
        return self._piece(self.original, 1, number)

    def folded_text(self, number: int) -> str:
        """Return the folded text of one post."""
        return self._piece(self.folded, 2, number)

    def words(self, number: int) -> set[str]:
        """Return the different words of one post, respelled ones too: what postings are made of."""
        return set(self._piece(self.spaced, 3, number).split())

    def __iter__(self) -> Iterator[Filed]:
        return (self.filed(number) for number in range(self.count))


class Starts:
    """Where each post begins in the three texts of a segment, in bytes; one more at the end.

    Raises:
        SegmentError: `segment_damaged`, those asked for do not follow one another.
    """

    def __init__(
        self, *, folded: Sequence[int], original: Sequence[int], spaced: Sequence[int]
    ) -> None:
        self._given = {"folded": folded, "original": original, "spaced": spaced}

    @cached_property
    def folded(self) -> Sequence[int]:
        """In the folded texts."""
        return self._rising("folded")

    @cached_property
    def original(self) -> Sequence[int]:
        """In the texts as written."""
        return self._rising("original")

    @cached_property
    def spaced(self) -> Sequence[int]:
        """In the texts as words."""
        return self._rising("spaced")

    def _rising(self, name: str) -> Sequence[int]:
        offsets = self._given[name]
        if not all(map(operator.le, offsets, islice(offsets, 1, None))):
            raise SegmentError("segment_damaged")
        return offsets


def post_at(starts: Sequence[int], end: int) -> int:
    """Return the number of the post in which a match that ends at `end` (half-open) ends."""
    return bisect_right(starts, end - 1) - 1


class _Column:
    """One kind of text of all the posts of a segment, being written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._ends = array("I", [0])
        self.size = 0

    @property
    def count(self) -> int:
        return len(self._parts)

    def add(self, data: bytes) -> None:
        self._parts.append(data)
        self.size += len(data)
        self._ends.append(self.size)

    def packed(self) -> tuple[bytes, bytes]:
        ends = array("I", self._ends)
        if sys.byteorder == "big":
            ends.byteswap()
        return ends.tobytes(), b"".join(self._parts)


def _parts(filed: Filed) -> tuple[bytes, bytes, bytes, bytes]:
    """Return what the four columns hold of a post: facts, as written, folded, spaced."""
    text = filed.post.text
    folded = fold(text)
    words = spaced(folded)
    double = respelled(text) if not folded.text.isascii() else None
    if double is not None:
        words += spaced(fold(double))
    original = text.encode("utf-8", "replace")
    return (
        _line(_facts(filed, whole=original.decode() == text)),
        original + _NEWLINE,
        folded.text.encode("utf-8", "replace") + _NEWLINE,
        words.encode("utf-8", "replace") + _NEWLINE,
    )


def _facts(filed: Filed, *, whole: bool) -> Mapping[str, object]:
    """Return what is kept besides the texts; the text too when its column cannot hold it whole."""
    facts: dict[str, object] = {
        "key": filed.key,
        "account": filed.account,
        "at": int(filed.at.timestamp()),
    }
    if filed.approvals:
        facts["approvals"] = filed.approvals
    plain = plain_input(filed.post, _NOWHERE)
    said = {name: plain[name] for name, silent in _SILENT.items() if plain[name] != silent}
    if whole:
        said.pop("text", None)
    return {**facts, "post": said} if said else facts


def _post(said: Mapping[str, Any]) -> Post:
    """Return a post from what `_facts` wrote; most have texts and lists of texts only."""
    if said.keys() <= _OF_TEXTS:
        given: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in said.items()
        }
        return Post(**given)
    return read_input(said)[0]


def _line(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + _NEWLINE


def _heading(count: int, sizes: Sequence[int], version: int = FOLD_VERSION) -> bytes:
    return struct.pack("<IIQQQQ", version, count, *sizes)


def _digest(count: int, sizes: Sequence[int], body: memoryview, version: int) -> bytes:
    hashed = hashlib.sha256(_heading(count, sizes, version))
    hashed.update(body)
    return hashed.digest()
