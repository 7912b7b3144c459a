"""Decode one picture and encode it afresh, in a process of its own with tight limits.

Reads the file on standard input, writes one line of JSON and then the new file on standard output.
Run as `python -I worker.py <mime>`; a refusal is a code on the line. Nothing else imports this.
With `look` as a second argument it encodes nothing: what follows the line are 64 by 64 pixels of
red, green and blue, of what stands inside the plain colour around the picture.
"""

import io
import json
import resource
import struct
import sys
import warnings
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageChops, ImageOps, ImageSequence, ImageStat

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
LOOK_SIDE: Final = 1024  # of the copy in which the plain colour around is found
SQUARE: Final = 64
PLAIN: Final = 40  # of 255, up to which a pixel is of the plain colour
BRIGHT: Final = 215  # a drawing lighter than this on nothing is put on black
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
        answer(out.getvalue(), mime)
        answer(out.getvalue(), mime, look=True)
        if mime == "image/gif":
            moving = io.BytesIO()
            frames[0].save(moving, kind, save_all=True, append_images=frames[1:])
            answer(moving.getvalue(), mime)


def main(mime: str, *, look: bool = False) -> None:
    """Answer for the one picture on standard input."""
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    Image.init()
    rehearse()
    confine()
    head, body = answer(sys.stdin.buffer.read(), mime, look=look)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def answer(data: bytes, mime: str, *, look: bool = False) -> Answer:
    """Return what is written for one picture: a head, and the bytes after it."""
    try:
        return _encoded(data, mime, look=look)
    except MemoryError:
        return _refused("picture_too_slow")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _refused("picture_too_many_pixels")
    except _BROKEN:
        return _refused("picture_unreadable")


def _encoded(data: bytes, mime: str, *, look: bool) -> Answer:
    with Image.open(io.BytesIO(data), formats=(FORMATS[mime],)) as picture:
        frames = int(getattr(picture, "n_frames", 1))
        pixels = picture.size[0] * picture.size[1] * frames
        if pixels > MAX_PIXELS or frames > MAX_FRAMES:
            return _refused("picture_too_many_pixels")
        picture.load()
        if look:
            return _looked(picture)
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


def _looked(picture: Image.Image) -> Answer:
    """Return the first frame as a small square, with its proportions and what is around it."""
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((LOOK_SIDE, LOOK_SIDE))
    flat = _on_plain(upright)
    around = _around(flat)
    if around is not None:
        apart = ImageChops.difference(flat, Image.new("RGB", flat.size, around))
        most = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
        box = most.point([255 * (value > PLAIN) for value in range(256)]).getbbox()
        flat = flat.crop(box) if box else flat
    head: dict[str, object] = {"ratio": flat.size[0] / flat.size[1], "around": around}
    return head, flat.resize((SQUARE, SQUARE), Image.Resampling.BOX).tobytes()


def _on_plain(picture: Image.Image) -> Image.Image:
    """Put what is transparent on white; on black when it would not be seen on white."""
    alpha = picture.getchannel("A")
    bright = ImageStat.Stat(picture.convert("L"), mask=alpha.point([0] * 128 + [255] * 128))
    clear = alpha.getextrema() != (255, 255)
    on_black = clear and bright.count[0] > 0 and bright.mean[0] > BRIGHT
    flat = Image.new("RGB", picture.size, "black" if on_black else "white")
    flat.paste(picture, mask=alpha)
    return flat


def _around(picture: Image.Image) -> tuple[int, ...] | None:
    """Return the colour that three corners at least share; None when there is none."""
    right, bottom = picture.size[0] - 1, picture.size[1] - 1
    squares = ((x, y, x + 1, y + 1) for x in (0, right) for y in (0, bottom))
    corners = [tuple(picture.crop(square).tobytes()) for square in squares]
    for corner in corners:
        near = [
            other
            for other in corners
            if max(abs(a - b) for a, b in zip(corner, other, strict=True)) <= PLAIN // 2
        ]
        if len(near) > 2:  # noqa: PLR2004 -- of the four
            return corner
    return None


def _refused(code: str) -> Answer:
    return {"refused": code}, b""


if __name__ == "__main__":
    main(sys.argv[1], look="look" in sys.argv[2:])
