"""Facts that a text states in French or English: amounts, percentages, figures, dates, hours."""

from datetime import UTC, datetime
from functools import lru_cache

from gouvernail.kernel.text.facts.calendar import MONTHS, weekday
from gouvernail.kernel.text.facts.days import find_days
from gouvernail.kernel.text.facts.fact import Fact, FactKind
from gouvernail.kernel.text.facts.hours import find_hours
from gouvernail.kernel.text.facts.numbers import find_numbers
from gouvernail.kernel.text.facts.words import EMPTY, EMPTY_ENGLISH, EMPTY_FRENCH, singular
from gouvernail.kernel.text.folding import fold

__all__ = [
    "EMPTY",
    "EMPTY_ENGLISH",
    "EMPTY_FRENCH",
    "MONTHS",
    "Fact",
    "FactKind",
    "find_facts",
    "singular",
    "weekday",
]


@lru_cache(maxsize=4096)
def find_facts(text: str, lang: str = "", at: datetime | None = None) -> tuple[Fact, ...]:
    """Return the facts of a text, in order; none overlaps another.

    `lang` (`fr`, `en` or unknown) settles what the languages write differently; `at` is when the
    text appears (aware, read in UTC) and completes dates written without their year. Linear;
    kept for texts compared often.
    """
    folded = fold(text)
    near = at.astimezone(UTC).date() if at is not None else None
    found = [
        *find_days(folded.text, lang[:2], near),
        *find_hours(folded.text),
        *find_numbers(folded.text, lang[:2]),
    ]
    order = {kind: place for place, kind in enumerate(_FIRST)}
    found.sort(key=lambda fact: (order[fact.kind], -fact.end + fact.start))
    taken = bytearray(len(folded.text))
    kept: list[Fact] = []
    for fact in found:
        if not any(taken[fact.start : fact.end]) or _is_twin(fact, kept):
            taken[fact.start : fact.end] = b"\x01" * (fact.end - fact.start)
            kept.append(fact)
    kept.sort(key=lambda fact: (fact.start, fact.end))
    return tuple(
        fact._replace(start=start, end=end)
        for fact in kept
        for start, end in (folded.span(fact.start, fact.end),)
    )


_FIRST = (
    FactKind.AMOUNT,
    FactKind.PERCENTAGE,
    FactKind.DEADLINE,
    FactKind.DATE,
    FactKind.HOURS,
    FactKind.TIME,
    FactKind.FIGURE,
)
"""Which kind keeps a place that two of them claim."""


def _is_twin(fact: Fact, kept: list[Fact]) -> bool:
    """Whether it is the last day of a range whose first day was just kept."""
    return bool(kept) and kept[-1]._replace(about=fact.about, value=fact.value) == fact
