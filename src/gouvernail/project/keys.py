"""Keys that a site makes for itself on first use, readable by its processes only."""

import os
import secrets
from pathlib import Path

from gouvernail.foundation.modes import open_file, private_folder, read_by_all


def site_key(path: Path) -> str:
    """Return the key kept at `path`, made of 50 random bytes if it is not there yet."""
    mode = read_by_all(private_folder(path.parent))
    try:
        handle = open_file(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
        return key
