"""One fact that a text states, in a form that can be compared."""

from enum import StrEnum
from typing import NamedTuple


class FactKind(StrEnum):
    """What a fact is about."""

    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    FIGURE = "figure"
    DATE = "date"
    DEADLINE = "deadline"
    TIME = "time"
    HOURS = "hours"


class Fact(NamedTuple):
    """One fact. Two of the same `kind` and `about` with different `value`s may be at odds.

    `about` is what is counted: a currency and its unit (`EUR/month`), a noun (`place`), or the
    part a date or time plays (`start`, `end`). `value` is canonical: a decimal number, a day in
    ISO 8601 (`--11-12` while its year is unknown), `18:00`, `09:00-18:00`. `start` and `end` are
    half-open offsets in the text as written.
    """

    kind: FactKind
    about: str
    value: str
    start: int
    end: int

    def agrees_with(self, other: "Fact") -> bool:
        """Whether both say the same; a day without its year agrees with that day of any year."""
        if self.kind not in {FactKind.DATE, FactKind.DEADLINE}:
            return self.value == other.value
        if "-" in (self.value[0], other.value[0]):
            return self.value[-6:].lstrip("-") == other.value[-6:].lstrip("-")
        return self.value == other.value
