"""Workbooks (XLSX): real bytes counted before anything is parsed, merged cells spread out."""

import io
import zipfile
from datetime import date, datetime
from typing import Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from gouvernail.registry.importers.tables import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_EXPANDED_BYTES,
    MAX_ROWS,
    FileProblemError,
)

ZIP: Final = b"PK\x03\x04"
MAX_ENTRIES: Final = 500
CHUNK: Final = 1 << 16
_FORBIDDEN: Final = (b"<!DOCTYPE", b"<!ENTITY")


def check_archive(data: bytes) -> None:
    """Refuse archives that grow too large or declare entities, whatever their headers say.

    Raises:
        FileProblemError: `broken_archive`, `too_many_parts`, `too_large_inside`,
            `forbidden_xml`, `locked` (a password is needed), `not_a_workbook`.
    """
    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, OSError):
        raise FileProblemError("broken_archive") from None
    parts = archive.infolist()
    if len(parts) > MAX_ENTRIES:
        raise FileProblemError("too_many_parts")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise FileProblemError("not_a_workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblemError("locked")
    total = 0
    for part in parts:
        total += _size_of(archive, part, left=MAX_EXPANDED_BYTES - total)


def _size_of(archive: ZipFile, part: zipfile.ZipInfo, *, left: int) -> int:
    size, tail = 0, b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > left:
                    raise FileProblemError("too_large_inside")
                seen = (tail + chunk).upper()
                if any(word in seen for word in _FORBIDDEN):
                    raise FileProblemError("forbidden_xml")
                tail = chunk[-16:]
    except (BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
        if isinstance(error, FileProblemError):
            raise
        raise FileProblemError("broken_archive") from None
    return size


def sheets_of(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return each sheet's name and rows, as text; merged cells repeat what they show.

    Raises:
        FileProblemError: as `check_archive`, or `not_a_workbook`, `too_many_rows`.
    """
    check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError):
        raise FileProblemError("not_a_workbook") from None
    return [(sheet.title, _rows(sheet)) for sheet in book.worksheets]


def _rows(sheet: Worksheet) -> list[list[str]]:
    width, height = min(sheet.max_column or 0, MAX_COLUMNS), sheet.max_row or 0
    if height > MAX_ROWS * 2 or width * height > MAX_CELLS:
        raise FileProblemError("too_many_rows")
    rows = [
        [_text(value) for value in row]
        for row in sheet.iter_rows(max_col=width or None, values_only=True)
    ]
    for merged in sheet.merged_cells.ranges:
        shown = rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, len(rows))):
            for column in range(merged.min_col - 1, min(merged.max_col, width)):
                rows[row][column] = shown
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
