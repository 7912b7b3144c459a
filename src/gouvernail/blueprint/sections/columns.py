"""What the rows of a file hold: one column a word, each with its kind."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff
from enum import Enum, auto
from typing import Final

Value = str | int | tuple[str, ...]
Row = Mapping[str, Value]

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG: Final = 20_000


class Kind(Enum):
    """How a value is written in a file."""

    TEXT = auto()
    LONG = auto()
    NUMBER = auto()
    DAY = auto()
    CLOCK = auto()
    CHOICE = auto()
    CHOICES = auto()
    UNIT = auto()
    PERSON = auto()
    CHANNELS = auto()
    DAYS = auto()
    WORDS = auto()
    STEPS = auto()
    ROWS = auto()
    COLOUR = auto()
    AUDIENCE = auto()
    ZONE = auto()
    COUNTRY = auto()
    LANGUAGES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One word of a row: its kind, what it is when left out, and what it may be.

    `low` and `high` bound a number, `longest` a text in characters (0: as its kind), `choices` are
    the words of a choice. `inner` are the columns of a list of rows: its value is one line of JSON
    a row (`row_line`), without what is empty.
    """

    name: str
    kind: Kind = Kind.TEXT
    default: Value = ""
    required: bool = False
    choices: Sequence[str] = ()
    low: int = 0
    high: int = 999_999_999
    longest: int = 0
    inner: "tuple[Column, ...]" = ()


def text(name: str, *, required: bool = False, default: str = "") -> Column:
    """Return a column of one line of text."""
    return Column(name=name, required=required, default=default)


def long(name: str, *, longest: int = LONG) -> Column:
    """Return a column of text that may take several lines."""
    return Column(name=name, kind=Kind.LONG, longest=longest)


def zone(name: str = "time_zone", *, default: str = "") -> Column:
    """Return a column that names a time zone (IANA)."""
    return Column(name=name, kind=Kind.ZONE, default=default)


def country(name: str = "country", *, default: str = "") -> Column:
    """Return a column that names a country (ISO 3166-1, two capitals)."""
    return Column(name=name, kind=Kind.COUNTRY, default=default)


def rows(name: str, *inner: Column, required: bool = False) -> Column:
    """Return a column that holds a list of rows."""
    return Column(name=name, kind=Kind.ROWS, default=(), inner=inner, required=required)


def row_line(row: Mapping[str, str], inner: Sequence[Column]) -> str:
    """Return a row within a row as one line of JSON, always the same."""
    said = {one.name: one_way(row.get(one.name, "")) for one in inner if row.get(one.name)}
    return json.dumps(said, ensure_ascii=False)


def one_way(text: str) -> str:
    """Return a text as files keep it: without space around it, lines ended in one way."""
    return "\n".join(text.split("\r\n")).replace("\r", "\n").strip()


def choice(
    name: str, choices: Sequence[str], *, default: str = "", required: bool = False
) -> Column:
    """Return a column that holds one word among several."""
    return Column(
        name=name, kind=Kind.CHOICE, choices=tuple(choices), default=default, required=required
    )


def unit(name: str = "unit", *, required: bool = True) -> Column:
    """Return a column that names a unit by its code."""
    return Column(name=name, kind=Kind.UNIT, required=required)


def person(name: str = "person", *, required: bool = False) -> Column:
    """Return a column that names a person: an e-mail, `staff:NUMBER` or `id:UUID`."""
    return Column(name=name, kind=Kind.PERSON, required=required)


def lines_that_differ(before: Value, after: Value) -> tuple[Value, Value]:
    """Return what two values hold, or the lines that only one of them has when there are many."""
    old, new = (_as_lines(each) for each in (before, after))
    if len(old) <= 1 and len(new) <= 1:
        return before, after
    found = list(ndiff(old, new))
    gone = tuple(line[2:] for line in found if line.startswith("- "))
    come = tuple(line[2:] for line in found if line.startswith("+ "))
    return gone, come


def _as_lines(value: Value) -> list[str]:
    return list(value) if isinstance(value, tuple) else str(value).splitlines()
