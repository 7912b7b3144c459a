"""Tables leaving the house: CSV and XLSX that no spreadsheet will execute.

A cell whose first visible character could start a formula is prefixed with an apostrophe in CSV
(OWASP, CSV injection) and written as an explicit string in XLSX. A spreadsheet that separates by
something else than the comma, as a French one does, begins cells elsewhere: there too.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

DANGEROUS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # the last four are full-width forms
INVISIBLE = " \u00a0\u202f\u3000\ufeff\u200b"
# Where a reader with another separator would begin a cell, when what follows could be a formula.
_BEGINNING = f'([;|\t\r\n]["{INVISIBLE}]*)'
_FORMULA = "(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])"
ELSEWHERE = re.compile(_BEGINNING + _FORMULA)
MADE_SAFE = re.compile(f"{_BEGINNING}'{_FORMULA}")


def safe_cell(value: object) -> str:
    """Return `value` as text that a spreadsheet takes as text."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    stripped = text.lstrip(INVISIBLE)
    if stripped[:1] in DANGEROUS or text[:1] in DANGEROUS:
        return "'" + text
    return text


def csv_cell(value: object) -> str:
    """Return `value` as text that a spreadsheet takes as text, whatever it separates by."""
    return ELSEWHERE.sub("\\1'", safe_cell(value))


def meant(cell: str) -> str:
    """Return what a cell said before `csv_cell` put apostrophes into it, for reading it again."""
    if cell[:1] == "'" and safe_cell(cell[1:]) == cell:
        cell = cell[1:]
    return MADE_SAFE.sub("\\1", cell)


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of an RFC 4180 file, UTF-8 text, header first, formula-safe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for cells in _chain(header, rows):
        writer.writerow([csv_cell(cell) for cell in cells])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet whose cells are all strings; 1,048,576 rows at most.

    Signs that no workbook may hold (control codes) are shown as the sign of what is unreadable.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in _chain(header, rows):
        cells = []
        for value in row:
            text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _chain(
    header: Sequence[object], rows: Iterable[Sequence[object]]
) -> Iterator[Sequence[object]]:
    yield header
    yield from rows
