"""Opening what an archive is wrapped in, without believing what it says of itself.

Nothing is ever unpacked to disk. Sizes are counted while reading: what inflates without end, says
other sizes than it has, is cut short or names places outside of itself is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final, Protocol

from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.records.archives.entries import ArchiveProblemError
from gouvernail.records.archives.tars import parts
from gouvernail.records.archives.zips import count_names

MAX_FILE_BYTES: Final = 4 * 1024**3
MAX_INSIDE_BYTES: Final = 8 * 1024**3
MAX_NAMES: Final = 500_000
MAX_RATIO: Final = 200
SIGN_EVERY_BYTES: Final = 16 * 1024**2
RATIO_FROM_BYTES: Final = 32 * 1024**2
_OUTSIDE: Final = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError)


class Source(Protocol):
    """What is read in order."""

    def read(self, size: int, /) -> bytes:
        """Return some of the next bytes, none at the end."""
        ...


class Counted(io.RawIOBase):
    """A stream that counts what it gives, and stops what inflates without end.

    `packed` is how many bytes it takes in the archive, `said` how many the archive says it gives
    (None: it does not say).
    """

    def __init__(self, source: Source, *, packed: int, said: int | None, name: str) -> None:
        super().__init__()
        self._source = source
        self._packed = max(packed, 1)
        self._said = said
        self._name = name
        self.count = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # a writable one
        """Read some bytes, in the manner of `io.RawIOBase`.

        Raises:
            ArchiveProblemError: `zip_bomb`, `lying_sizes` or `truncated`.
        """
        try:
            data = self._source.read(len(buffer))
        except _BROKEN as error:
            raise ArchiveProblemError(_why(error), self._name) from error
        self.count += len(data)
        if self.count > RATIO_FROM_BYTES and self.count > MAX_RATIO * self._packed:
            raise ArchiveProblemError("zip_bomb", self._name)
        if self.count > MAX_INSIDE_BYTES:
            raise ArchiveProblemError("too_large_inside", self._name)
        if self._said is not None and (
            self.count > self._said or (not data and self.count != self._said)
        ):
            raise ArchiveProblemError("lying_sizes", self._name)
        if self.count // SIGN_EVERY_BYTES != (self.count - len(data)) // SIGN_EVERY_BYTES:
            still_at_work()
        buffer[: len(data)] = data
        return len(data)


def _why(error: BaseException) -> str:
    """Return the code of a broken archive: cut short, or not what it says."""
    said = str(error).lower()
    if isinstance(error, zipfile.BadZipFile) and ("crc" in said or "overlap" in said):
        return "lying_sizes"
    return "truncated"


class Container:
    """The files of one archive by name; a file that is no archive is the one file of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        with path.open("rb") as file:
            head = file.read(4)
        self.kind = "zip" if head[:2] == b"PK" else "tar" if head[:2] == b"\x1f\x8b" else "plain"
        if self.kind == "zip":
            with path.open("rb") as file:
                count_names(file, most=MAX_NAMES)
            try:
                self._zip = zipfile.ZipFile(path)
            except (*_BROKEN, ValueError, NotImplementedError) as error:
                raise ArchiveProblemError("truncated") from error
            self._check(self._zip.namelist())

    def names(self) -> list[str]:
        """Return the names of the files inside, sorted; of a tar, the whole of it is read."""
        if self._zip is not None:
            return sorted(name for name in self._zip.namelist() if not name.endswith("/"))
        if self.kind == "tar":
            return sorted(name for name, _stream in self._members())
        return [self.path.name]

    @contextmanager
    def open(self, name: str) -> Iterator[io.BufferedReader]:
        """Open one file of the archive, from its beginning, counted."""
        if self._zip is not None:
            with self._of_zip(self._zip, name) as stream:
                yield stream
        elif self.kind == "tar":
            with closing(self._members()) as members:  # the stream lives as long as they do
                found = next((stream for each, stream in members if each == name), None)
                if found is None:
                    raise ArchiveProblemError("not_an_archive", name)
                yield found
        else:
            with self.path.open("rb") as file:
                size = self.path.stat().st_size
                yield io.BufferedReader(Counted(file, packed=size, said=None, name=name))

    @contextmanager
    def _of_zip(self, archive: zipfile.ZipFile, name: str) -> Iterator[io.BufferedReader]:
        told = archive.getinfo(name)
        if told.flag_bits & 1:
            raise ArchiveProblemError("encrypted", name)
        try:
            with archive.open(told) as file:
                counted = Counted(file, packed=told.compress_size, said=told.file_size, name=name)
                yield io.BufferedReader(counted, 1 << 18)
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise ArchiveProblemError(_why(error), name) from error

    def _members(self) -> Generator[tuple[str, io.BufferedReader], None, None]:
        """Yield the plain files of a tar.gz in their order; each is read before the next."""
        seen = 0
        packed = self.path.stat().st_size
        try:
            with (
                self.path.open("rb") as file,
                io.BufferedReader(_gunzipped(file, packed, self.path.name), 1 << 18) as plain,
            ):
                for name, part in parts(plain):
                    seen += 1
                    self._check([name], seen=seen)
                    if part is not None:
                        counted = Counted(part, packed=packed, said=part.size, name=name)
                        yield name, io.BufferedReader(counted, 1 << 18)
        except _BROKEN as error:
            raise ArchiveProblemError(_why(error)) from error

    def _check(self, names: list[str], *, seen: int = 0) -> None:
        if len(names) > MAX_NAMES or seen > MAX_NAMES:
            raise ArchiveProblemError("too_many_files")
        outside = next((name for name in names if _OUTSIDE.search(name)), None)
        if outside is not None:
            raise ArchiveProblemError("path_outside", outside[:120])


def _gunzipped(file: IO[bytes], packed: int, name: str) -> Counted:
    return Counted(_Inflating(file), packed=packed, said=None, name=name)


class _Inflating:
    """A gzip file read in order, as `read(size)`; one that ends early is an error."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._pending = b""

    def read(self, size: int) -> bytes:
        while not self._inflate.eof:
            data = self._pending or self._file.read(1 << 16)
            if not data:
                raise EOFError
            out = self._inflate.decompress(data, size)
            self._pending = self._inflate.unconsumed_tail
            if out:
                return out
        return b""
