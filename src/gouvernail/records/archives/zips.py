"""The directory of a zip, counted before anything believes it.

Source: PKWARE APPNOTE 4.3.12 to 4.3.16. It is looked for where `zipfile` looks for it.
"""

import struct
from typing import IO, Final

from gouvernail.records.archives.entries import ArchiveProblemError

_END: Final = 22
_WIDE_END: Final = 76  # the record and the locator of zip64, just before
_ENTRY: Final = 46
_COMMENT: Final = 1 << 16
_BYTES_A_NAME: Final = 512


def count_names(file: IO[bytes], *, most: int) -> int:
    """Return how many names the directory holds; none of them is kept.

    Raises:
        ArchiveProblemError: no directory that ends (`truncated`), or more names than `most`
            (`too_many_files`).
    """
    end = file.seek(0, 2)
    looked_at = min(end, _END + _COMMENT)
    file.seek(end - looked_at)
    tail = file.read(looked_at)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END:
        raise ArchiveProblemError("truncated")
    place, size = end - looked_at + at, int(struct.unpack_from("<I", tail, at + 12)[0])
    file.seek(max(0, place - _WIDE_END))
    wide = file.read(_WIDE_END)
    if wide[:4] == b"PK\x06\x06" and wide[56:60] == b"PK\x06\x07":
        place, size = place - _WIDE_END, int(struct.unpack_from("<Q", wide, 40)[0])
    if size > most * _BYTES_A_NAME:
        raise ArchiveProblemError("too_many_files")
    if size > place:
        raise ArchiveProblemError("truncated")
    file.seek(place - size)
    return _counted(file, size=size, most=most)


def _counted(file: IO[bytes], *, size: int, most: int) -> int:
    count = 0
    while size > 0:
        head = file.read(_ENTRY)
        if head[:4] != b"PK\x01\x02" or len(head) < _ENTRY:
            raise ArchiveProblemError("truncated")
        count += 1
        if count > most:
            raise ArchiveProblemError("too_many_files")
        more = sum(struct.unpack_from("<HHH", head, 28))
        file.seek(more, 1)
        size -= _ENTRY + more
    return count
