"""What a file holds, once read: tables of text, with what was left out and why."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

MAX_FILE_BYTES: Final = 12 * 1024 * 1024
MAX_EXPANDED_BYTES: Final = 96 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_PAGE_ROWS: Final = 20_000  # a page answers in seconds; longer lists go by the command line
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

    @property
    def rows(self) -> int:
        """Return how many rows all tables hold."""
        return sum(len(table.lines) for table in self.tables)

    def dump(self) -> Iterator[str]:
        """Yield it as lines of JSON: the file, then each table and its rows; never whole."""
        yield _line(self.kind, self.encoding, self.delimiter, dict(self.facts))
        for one in self.tables:
            secrets = list(one.secret_columns)
            yield _line(one.name, list(one.header), secrets, one.masked_cells, len(one.lines))
            for line in one.lines:
                yield _line(line.number, *line.cells)

    @classmethod
    def load(cls, lines: Iterable[str | bytes]) -> "Workbook":
        """Return what `dump` gave."""
        told = map(json.loads, lines)
        kind, encoding, delimiter, facts = next(told)
        tables = tuple(
            Table(
                name=name,
                header=tuple(header),
                lines=tuple(
                    Line(number=number, cells=tuple(cells))
                    for _index in range(count)
                    for number, *cells in (next(told),)
                ),
                secret_columns=tuple(secrets),
                masked_cells=masked,
            )
            for name, header, secrets, masked, count in told
        )
        return cls(kind=kind, encoding=encoding, delimiter=delimiter, tables=tables, facts=facts)

    def packed(self) -> bytes:
        """Return it as it is kept; the same workbook, the same bytes."""
        return gzip.compress("".join(self.dump()).encode(), mtime=0)

    @classmethod
    def unpacked(cls, content: bytes) -> "Workbook":
        """Return what `packed` gave."""
        return cls.load(gzip.decompress(content).splitlines())


def _line(*values: object) -> str:
    """Return one line of JSON, in ASCII: no character of a cell can end it."""
    return json.dumps(values, separators=(",", ":")) + "\n"
