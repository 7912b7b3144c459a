"""Look inside one PDF or Word file for what runs by itself, in a process with tight limits.

Reads the file on standard input and writes one line of JSON: a code when it is refused, nothing
more otherwise. Run as `python -I paper_worker.py <mime>`; it changes nothing in the file and draws
nothing of it. Nothing else imports this.
"""

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

PDF: Final = "application/pdf"
MEMORY_BYTES: Final = 600_000_000
CPU_SECONDS: Final = 10
STREAMS: Final = 3
MAX_PARTS: Final = 3_000
MAX_OPEN_BYTES: Final = 100_000_000  # what all of it may weigh, once inflated
TAIL_BYTES: Final = 4_096
PIECE: Final = 1_000_000

_END: Final = rb"(?=[\s/<>\[\]()%]|$)"
_RUNS: Final = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA|EmbeddedFiles?)" + _END)
_LOCKED: Final = re.compile(rb"/Encrypt" + _END)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n")
_OBJECTS: Final = re.compile(rb"/Type\s*/ObjStm" + _END)
_MACRO: Final = re.compile(r"vba|activex|\.bin$|\.exe$|\.ole$", re.IGNORECASE)
_OUTSIDE: Final = re.compile(
    rb"(?:attachedTemplate|oleObject|frame|subDocument)[^>]*TargetMode\s*=\s*[\"']External",
    re.IGNORECASE,
)
_NEEDED: Final = frozenset({"[Content_Types].xml", "word/document.xml"})


def confine() -> None:
    """Give up memory and time beyond what one paper needs, and every new file, socket, process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STREAMS, STREAMS))


def rehearse() -> None:
    """Open a small file of each kind, so that all it takes is loaded while it may be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    _answer(out.getvalue(), "")
    _answer(b"%PDF-1.7\n%%EOF\n", PDF)


def main(mime: str) -> None:
    """Answer for the one paper on standard input."""
    rehearse()
    confine()
    sys.stdout.write(json.dumps({"refused": _answer(sys.stdin.buffer.read(), mime)}) + "\n")


def _answer(data: bytes, mime: str) -> str:
    try:
        return _pdf(data) if mime == PDF else _word(data)
    except MemoryError:
        return "paper_too_slow"
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, LookupError, RuntimeError):
        return "paper_unreadable"


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-TAIL_BYTES:]:
        return "paper_unreadable"
    room = MAX_OPEN_BYTES
    for piece in _objects_of(data):
        text = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), piece)
        if _LOCKED.search(text):
            return "paper_locked"
        if _RUNS.search(text):
            return "paper_active"
        room -= len(piece)
        if room < 0:
            return "paper_too_slow"
    return ""


def _objects_of(data: bytes) -> Iterator[bytes]:
    """Yield what the file says outside of its streams, then what its streams of objects hold."""
    at, packed = 0, []
    while found := _STREAM.search(data, at):
        said = data[at : found.start()]
        yield said
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        if _OBJECTS.search(said[said.rfind(b" obj") + 1 :]):
            packed.append((found.end(), end))
        at = end + len(b"endstream")
    yield data[at:]
    for start, end in packed:
        opened = zlib.decompressobj().decompress(data[start:end], MAX_OPEN_BYTES)
        yield opened


def _word(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_OPEN_BYTES:
            return "paper_too_slow"
        names = [part.filename for part in parts]
        if not set(names) >= _NEEDED or any(".." in name or name[:1] in "/\\" for name in names):
            return "paper_unreadable"
        if any(map(_MACRO.search, names)):
            return "paper_active"
        return _parts(archive, parts)


def _parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    room = MAX_OPEN_BYTES
    for part in parts:
        with archive.open(part) as opened:
            head = opened.read(PIECE)
            room -= len(head)
            if part.filename.endswith((".xml", ".rels")):
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    return "paper_unreadable"
                if b"macroEnabled" in head or _OUTSIDE.search(head):
                    return "paper_active"
            while piece := opened.read(PIECE):  # to the end: the sums of the archive are checked
                room -= len(piece)
                if room < 0:
                    return "paper_too_slow"
    return ""


if __name__ == "__main__":
    main(sys.argv[1])
