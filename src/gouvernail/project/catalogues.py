"""Compiles the catalogues of translated text: each area owns the `.po` files under its `locale/`.

Done in Python, because a bare machine has no GNU gettext. The `.mo` files are not committed.
"""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def catalogues(root: Path = ROOT) -> list[Path]:
    """Return every `.po` file below `root`, in path order."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def stale_catalogues(root: Path = ROOT) -> list[Path]:
    """Return the `.po` files whose compiled form is missing or older than they are."""
    return [
        source
        for source in catalogues(root)
        if not (compiled := source.with_suffix(".mo")).exists()
        or compiled.stat().st_mtime < source.stat().st_mtime
    ]


def compile_catalogues(root: Path = ROOT) -> int:
    """Compile what is stale and return how many files were written.

    Each file is replaced whole, so that a process reading it sees the old one or the new one.
    """
    stale = stale_catalogues(root)
    for source in stale:
        written = source.with_suffix(f".{os.getpid()}.mo")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(written))
        written.replace(source.with_suffix(".mo"))
    return len(stale)
