"""One line of the status page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How an item stands. The order is that of a page that shows the worst first."""

    STOP = "stop"
    WARN = "warn"
    OK = "ok"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is well or not.

    Attributes:
        code: stable, for machines.
        title: what it is.
        said: how it stands, in a sentence.
        todo: what to do; empty when nothing is to be done.
        guide: the page of the documentation that says more, as `how-to/restore`.
        page: a view of the site where it is dealt with; empty when there is none.
        facts: the same for machines: numbers, instants as text, never a secret.
    """

    code: str
    title: str
    level: Level
    said: str
    todo: str = ""
    guide: str = ""
    page: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items that belong together."""

    code: str
    title: str
    icon: str
    items: list[Item]

    @property
    def level(self) -> Level:
        """Return the worst of its items."""
        return worst(self.items)


def worst(items: list[Item]) -> Level:
    """Return the worst level there is; what is idle counts as well."""
    levels = {item.level for item in items}
    return next((level for level in (Level.STOP, Level.WARN) if level in levels), Level.OK)
