"""Every file of `GOUVERNAIL_HOME/keys`: what it is, and where it is kept besides.

A file that is not named here has no home: `gouvernail doctor` says so, and a test that makes every
key of a site fails. No Django, so that the doctor may ask before there is a site.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final


class Kept(StrEnum):
    """Where a file is found again when the machine is lost."""

    ESCROW = "copy of the keys"
    BACKUP = "backups and exports"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One kind of file: `pattern` is relative to the folder of keys."""

    pattern: str
    holds: str
    kept: Kept
    then: str


KEY_FILES: Final = (
    KeyFile(
        "vault.key",
        "opens tokens and what people keep in the vault",
        Kept.ESCROW,
        "`gouvernail keys import`",
    ),
    KeyFile("vault.key.d/*.pem", "later ones of it", Kept.ESCROW, "`gouvernail keys import`"),
    KeyFile("vault.pub", "seals them", Kept.ESCROW, "made from the private half by the import"),
    KeyFile("factors.key", "opens second factors", Kept.ESCROW, "`gouvernail keys import`"),
    KeyFile("factors.key.d/*.pem", "later ones of it", Kept.ESCROW, "`gouvernail keys import`"),
    KeyFile("ledger.vkey", "checks checkpoints", Kept.BACKUP, "`gouvernail restore`"),
    KeyFile("ledger-*.vkey", "the same, of later logs", Kept.BACKUP, "`gouvernail restore`"),
    KeyFile("statements.vkey", "checks statements", Kept.BACKUP, "`gouvernail restore`"),
    KeyFile("statements-*.vkey", "the same, earlier keys", Kept.BACKUP, "`gouvernail restore`"),
    KeyFile("ledger.key", "signs checkpoints", Kept.NOWHERE, "a new log has a new key"),
    KeyFile("ledger-*.key", "the same, of later logs", Kept.NOWHERE, "a new log has a new key"),
    KeyFile("statements.key", "signs statements", Kept.NOWHERE, "a new machine makes another"),
    KeyFile("directory.key", "signs the public list", Kept.NOWHERE, "a new machine makes another"),
    KeyFile("django", "signs sessions and links", Kept.NOWHERE, "everybody signs in again"),
)


def kinds_of(path: str) -> list[KeyFile]:
    """Return what a file is, by its path below the folder of keys; one kind if all is well."""
    return [each for each in KEY_FILES if fnmatchcase(path, each.pattern)]


def homeless(folder: Path, paths: Iterable[Path]) -> list[str]:
    """Return the files that no copy of anything is known to hold."""
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted(name for name in names if not kinds_of(name))
