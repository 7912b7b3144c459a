"""Everything one person has to do, on pages of its own: narrowed, counted, some at a time."""

from dataclasses import dataclass
from typing import Final

from gouvernail.web.today.lines import Row
from gouvernail.web.today.rows import TOPICS, Waiting, chores, decisions

SIZE: Final = 50
LATE: Final = frozenset({"overdue", "late", "stop"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """How the list is narrowed; what is left empty does not."""

    topic: str = ""
    late: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chores:
    """One page of what is to be done, with the places before and after it, as a `Page` has them."""

    rows: list[Row]
    total: int
    topics: list[tuple[str, str]]
    next_cursor: str
    previous_cursor: str


def chores_of(waiting: Waiting, narrowed: Narrowed, *, cursor: str = "") -> Chores:
    """Return one page of what somebody has to do, and the topics there are. As `chores` costs.

    The rows come from many tables and are gathered whole: `cursor` is the place of the first one.
    """
    return _page(chores(waiting), narrowed, cursor)


def decisions_of(waiting: Waiting, narrowed: Narrowed, *, cursor: str = "") -> Chores:
    """Return one page of what waits for somebody to decide, drafts, openings, secrets alike."""
    rows = decisions(waiting) or []
    return _page([("", row) for row in rows], narrowed, cursor)


def _page(everything: list[tuple[str, Row]], narrowed: Narrowed, cursor: str) -> Chores:
    present = {topic for topic, _row in everything}
    rows = [row for topic, row in everything if _fits(topic, row, narrowed)]
    first = min(int(cursor), len(rows)) if cursor.isascii() and cursor.isdigit() else 0
    return Chores(
        rows=rows[first : first + SIZE],
        total=len(rows),
        topics=[(topic, str(words)) for topic, words in TOPICS.items() if topic in present],
        next_cursor=str(first + SIZE) if first + SIZE < len(rows) else "",
        previous_cursor=str(max(0, first - SIZE)) if first else "",
    )


def _fits(topic: str, row: Row, narrowed: Narrowed) -> bool:
    if narrowed.topic and topic != narrowed.topic:
        return False
    if narrowed.late and row.kind not in LATE:
        return False
    return narrowed.words.casefold() in f"{row.title} {row.fact}".casefold()
