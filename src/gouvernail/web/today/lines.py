"""One line of Today: what it is, one fact, one button; and one list of them."""

from dataclasses import dataclass, field
from datetime import datetime


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
    """One list: its rows, how many there are in all, and where the others are."""

    name: str
    title: str
    icon: str
    count: int
    rows: list[Row] = field(default_factory=list)
    url: str = ""
