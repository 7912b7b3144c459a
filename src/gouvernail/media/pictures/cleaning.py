"""Have a picture cleaned by the worker, and believe only what comes back whole."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gouvernail.media.errors import PictureRefusedError
from gouvernail.media.pictures.kinds import FORMATS, kind_of

MAX_BYTES: Final = 20_000_000
SECONDS: Final = 25
MEGA: Final = 1_000_000
MEGAPIXELS: Final = 40
SQUARE_BYTES: Final = 64 * 64 * 3
_WORKER: Final = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanPicture:
    """A picture encoded by us: no metadata, upright, `width` by `height` pixels."""

    data: bytes
    mime: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A picture made small: 64 by 64 pixels of red, green, blue, row by row.

    Of what stands inside the plain colour `around` it (None: there is none); `ratio` is the width
    of that by its height, before it was made square.
    """

    pixels: bytes
    ratio: float
    around: tuple[int, ...] | None


def clean(data: bytes) -> CleanPicture:
    """Return the picture in `data`, decoded and encoded afresh in a confined process.

    Takes some tenths of a second; never call it inside a transaction.

    Raises:
        PictureRefusedError: empty, too heavy, of another type, too many pixels, damaged.
    """
    return _believed(*_worked(data))


def look(data: bytes) -> Look:
    """Return a small square of the picture in `data`, decoded in a confined process.

    Takes some tenths of a second; never call it inside a transaction.

    Raises:
        PictureRefusedError: empty, too heavy, of another type, too many pixels, damaged.
    """
    head, pixels = _worked(data, "look")
    _refuse(head)
    ratio, around = float(str(head["ratio"])), head["around"]
    if len(pixels) != SQUARE_BYTES or ratio <= 0:
        raise PictureRefusedError("picture_unreadable")
    colour = tuple(int(value) for value in around) if isinstance(around, list) else None
    return Look(pixels=pixels, ratio=ratio, around=colour)


def _worked(data: bytes, *ways: str) -> tuple[dict[str, object], bytes]:
    mime = checked_kind(data)
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, no shell, fixed arguments
            [sys.executable, "-I", str(_WORKER), mime, *ways],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # no setting and no key of this process
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefusedError("picture_too_slow") from error
    head, _newline, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:  # a signal: the limits of the process struck
        raise PictureRefusedError(
            "picture_too_slow" if done.returncode < 0 else "picture_unreadable"
        )
    return json.loads(head), body


def checked_kind(data: bytes) -> str:
    """Return the media type of `data`, judged by its first bytes.

    Raises:
        PictureRefusedError: empty, too heavy or of another type.
    """
    if not data:
        raise PictureRefusedError("picture_empty")
    if len(data) > MAX_BYTES:
        raise PictureRefusedError(
            "picture_too_large", size=-(-len(data) // MEGA), limit=MAX_BYTES // MEGA
        )
    mime = kind_of(data)
    if not mime:
        raise PictureRefusedError("picture_type_unknown")
    return mime


def _refuse(head: dict[str, object]) -> None:
    refused = str(head.get("refused", ""))
    if refused:
        raise PictureRefusedError(refused, limit=MEGAPIXELS)


def _believed(head: dict[str, object], body: bytes) -> CleanPicture:
    _refuse(head)
    mime = str(head.get("mime"))
    if mime not in FORMATS or kind_of(body) != mime:
        raise PictureRefusedError("picture_unreadable")
    return CleanPicture(
        data=body, mime=mime, width=int(str(head["width"])), height=int(str(head["height"]))
    )
