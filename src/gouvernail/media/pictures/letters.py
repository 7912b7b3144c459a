"""An e-mail as a mail program saves it (`.eml`, RFC 5322), told by its bytes."""

import re
from email.parser import BytesHeaderParser
from typing import Final

HEAD_BYTES: Final = 65_536
_FIRST: Final = re.compile(rb"[!-9;-~]+:")  # RFC 5322, section 2.2: a name without space, a colon
_TRACES: Final = ("Date", "Message-ID", "Received", "Return-Path")


def is_letter(data: bytes) -> bool:
    """Return whether these bytes are an e-mail: headers that say from whom, and one trace of it.

    Nothing of it is decoded, followed or run; what it holds may be a trap and is kept as it came.
    """
    head = data[:HEAD_BYTES]
    if b"\0" in head or not _FIRST.match(head):
        return False
    said = BytesHeaderParser().parsebytes(head)
    return "From" in said and any(one in said for one in _TRACES)
