"""In which order the days of a file are written: looked for in the file, never guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gouvernail.listening.sources.rows import columns_of
from gouvernail.records.archives.moments import order_of


@dataclass(frozen=True, slots=True)
class Days:
    """What the days of a file say: that the day stands first, the month, or either.

    `examples` holds the first cell that says so, by `day`, `month` or `either`; `header` are the
    columns of the file.
    """

    header: tuple[str, ...]
    examples: Mapping[str, str]

    @property
    def day_first(self) -> bool | None:
        """Return whether the day stands first, as the file says; None when it does not say."""
        if self.examples.keys() >= {"day", "month"}:
            return None
        return True if "day" in self.examples else False if "month" in self.examples else None


def days_of(rows: Iterator[tuple[int, Any]], columns: Mapping[str, str]) -> Days:
    """Read the column of dates of a whole file. Pure.

    Args:
        rows: as `records.archives.tables` reads them, each with its line.
        columns: role to the name of a column, where somebody said it.
    """
    header: tuple[str, ...] = ()
    column = ""
    examples: dict[str, str] = {}
    for _line, row in rows:
        if not isinstance(row, dict):
            continue
        if not header:
            header = tuple(str(name) for name in row if name is not None)
            column = columns_of(header, columns).get("posted_at", "")
        order = order_of(row.get(column))
        if order:
            examples.setdefault(order, str(row[column]).strip())
    return Days(header, examples)
