"""What a file is, by its first bytes; its name is never believed."""

from typing import Final

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
GIF: Final = "image/gif"
FORMATS: Final = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP", GIF: "GIF"}
_WEBP_MARK_AT: Final = 8


def kind_of(data: bytes) -> str:
    """Return the media type of a picture we publish, or an empty text for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"RIFF") and data[_WEBP_MARK_AT:].startswith(b"WEBP"):
        return WEBP
    return ""
