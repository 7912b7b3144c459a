"""What the rows of a file hold: one column a word, each with its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One word of a row: its kind, what it is when left out, and what it may be.

    `low` and `high` bound a number, `choices` are the words of a choice.
    """

    name: str
    kind: Kind = Kind.TEXT
    default: Value = ""
    required: bool = False
    choices: Sequence[str] = ()
    low: int = 0
    high: int = 999_999_999


def text(name: str, *, required: bool = False, default: str = "") -> Column:
    """Return a column of one line of text."""
    return Column(name=name, required=required, default=default)


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
