"""The files of a tar, header by header, each read in its order.

Sources: POSIX.1-2017, pax interchange format; GNU tar, long names. What a header says of a name is
read up to `MAX_SAID_BYTES`: it may say more, and is then passed over.
"""

from collections.abc import Iterator
from typing import IO, Final

from gouvernail.records.archives.entries import ArchiveProblemError

BLOCK: Final = 512
MAX_SAID_BYTES: Final = 64 * 1024
MAX_HEADERS: Final = 1_000_000
_PIECE: Final = 1 << 18
_FILES: Final = (b"0", b"\0", b"7")
_EMPTY: Final = (b"1", b"2", b"3", b"4", b"5", b"6")  # links, devices and folders hold no bytes
_OF_NEXT: Final = (b"x", b"g", b"L", b"K")


class Part:
    """The bytes of one file of a tar, as `read(size)`."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source = source
        self.size = size
        self._left = size
        self._padding = -size % BLOCK

    def read(self, size: int) -> bytes:
        """Return some of the next bytes; none at the end of the file, or of the tar."""
        data = self._source.read(min(size, self._left))
        self._left -= len(data)
        return data

    def pass_over(self) -> None:
        """Go to where the next header is.

        Raises:
            ArchiveProblemError: the tar ends before (`truncated`).
        """
        self._left, self._padding = self._left + self._padding, 0
        while self._left:
            if not self.read(_PIECE):
                raise ArchiveProblemError("truncated")


def parts(source: IO[bytes]) -> Iterator[tuple[str, Part | None]]:
    """Yield names and, of plain files, their bytes, to be read before the next.

    Raises:
        ArchiveProblemError: no tar (`not_an_archive`), cut short or broken (`truncated`), or too
            many headers (`too_many_files`).
    """
    told: dict[bytes, bytes] = {}
    for number in range(MAX_HEADERS):
        head = _header(source, first=number == 0)
        if head is None:
            return
        kind = head[156:157]
        part = Part(source, 0 if kind in _EMPTY else _size(head, told))
        if kind in _OF_NEXT:
            told |= _said_of_next(kind, part)
        else:
            name = told.get(b"path") or _name(head)
            is_file = kind in _FILES and not name.endswith(b"/")
            yield name.decode("utf-8", "surrogateescape"), part if is_file else None
            told = {}
        part.pass_over()
    raise ArchiveProblemError("too_many_files")


def _header(source: IO[bytes], *, first: bool) -> bytes | None:
    """Return the next header; None at the end."""
    head = source.read(BLOCK)
    if (not head or not head.strip(b"\0")) and not first:
        return None
    if len(head) < BLOCK or _number(head[148:156]) != sum(head[:148]) + 256 + sum(head[156:]):
        raise ArchiveProblemError("not_an_archive" if first else "truncated")
    return head


def _number(field: bytes) -> int:
    """Return a number in octal, or in GNU's base 256; -1 for none."""
    if field[0] == 0x80:  # noqa: PLR2004 - the mark of base 256
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    try:
        return int(digits or b"0", 8)
    except ValueError:
        return -1


def _size(head: bytes, told: dict[bytes, bytes]) -> int:
    said = told.get(b"size", b"")
    is_said = said.isdigit() and len(said) < 20 and head[156:157] not in _OF_NEXT  # noqa: PLR2004
    size = int(said) if is_said else _number(head[124:136])
    if size < 0:
        raise ArchiveProblemError("truncated")
    return size


def _name(head: bytes) -> bytes:
    name, prefix = (field.partition(b"\0")[0] for field in (head[:100], head[345:500]))
    return prefix + b"/" + name if prefix and head[257:263] == b"ustar\0" else name


def _said_of_next(kind: bytes, part: Part) -> dict[bytes, bytes]:
    """Return the name and the size that a header of its own says of the next file."""
    if kind not in {b"x", b"L"} or part.size > MAX_SAID_BYTES:
        return {}
    data = b""
    while piece := part.read(MAX_SAID_BYTES):
        data += piece
    if kind == b"L":
        return {b"path": data.partition(b"\0")[0]}
    return _pax(data)


def _pax(data: bytes) -> dict[bytes, bytes]:
    """Return the records `length key=value` that tell a name or a size. Pure."""
    said: dict[bytes, bytes] = {}
    while data:
        length, _blank, _rest = data[:24].partition(b" ")
        size = int(length) if length.isdigit() else 0
        if not len(length) + 2 < size <= len(data):
            break
        key, _equals, value = data[len(length) + 1 : size - 1].partition(b"=")
        if key in {b"path", b"size"}:
            said[key] = value
        data = data[size:]
    return said
