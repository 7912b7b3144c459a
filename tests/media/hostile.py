"""Pictures that mean harm, built here: bombs, polyglots, cut and damaged files, leaks."""

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, PngImagePlugin

from tests.make.media import make_picture

KINDS = ("PNG", "JPEG", "WEBP", "GIF")
SECRET = b"Lat 48.8584 Long 2.2945"
SCRIPT = b"<script>alert(document.cookie)</script>"
CLEANED, REFUSED, EITHER = "cleaned", "refused", "either"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: what it is called here, its bytes, and what must become of it."""

    name: str
    data: bytes
    fate: str


def corpus() -> list[Hostile]:
    """Return every hostile file, always the same."""
    makers = (impostors, cut, damaged, bombs, polyglots, leaks, mixed, moving)
    return [file for maker in makers for file in maker()]


def impostors() -> Iterator[Hostile]:
    """Yield what is no picture we take, whatever it is called."""
    heads = {
        "pdf": b"%PDF-1.7\n",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "windows": b"MZ\x90\x00",
        "elf": b"\x7fELF\x02\x01\x01",
        "mach-o": b"\xcf\xfa\xed\xfe",
        "java": b"\xca\xfe\xba\xbe",
        "wasm": b"\x00asm\x01\x00\x00\x00",
        "shell": b"#!/bin/sh\nid\n",
        "php": b"<?php phpinfo();",
        "pickle": b"\x80\x04\x95\x1a\x00\x00\x00cposix\nsystem\n",
        "html": b"<!doctype html>" + SCRIPT,
        "xml": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "svg-onload": b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>",
        "svg-xxe": b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x 'a'>]><svg>&x;</svg>",
        "svg-use": b"<svg><use href='data:image/svg+xml;base64,PHN2Zy8+#x'/></svg>",
        "svg-foreign": b"<svg><foreignObject><a href='javascript:1'/></foreignObject></svg>",
        "svg-bom": b"\xef\xbb\xbf<svg onload=alert(1)/>",
        "svgz": gzip.compress(b"<svg onload=alert(1)/>"),
        "tiff-le": b"II*\x00\x08\x00\x00\x00",
        "tiff-be": b"MM\x00*\x00\x00\x00\x08",
        "bigtiff": b"II+\x00\x08\x00\x00\x00",
        "heic": b"\x00\x00\x00\x18ftypheic",
        "heif": b"\x00\x00\x00\x18ftypmif1",
        "avif": b"\x00\x00\x00\x18ftypavif",
        "jpeg2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n",
        "j2k": b"\xff\x4f\xff\x51",
        "jxl": b"\xff\x0a\xfa\x7f",
        "jxl-box": b"\x00\x00\x00\x0cJXL \r\n\x87\n",
        "bmp": b"BM\x36\x00\x00\x00",
        "ico": b"\x00\x00\x01\x00\x01\x00",
        "cur": b"\x00\x00\x02\x00\x01\x00",
        "icns": b"icns\x00\x00\x01\x00",
        "psd": b"8BPS\x00\x01",
        "pcx": b"\x0a\x05\x01\x08",
        "ppm": b"P6\n4 4\n255\n",
        "xbm": b"#define x_width 4\n",
        "xpm": b"/* XPM */\nstatic char *x[] = {",
        "fits": b"SIMPLE  =                    T",
        "dds": b"DDS \x7c\x00\x00\x00",
        "wmf": b"\xd7\xcd\xc6\x9a",
        "emf": b"\x01\x00\x00\x00\x58\x00\x00\x00",
        "hdr": b"#?RADIANCE\n",
        "exr": b"v/1\x01",
        "mp4": b"\x00\x00\x00\x20ftypisom",
        "mov": b"\x00\x00\x00\x14ftypqt  ",
        "webm": b"\x1a\x45\xdf\xa3",
        "wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
        "avi": b"RIFF\x24\x00\x00\x00AVI LIST",
        "flash": b"CWS\x0a",
        "zip": b"PK\x03\x04\x14\x00",
        "rar": b"Rar!\x1a\x07\x01\x00",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "xz": b"\xfd7zXZ\x00",
        "sqlite": b"SQLite format 3\x00",
        "json": b'{"a": 1}',
        "spaces": b"   ",
        "nul": b"\x00" * 64,
        "almost-png": b"\x89PNG\n\x1a\n",
        "almost-gif": b"GIF88a",
        "almost-jpeg": b"\xff\xd8\x00\x00",
        "png-later": b"\n\x89PNG\r\n\x1a\n",
        "empty": b"",
    }
    for name, head in heads.items():
        yield Hostile(f"impostor {name}", head + b"\x01\x02\x03" * 40 * bool(head), REFUSED)


def cut() -> Iterator[Hostile]:
    """Yield pictures that stop in the middle."""
    for kind in KINDS:
        whole = _noise(kind)
        for tenth in (1, 2, 3, 4, 5, 6, 7, 8, 9):
            yield Hostile(f"cut {kind} {tenth}0 %", whole[: len(whole) * tenth // 10], REFUSED)
        yield Hostile(f"cut {kind} head", whole[:12], REFUSED)


def damaged() -> Iterator[Hostile]:
    """Yield pictures with bytes changed at places drawn once for all."""
    draw = random.Random(20261121)  # noqa: S311 - the same damage every time
    for kind in KINDS:
        whole = _noise(kind)
        for number in range(16):
            data = bytearray(whole)
            for _ in range(1 + number * 2):
                data[draw.randrange(len(data))] = draw.randrange(256)
            yield Hostile(f"damaged {kind} {number}", bytes(data), EITHER)


def bombs() -> Iterator[Hostile]:
    """Yield little files that would fill the memory, or the day."""
    for side in (6_400, 10_000, 20_000, 65_535, 2**31 - 1):
        rows = zlib.compress(bytes(1_000_000), 9)
        yield Hostile(f"bomb PNG {side}", _png(side, side, rows), REFUSED)
        yield Hostile(f"bomb PNG flat {side}", _png(side, side * 2, rows, depth=1), REFUSED)
    real = zlib.compress((b"\x00" + bytes(1_250)) * 10_000, 9)
    yield Hostile("bomb PNG of 100 megapixels, real", _png(10_000, 10_000, real, depth=1), REFUSED)
    for side in (8_000, 40_000, 65_535):
        yield Hostile(f"bomb GIF {side}", _gif_canvas(side), REFUSED)
        yield Hostile(f"bomb JPEG {side}", _jpeg_claiming(side), REFUSED)
    yield Hostile("bomb GIF of 300 frames", _gif_frames(300, 8), REFUSED)
    yield Hostile("bomb GIF of wide frames", _gif_frames(60, 1_000), REFUSED)
    yield Hostile("bomb WEBP of 16383", _webp_claiming(16_383), REFUSED)
    swollen = zlib.compress(bytes(80_000_000), 9)
    text = b"Comment\x00\x00" + swollen
    yield Hostile("bomb PNG zTXt", _png_with(b"zTXt", text), EITHER)
    yield Hostile(
        "bomb PNG iTXt", _png_with(b"iTXt", b"Comment\x00\x01\x00\x00\x00" + swollen), EITHER
    )
    yield Hostile("bomb PNG iCCP", _png_with(b"iCCP", b"icc\x00\x00" + swollen), EITHER)
    many = b"".join(_chunk(b"tEXt", b"k%d\x00v" % number) for number in range(20_000))
    yield Hostile("bomb PNG of 20,000 texts", _png(8, 8, _rows(8, 8), before=many), EITHER)
    whole = make_picture("JPEG")
    yield Hostile(
        "bomb JPEG of comments", whole[:2] + _comment(b"x" * 60_000) * 300 + whole[2:], EITHER
    )
    yield Hostile("bomb JPEG of restarts", whole[:-2] + b"\xff\xd0" * 200_000 + whole[-2:], EITHER)


def polyglots() -> Iterator[Hostile]:
    """Yield files that are a good picture, and something else besides."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("payload.html", SCRIPT)
    tails = {
        "page": SCRIPT,
        "archive": out.getvalue(),
        "php": b"<?php system($_GET[0]); ?>" + SCRIPT,
        "pdf": b"%PDF-1.4 /JavaScript (app.alert(1))" + SCRIPT,
        "svg": b"<svg onload=alert(1)>" + SCRIPT,
        "script": b"*/alert(1);//" + SCRIPT,
        "second picture": make_picture("PNG", colour="red") + SCRIPT,
    }
    for kind in KINDS:
        for name, tail in tails.items():
            yield Hostile(f"polyglot {kind} and {name}", make_picture(kind) + tail, CLEANED)
    whole = make_picture("JPEG")
    yield Hostile("polyglot JPEG comment", whole[:2] + _comment(SCRIPT) + whole[2:], CLEANED)
    yield Hostile("polyglot PNG text", _png_with(b"tEXt", b"Comment\x00" + SCRIPT), CLEANED)
    yield Hostile("polyglot PNG unknown chunk", _png_with(b"evIl", SCRIPT), CLEANED)
    gif = make_picture("GIF")
    comment = b"\x21\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\x00"
    yield Hostile("polyglot GIF comment", gif[:-1] + comment + b";", CLEANED)
    yield Hostile(
        "polyglot GIF that is a script", b"GIF89a=1/*" + gif[10:] + b"*/;alert(1)", EITHER
    )
    coloured = Image.new("P", (40, 1))
    coloured.putpalette(list((SCRIPT + b" " * 768)[:768]))
    out = io.BytesIO()
    coloured.save(out, "GIF")
    yield Hostile("polyglot GIF palette", out.getvalue(), CLEANED)


def leaks() -> Iterator[Hostile]:
    """Yield good pictures that say where, when and by whom they were taken."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 30.0), 29: SECRET.decode()}
    exif[0x9286] = SECRET.decode()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    yield Hostile("leak JPEG Exif", make_picture("JPEG", exif=exif), CLEANED)
    yield Hostile("leak PNG Exif", make_picture("PNG", exif=exif), CLEANED)
    yield Hostile("leak WEBP Exif", make_picture("WEBP", exif=exif), CLEANED)
    yield Hostile("leak JPEG XMP", make_picture("JPEG", xmp=xmp), CLEANED)
    yield Hostile("leak WEBP XMP", make_picture("WEBP", xmp=xmp), CLEANED)
    yield Hostile("leak JPEG comment", make_picture("JPEG", comment=SECRET), CLEANED)
    yield Hostile("leak GIF comment", make_picture("GIF", comment=SECRET), CLEANED)
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    yield Hostile("leak PNG texts", make_picture("PNG", pnginfo=info), CLEANED)
    for kind in ("JPEG", "PNG", "WEBP"):
        icc = SECRET + bytes(200)
        yield Hostile(f"leak {kind} profile", make_picture(kind, icc_profile=icc), EITHER)
    whole = make_picture("JPEG")
    photoshop = (
        b"\xff\xed" + struct.pack(">H", 2 + 14 + len(SECRET)) + b"Photoshop 3.0\x00" + SECRET
    )
    yield Hostile("leak JPEG IPTC", whole[:2] + photoshop + whole[2:], CLEANED)


def mixed() -> Iterator[Hostile]:
    """Yield the first bytes of one kind before the body of another."""
    for first in KINDS:
        for second in KINDS:
            if first != second:
                data = make_picture(first)[:12] + make_picture(second)[12:]
                yield Hostile(f"mixed {first} then {second}", data, REFUSED)


def moving() -> Iterator[Hostile]:
    """Yield pictures that move: few frames are kept moving or still, never as they were sent."""
    for kind in ("GIF", "WEBP", "PNG"):
        frames = [Image.new("RGB", (12, 12), colour) for colour in ("red", "green", "blue")]
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50)
        yield Hostile(f"moving {kind}", out.getvalue() + SCRIPT, CLEANED)


def _noise(kind: str) -> bytes:
    out = io.BytesIO()
    draw = random.Random(7)  # noqa: S311 - the same picture every time
    Image.frombytes("RGB", (60, 60), draw.randbytes(60 * 60 * 3)).save(out, kind)
    return out.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _rows(width: int, height: int) -> bytes:
    return zlib.compress((b"\x00" + bytes(width * 3)) * height)


def _png(width: int, height: int, rows: bytes, *, depth: int = 8, before: bytes = b"") -> bytes:
    colour = 2 if depth == 8 else 0
    head = struct.pack(">IIBBBBB", width, min(height, 2**31 - 1), depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + before
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def _png_with(kind: bytes, body: bytes) -> bytes:
    return _png(8, 8, _rows(8, 8), before=_chunk(kind, body))


def _comment(body: bytes) -> bytes:
    return b"\xff\xfe" + struct.pack(">H", len(body) + 2) + body


def _gif_canvas(side: int) -> bytes:
    data = bytearray(make_picture("GIF"))
    data[6:10] = struct.pack("<HH", side, side)
    return bytes(data)


def _gif_frames(count: int, side: int) -> bytes:
    frames = [Image.new("L", (side, side), number % 256) for number in range(count)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=20)
    return out.getvalue()


def _jpeg_claiming(side: int) -> bytes:
    data = bytearray(make_picture("JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", side, side)
    return bytes(data)


def _webp_claiming(side: int) -> bytes:
    data = bytearray(make_picture("WEBP"))
    place = data.index(b"\x9d\x01\x2a") + 3
    data[place : place + 4] = struct.pack("<HH", side, side)
    return bytes(data)
