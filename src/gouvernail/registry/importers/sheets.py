"""Workbooks (XLSX): real bytes counted before anything is parsed, merged cells spread out."""

import io
import re
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
TAG: Final = 200
_FORBIDDEN: Final = (b"<!DOCTYPE", b"<!ENTITY")
_MERGED: Final = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^>]{0,100}?ref\s{0,5}=\s{0,5}[\"']"
    rb"\$?([A-Za-z]{1,7})\$?(\d{1,9}):\$?([A-Za-z]{1,7})\$?(\d{1,9})"
)


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
    total = merged = 0
    for part in parts:
        size, area = _measured(archive, part, left=MAX_EXPANDED_BYTES - total)
        total, merged = total + size, merged + area
    if merged > MAX_CELLS:  # ranges that lie on one another: filling them would take the day
        raise FileProblemError("too_large_inside")


def _measured(archive: ZipFile, part: zipfile.ZipInfo, *, left: int) -> tuple[int, int]:
    """Return how many bytes a part really holds, and how many cells its merged ranges cover."""
    size, area, tail = 0, 0, b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > left:
                    raise FileProblemError("too_large_inside")
                seen = (tail + chunk).upper()
                if any(word in seen for word in _FORBIDDEN):
                    raise FileProblemError("forbidden_xml")
                area += sum(_cells(*found) for found in _MERGED.findall(tail + chunk))
                tail = _unfinished(chunk)
    except (BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
        if isinstance(error, FileProblemError):
            raise
        raise FileProblemError("broken_archive") from None
    return size, area


def _unfinished(chunk: bytes) -> bytes:
    """Return the end of a chunk where a word looked for may have begun."""
    tail = chunk[-TAG:]
    return tail[tail.rfind(b"<") :] if b"<" in tail else b""


def _cells(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """Return how many cells a range covers. Letters of a column are digits in base 26."""
    width = abs(_column(right) - _column(left)) + 1
    return width * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


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
