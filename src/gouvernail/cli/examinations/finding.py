"""What an examination of `gouvernail doctor` says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Level(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: what was found and, if it is not well, how to mend it."""

    level: Level
    subject: str
    said: str
    mend: str = ""

    @classmethod
    def ok(cls, subject: str, said: str) -> Self:
        """Return a finding that all is well."""
        return cls(Level.OK, subject, said)

    @classmethod
    def warning(cls, subject: str, said: str, mend: str) -> Self:
        """Return something that works and deserves a look."""
        return cls(Level.WARNING, subject, said, mend)

    @classmethod
    def broken(cls, subject: str, said: str, mend: str) -> Self:
        """Return something that does not work, or is unsafe."""
        return cls(Level.BROKEN, subject, said, mend)
