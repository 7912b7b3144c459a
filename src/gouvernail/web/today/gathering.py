"""Reading many sources of lines at little cost: one query says which of them hold anything.

Nearly every source is empty for nearly everybody: each is counted beside the others, and read only
where it holds something that is shown.
"""

from collections.abc import Mapping
from typing import Any

from gouvernail.foundation.counting import CountOf
from gouvernail.people.models import Person
from gouvernail.web.today.lines import SHOWN, Row, Source, Sources

Counts = Mapping[Source[Any], int]
"""How many things each source holds."""


def counted(person: Person, *lists: Sources) -> Counts:
    """Return how many things each source of these lists holds. One query."""
    sources = [one for rows in lists for one in rows if isinstance(one, Source)]
    asked = [one for one in sources if not one.asked.query.is_empty()]
    if not asked:
        return dict.fromkeys(sources, 0)
    one_row = Person.objects.filter(pk=person.pk)
    held = one_row.values_list(*(CountOf(one.asked) for one in asked)).get()
    return dict.fromkeys(sources, 0) | dict(zip(asked, held, strict=True))


def everything(sources: Sources, counts: Counts) -> list[Row]:
    """Return every line, in the order of the sources. One query for each that holds something."""
    return [row for one in sources for row in _lines(one, counts)]


def first(sources: Sources, counts: Counts) -> tuple[list[Row], int]:
    """Return the first lines that a short list shows, and how many there are in all.

    At most as many queries as lines are shown, and one for each source that must be read to be
    counted.
    """
    rows: list[Row] = []
    total = 0
    for one in sources:
        if isinstance(one, Source) and one.exact and len(rows) >= SHOWN:
            total += counts[one]
            continue
        found = _lines(one, counts)
        rows += found
        total += len(found)
    return rows[:SHOWN], total


def _lines(one: Source[Any] | Row, counts: Counts) -> list[Row]:
    if isinstance(one, Row):
        return [one]
    return one.lines(list(one.asked)) if counts[one] else []
