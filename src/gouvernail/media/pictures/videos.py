"""A video as somebody sent it: its type and its frame are checked, nothing in it is decoded.

It is kept to the byte and given to be saved, never played by a page of ours. MP4 and QuickTime are
boxes one after the other (ISO/IEC 14496-12); WebM is EBML (RFC 8794).
"""

from collections.abc import Iterator
from typing import Final

from gouvernail.media.errors import PictureRefusedError

MP4: Final = "video/mp4"
QUICKTIME: Final = "video/quicktime"
WEBM: Final = "video/webm"
ENDINGS: Final = {MP4: "mp4", QUICKTIME: "mov", WEBM: "webm"}
MAX_VIDEO_BYTES: Final = 200_000_000
MEGA: Final = 1_000_000
MAX_BOXES: Final = 10_000
_EBML: Final = b"\x1a\x45\xdf\xa3"
_HEAD: Final = 8
_LONG: Final = 16
_DOCTYPE_WITHIN: Final = 80


def checked_video(data: bytes) -> str:
    """Return the media type of a video, judged by its bytes, never by its name.

    Raises:
        PictureRefusedError: empty, too heavy, of another type, or its parts do not add up.
    """
    if not data:
        raise PictureRefusedError("picture_empty")
    if len(data) > MAX_VIDEO_BYTES:
        size, limit = -(-len(data) // MEGA), MAX_VIDEO_BYTES // MEGA
        raise PictureRefusedError("video_too_large", size=size, limit=limit)
    if data.startswith(_EBML):
        return _webm(data)
    if data[4:8] != b"ftyp":
        raise PictureRefusedError("video_type_unknown")
    kinds = set(_boxes(data))
    if not {b"moov", b"mdat"} <= kinds and b"moof" not in kinds:
        raise PictureRefusedError("video_unreadable")
    return QUICKTIME if data[8:12] == b"qt  " else MP4


def _webm(data: bytes) -> str:
    if b"\x42\x82\x84webm" not in data[:_DOCTYPE_WITHIN]:  # DocType, four signs: webm
        raise PictureRefusedError("video_type_unknown")
    return WEBM


def _boxes(data: bytes) -> Iterator[bytes]:
    """Yield the types of the outer boxes; their sizes must lead exactly to the end."""
    at = count = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        least = _HEAD
        if size == 1:
            size, least = int.from_bytes(data[at + _HEAD : at + _LONG]), _LONG
        elif size == 0:
            size = len(data) - at  # to the end of the file
        count += 1
        if size < least or at + size > len(data) or count > MAX_BOXES:
            raise PictureRefusedError("video_unreadable")
        yield data[at + 4 : at + _HEAD]
        at += size
