"""Files by the SHA-256 of their bytes, under `MEDIA_ROOT`: written once, never changed."""

import hashlib
import os
import tempfile
from pathlib import Path

from gouvernail.foundation.modes import read_by_all
from gouvernail.media.queries import place_of


def keep(data: bytes) -> str:
    """Put `data` on disk, whole or not at all, and return its SHA-256 in hexadecimal."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = place_of(sha256)
    if place.exists():
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), read_by_all(place.parent))  # the sender reads it too
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(place)
    return sha256
