"""Decode one picture and encode it afresh, in a process of its own with tight limits.

Reads the file on standard input, writes one line of JSON and then the new file on standard output.
Run as `python -I worker.py <mime>`; a refusal is a code on the line. Nothing else imports this.
"""

import io
import json
import resource
import struct
import sys
import warnings
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageOps, ImageSequence

MAX_PIXELS: Final = 40_000_000
MAX_FRAMES: Final = 240
TARGET_BYTES: Final = 950_000  # what the strictest network we publish to takes for one picture
MEMORY_BYTES: Final = 1_200_000_000
CPU_SECONDS: Final = 15
STREAMS: Final = 3
FORMATS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
_STEPS: Final = ((2560, 90), (2560, 82), (2048, 82), (1600, 80), (1280, 78), (1024, 72))
_TRANSPARENT: Final = frozenset({"RGBA", "LA", "PA"})
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    struct.error,
    Warning,
)
Answer = tuple[dict[str, object], bytes]


def confine() -> None:
    """Give up memory and time beyond what one picture needs, and every new file, socket, process.

    The three streams are open already; with no fourth descriptor, nothing else ever is.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STREAMS, STREAMS))


def rehearse() -> None:
    """Take one picture of each kind through, so that Pillow loads all it needs while it may."""
    for mime, kind in FORMATS.items():
        out = io.BytesIO()
        frames = [Image.new("RGB", (2, 2), colour) for colour in ("red", "blue")]
        frames[0].save(out, kind)
        _answer(out.getvalue(), mime)
        if mime == "image/gif":
            moving = io.BytesIO()
            frames[0].save(moving, kind, save_all=True, append_images=frames[1:])
            _answer(moving.getvalue(), mime)


def main(mime: str) -> None:
    """Answer for the one picture on standard input."""
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    Image.init()
    rehearse()
    confine()
    head, body = _answer(sys.stdin.buffer.read(), mime)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def _answer(data: bytes, mime: str) -> Answer:
    try:
        return _encoded(data, mime)
    except MemoryError:
        return _refused("picture_too_slow")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _refused("picture_too_many_pixels")
    except _BROKEN:
        return _refused("picture_unreadable")


def _encoded(data: bytes, mime: str) -> Answer:
    with Image.open(io.BytesIO(data), formats=(FORMATS[mime],)) as picture:
        frames = int(getattr(picture, "n_frames", 1))
        pixels = picture.size[0] * picture.size[1] * frames
        if pixels > MAX_PIXELS or frames > MAX_FRAMES:
            return _refused("picture_too_many_pixels")
        picture.load()
        if mime == "image/gif" and frames > 1:
            return _animated(picture)
        return _still(picture, mime)


def _animated(picture: Image.Image) -> Answer:
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        times.append(int(frame.info.get("duration", 100)))
        frames.append(frame.convert("RGBA"))
    out = io.BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0, disposal=2
    )
    return _head("image/gif", frames[0]), out.getvalue()


def _still(picture: Image.Image, mime: str) -> Answer:
    upright = ImageOps.exif_transpose(picture)
    clear = upright.mode in _TRANSPARENT or "transparency" in upright.info
    plain = upright.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    answer = _refused("picture_unreadable")
    for side, quality in _STEPS:
        sized = plain.copy()
        if max(sized.size) > side:
            sized.thumbnail((side, side))
        for kind, body in _encodings(sized, mime, quality=quality, clear=clear):
            answer = _head(kind, sized), body
            if len(body) <= TARGET_BYTES:
                return answer
    return answer


def _encodings(
    picture: Image.Image, mime: str, *, quality: int, clear: bool
) -> Iterator[tuple[str, bytes]]:
    if clear or mime in {"image/png", "image/gif"}:
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
        yield "image/png", out.getvalue()
    if not clear:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        yield "image/jpeg", out.getvalue()


def _head(mime: str, picture: Image.Image) -> dict[str, object]:
    return {"mime": mime, "width": picture.size[0], "height": picture.size[1]}


def _refused(code: str) -> Answer:
    return {"refused": code}, b""


if __name__ == "__main__":
    main(sys.argv[1])
