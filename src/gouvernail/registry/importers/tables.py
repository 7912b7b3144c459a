"""What a file holds, once read: tables of text, with what was left out and why."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

MAX_FILE_BYTES: Final = 12 * 1024 * 1024
MAX_EXPANDED_BYTES: Final = 96 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = 1_500_000
MAX_CELL_LENGTH: Final = 4_000
MASK: Final = "•••"


class FileProblemError(ValueError):
    """The file cannot be taken in. `code` is stable; `detail` never holds a cell."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table: its number as the file's own program shows it, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet: the header, the rows below it, and the columns that were emptied as secrets."""

    name: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    secret_columns: tuple[str, ...] = ()
    masked_cells: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """Everything a file holds, ready to be shown and stored: no secret is left in it.

    `kind` is `csv`, `xlsx`, `yaml` or `json`; `encoding` and `delimiter` as found.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    tables: tuple[Table, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Workbook":
        """Return what `dump` gave."""
        tables = tuple(
            Table(
                name=table["name"],
                header=tuple(table["header"]),
                lines=tuple(
                    Line(number=line["number"], cells=tuple(line["cells"]))
                    for line in table["lines"]
                ),
                secret_columns=tuple(table["secret_columns"]),
                masked_cells=table["masked_cells"],
            )
            for table in raw["tables"]
        )
        return cls(
            kind=raw["kind"],
            encoding=raw["encoding"],
            delimiter=raw["delimiter"],
            tables=tables,
            facts=dict(raw["facts"]),
        )
