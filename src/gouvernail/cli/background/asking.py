"""Asking for a passphrase without showing it."""

import getpass
import os
from pathlib import Path


def credential(name: str) -> Path | None:
    """Return the file of a credential that systemd hands over (`LoadCredential=`), if it does."""
    path = Path(os.environ.get("CREDENTIALS_DIRECTORY", "")) / name
    return path if "CREDENTIALS_DIRECTORY" in os.environ and path.is_file() else None


def passphrase(path: Path | None, *, twice: bool = False) -> str:
    """Return the passphrase in a file, else the one typed on the terminal.

    Args:
        path: its first line is the passphrase.
        twice: ask again, and again until both are the same, for a new one.

    Raises:
        PassphraseMissingError: nobody is there to type one.
    """
    if path is not None:
        return path.read_text(encoding="utf-8").splitlines()[0]
    try:
        while True:
            typed = getpass.getpass("Passphrase: ")
            if not twice or typed == getpass.getpass("Again: "):
                return typed
    except EOFError:
        from gouvernail.vault.errors import PassphraseMissingError

        raise PassphraseMissingError from None
