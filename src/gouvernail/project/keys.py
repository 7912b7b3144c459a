"""Keys that a site makes for itself on first use, readable by its owner only."""

import os
import secrets
from pathlib import Path


def site_key(path: Path) -> str:
    """Return the key kept at `path`, made of 50 random bytes if it is not there yet."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
        return key
