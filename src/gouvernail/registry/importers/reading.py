"""The process that reads a file: nothing else runs in it, and little is left to it.

    python -m gouvernail.registry.importers.reading NAME  < file  > workbook.jsonl

It takes the file on standard input, bounds its own memory, time and files, and writes lines of
JSON: `{"problem": code, "detail": …}`, or `{}` and then `Workbook.dump`. It opens no file of the
machine and no network. Secrets are left out here: they never reach the process that asked.
"""

import codecs
import json
import resource
import sys
from collections.abc import Sequence
from typing import Final

from gouvernail.registry.importers.decoding import (
    ENCODINGS,
    GZIP,
    decoded,
    delimiter_of,
    gunzipped,
    rows_of_text,
)
from gouvernail.registry.importers.headers import header_row, joined_header
from gouvernail.registry.importers.nested import records_of_json, records_of_yaml
from gouvernail.registry.importers.secrets import is_secret_content, is_secret_header, masked
from gouvernail.registry.importers.sheets import ZIP, sheets_of
from gouvernail.registry.importers.tables import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    FileProblemError,
    Line,
    Table,
    Workbook,
)

MEMORY_BYTES: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 40
STREAMS: Final = 3
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
YAML_NAMES: Final = (".yaml", ".yml")


def read_workbook(data: bytes, name: str) -> Workbook:
    """Return what a file holds, its secrets left out.

    Raises:
        FileProblemError: it cannot be taken in; the code says why.
    """
    if not data.strip():
        raise FileProblemError("empty_file")
    if len(data) > MAX_FILE_BYTES:
        raise FileProblemError("too_large")
    lowered = name.lower()
    if data.startswith(GZIP):
        data, lowered = gunzipped(data), lowered.removesuffix(".gz")
        if not data.strip():
            raise FileProblemError("empty_file")
    if data.startswith(ZIP):
        return Workbook(kind="xlsx", tables=_tables(sheets_of(data)))
    if data.startswith(OLD_WORKBOOK):
        raise FileProblemError("old_workbook")
    return _read_text(data, lowered)


def _read_text(data: bytes, lowered: str) -> Workbook:
    text, encoding = decoded(data)
    text = text.removeprefix("\ufeff")
    if lowered.endswith(YAML_NAMES) or text.lstrip().startswith(("- ", "---")):
        tables = _tables([("", records_of_yaml(text))])
        return Workbook(kind="yaml", encoding=encoding, tables=tables)
    if lowered.endswith(".json") or text.lstrip()[:1] in {"[", "{"}:
        tables = _tables([("", records_of_json(text))])
        return Workbook(kind="json", encoding=encoding, tables=tables)
    delimiter = delimiter_of(text)
    rows = rows_of_text(text, delimiter=delimiter)
    return Workbook(
        kind="csv", encoding=encoding, delimiter=delimiter, tables=_tables([("", rows)])
    )


def _tables(sheets: Sequence[tuple[str, list[list[str]]]]) -> tuple[Table, ...]:
    tables = [table for name, rows in sheets if (table := _table(name, rows)) is not None]
    if not tables:
        raise FileProblemError("no_rows")
    if sum(len(table.lines) for table in tables) > MAX_ROWS:
        raise FileProblemError("too_many_rows")
    return tuple(tables)


def _table(name: str, rows: list[list[str]]) -> Table | None:
    """Return one sheet, or None when it holds no header with a row below it."""
    width = max((len(row) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise FileProblemError("too_many_columns")
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    start = header_row(rows)
    if start is None:
        return None
    header = joined_header(rows, start)
    lines = [
        Line(number=number, cells=tuple(cell[:MAX_CELL_LENGTH] for cell in row))
        for number, row in enumerate(rows[start + 1 :], start=start + 2)
        if any(row)
    ]
    if not lines:
        return None
    used = [
        column
        for column in range(width)
        if rows[start][column] or any(line.cells[column] for line in lines)
    ]
    lines = [
        Line(number=line.number, cells=tuple(line.cells[column] for column in used))
        for line in lines
    ]
    return without_secrets(name, tuple(header[column] for column in used), lines)


def without_secrets(name: str, header: tuple[str, ...], lines: Sequence[Line]) -> Table:
    """Return the table with columns of secrets emptied, and cells that hold one masked."""
    secret = {
        index
        for index, title in enumerate(header)
        if is_secret_header(title) or is_secret_content([line.cells[index] for line in lines])
    }
    masked_cells = 0
    kept: list[Line] = []
    for line in lines:
        cells = []
        for index, cell in enumerate(line.cells):
            clean = "" if index in secret else masked(cell)
            masked_cells += index not in secret and clean != cell
            cells.append(clean)
        kept.append(Line(number=line.number, cells=tuple(cells)))
    return Table(
        name=name,
        header=tuple(masked(title) for title in header),
        lines=tuple(kept),
        secret_columns=tuple(header[index] for index in sorted(secret)),
        masked_cells=masked_cells,
    )


def bound_resources() -> None:
    """Leave this process a bounded memory and time, and no new file, socket or process.

    The three streams are open already; with no fourth descriptor, nothing else ever is.
    """
    for name in ENCODINGS:  # codecs are files of Python's own: read while files may be
        codecs.lookup(name)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STREAMS, STREAMS))


def main(name: str) -> int:
    """Read standard input and write the workbook; 0 when it was read, 1 when it cannot be."""
    bound_resources()
    lines: list[str] = []
    answer = {}
    try:
        lines += read_workbook(sys.stdin.buffer.read(), name).dump()
    except FileProblemError as problem:
        answer = {"problem": problem.code, "detail": problem.detail}
    except MemoryError:
        answer = {"problem": "too_large_inside", "detail": ""}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.writelines([] if answer else lines)
    return 1 if answer else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
