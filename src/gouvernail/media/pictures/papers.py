"""A signed paper as somebody sent it: PDF, Word or a picture of it, looked at before it is kept."""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Final

from gouvernail.media.errors import PaperRefusedError, PictureRefusedError
from gouvernail.media.pictures.cleaning import clean
from gouvernail.media.pictures.kinds import JPEG, PNG, WEBP, kind_of

PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS: Final = {PDF: "pdf", WORD: "docx", PNG: "png", JPEG: "jpg", WEBP: "webp"}
MAX_PAPER_BYTES: Final = 10_000_000
MEGA: Final = 1_000_000
NAME_LIMIT: Final = 200
SECONDS: Final = 20
_WORKER: Final = Path(__file__).with_name("paper_worker.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that may be kept. `original_sha256` is that of the file as it was sent.

    A PDF or a Word file is kept to the byte; a picture is encoded afresh, so that nothing of the
    place or the telephone travels with it.
    """

    data: bytes
    mime: str
    name: str
    sha256: str
    original_sha256: str


def checked_paper(data: bytes, *, name: str) -> Paper:
    """Return the paper in `data`, judged by its bytes in a confined process, never by its name.

    Takes some tenths of a second; never call it inside a transaction.

    Raises:
        PaperRefusedError: empty, too heavy, of another type, damaged, locked, or it runs something.
    """
    mime = _kind(data)
    body, kept = data, mime
    if mime in {PDF, WORD}:
        _look(data, mime)
    else:
        body, kept = _picture(data)
    named = "".join(
        letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable()
    )
    return Paper(
        data=body,
        mime=kept,
        name=named[:NAME_LIMIT] or f"paper.{ENDINGS[kept]}",
        sha256=sha256(body).hexdigest(),
        original_sha256=sha256(data).hexdigest(),
    )


def _kind(data: bytes) -> str:
    if not data:
        raise PaperRefusedError("paper_empty")
    if len(data) > MAX_PAPER_BYTES:
        raise PaperRefusedError(
            "paper_too_large", size=-(-len(data) // MEGA), limit=MAX_PAPER_BYTES // MEGA
        )
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return WORD  # what is inside says whether it is one
    mime = kind_of(data)
    if mime not in ENDINGS:
        raise PaperRefusedError("paper_type_unknown")
    return mime


def _picture(data: bytes) -> tuple[bytes, str]:
    try:
        picture = clean(data)
    except PictureRefusedError as error:
        raise PaperRefusedError("paper_unreadable") from error
    return picture.data, picture.mime


def _look(data: bytes, mime: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, no shell, a fixed argument
            [sys.executable, "-I", str(_WORKER), mime],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # no setting and no key of this process
        )
    except subprocess.TimeoutExpired as error:
        raise PaperRefusedError("paper_too_slow") from error
    if done.returncode != 0 or not done.stdout:  # a signal: the limits of the process struck
        raise PaperRefusedError("paper_too_slow" if done.returncode < 0 else "paper_unreadable")
    refused = str(json.loads(done.stdout)["refused"])
    if refused:
        raise PaperRefusedError(refused)
