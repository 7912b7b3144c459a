"""One line of Today: what it is, one fact, one button; and one list of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

SHOWN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`kind` is a state of the components (`warn`, `late`…); `at` is shown as a relative time."""

    kind: str
    title: str
    fact: str
    url: str
    verb: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One list: its rows, how many there are in all, and where the others are.

    `without_backup`: of those at risk, how many accounts nobody stands behind.
    """

    name: str
    title: str
    icon: str
    count: int
    rows: list[Row] = field(default_factory=list)
    url: str = ""
    without_backup: int = 0


def group_of(name: str, title: str, icon: str, rows: list[Row], url: str) -> Group:
    """Return a list with its first rows and the count of all."""
    return Group(name=name, title=title, icon=icon, count=len(rows), rows=rows[:SHOWN], url=url)
