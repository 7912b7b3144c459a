"""What a part of the model knows: how its rows are named, read from the site and written to it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from gouvernail.blueprint.sections.columns import Column, Row, Value
from gouvernail.kernel.rules.fields import Reading
from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A row as the site has it, and the id of the object behind it (none for what is only one)."""

    row: Row
    pk: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes the model into the site, when, and who agreed to it as a second person.

    Without `publishes`, what another hand puts in force stays a draft: nobody has agreed yet.
    """

    by: Person
    at: datetime
    agreed_by: Person | None = None
    publishes: bool = True

    @property
    def publisher(self) -> Person:
        """Return who answers for what needs other hands than those that wrote it."""
        return self.agreed_by or self.by


class Section(ABC):
    """A list of rows under one key of one file.

    `file` is the file's name, `key` the word in it, `columns` what a row holds, `named_by` the
    columns that name a row: two rows of one name are a fault, and a changed name is another row.
    This one is a single row, which cannot be taken out; see `Listed` for several. `waits`: what is
    written waits for a second person by itself.
    """

    file: ClassVar[str]
    key: str
    columns: tuple[Column, ...]
    named_by: tuple[str, ...] = ()
    waits: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """Return how messages call the section: `charter.yaml: risks`."""
        return f"{self.file}: {self.key}"

    def name_of(self, row: Row) -> str:
        """Return what names a row in its section."""
        return " · ".join(str(row[each]) for each in self.named_by if row[each]) or self.key

    def full(self, row: Mapping[str, object]) -> Row:
        """Return a row with every column, those left out as their default."""
        return {each.name: row.get(each.name, each.default) for each in self.columns}  # type: ignore[misc]  # values of the columns

    def same(self, before: Row, after: Row) -> bool:
        """Return whether a row of the site says what a row of the files says."""
        return all(before[name] == value for name, value in after.items())

    def details(self, before: Row, after: Row) -> list[tuple[str, Value, Value]]:
        """Return what differs between two rows, with what it was and what it would be."""
        return [
            (one.name, before[one.name], after[one.name])
            for one in self.columns
            if before[one.name] != after[one.name]
        ]

    def in_order(self, rows: Mapping[str, Row]) -> list[str]:
        """Return the names of rows in the order in which they can be written."""
        return list(rows)

    @abstractmethod
    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the rows of the site that `viewer` may see, by name. Constant in queries."""

    @abstractmethod
    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Make the site hold a row, which it held otherwise before, or did not hold."""


class Listed(Section):
    """A section of many rows, each of which can be taken out."""

    @abstractmethod
    def remove(self, before: Standing, how: Writing) -> None:
        """Take a row out of the site."""


class Kept(Listed):
    """A section whose rows are files of their own, kept as they are below a folder of its name."""

    @abstractmethod
    def path_of(self, row: Row) -> str:
        """Return where a row is kept, without `.yaml`: `packs/energy/prices`."""

    @abstractmethod
    def read(self, path: str, text: str, reading: Reading) -> Row | None:
        """Return the row that a file is; none, with its faults in `reading`, when it is wrong."""


Site = dict[Section, dict[str, Standing]]  # what the site holds of each section, by name
