"""What an import would do, row by row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """One row: its line in the file, who or what it is about, and what would become of it.

    `facts` are what the action takes, `target` the row there is; `changes` the fields that differ;
    `reasons` why it is refused. `grants` are (role, seat, unit id) to give.
    """

    line: int
    title: str
    outcome: Outcome
    facts: object = None
    target: UUID | None = None
    changes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    grants: tuple[tuple[str, str, UUID], ...] = ()
    parent_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All the rows of a file, and the headings that were not known."""

    rows: tuple[PlannedRow, ...]
    ignored: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows there are, and what would become of them."""
        return counts_of(self.rows)


def counts_of(rows: Iterable[PlannedRow]) -> dict[str, int]:
    """Return `rows`, `created`, `updated`, `unchanged` and `rejected`; they add up."""
    counted = Counter(str(row.outcome) for row in rows)
    return {"rows": counted.total(), **{str(each): counted[str(each)] for each in Outcome}}
