"""Reading a CSV as people save it: any usual encoding, comma, semicolon or tab."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.foundation.exports import DANGEROUS
from gouvernail.people.errors import TableUnreadableError

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5_000
MAX_CELL = 400
DELIMITERS = ",;\t"  # the first one when a heading holds none
ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by column name. `lines` are the numbers of the rows in the file, the header being 1.

    `ignored` are the headings nobody here knows.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    ignored: tuple[str, ...] = ()


def decoded(raw: bytes) -> str:
    """Return the text of a file.

    Raises:
        TableUnreadableError: it is empty, too large, or not text.
    """
    if not raw.strip():
        raise TableUnreadableError(_("This file is empty."))
    if len(raw) > MAX_BYTES:
        raise TableUnreadableError(_("This file is larger than 2 MB: cut it in two."))
    encoding = next((name for mark, name in ENCODINGS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text or raw[:4] == b"PK\x03\x04":
        raise TableUnreadableError(
            _("This is not a CSV file. In your spreadsheet, choose “Save as”, then CSV.")
        )
    return text


def read_table(text: str, *, headings: Mapping[str, str], needed: str) -> Table:
    """Return the rows of a CSV under the names that `headings` gives to its columns.

    `headings` maps a plain heading (see `plain_heading`) to a name; empty rows are left out.

    Raises:
        TableUnreadableError: the column `needed` is missing, or there are too many rows.
    """
    lines = list(_lines(text))
    header = [heading.strip() for heading in lines[0][1]] if lines else []
    names = [headings.get(plain_heading(heading), "") for heading in header]
    if needed not in names:
        said = {"name": pgettext("column", "name"), "code": pgettext("column", "code")}
        raise TableUnreadableError(
            _("The first row must name the columns; “%(name)s” is missing.")
            % {"name": said.get(needed, needed)}
        )
    kept = [(number, cells) for number, cells in lines[1:] if any(cell.strip() for cell in cells)]
    if len(kept) > MAX_ROWS:
        raise TableUnreadableError(_("There are more than 5,000 rows: cut the file in two."))
    return Table(
        columns=tuple(dict.fromkeys(name for name in names if name)),
        rows=tuple(_row(names, cells) for _number, cells in kept),
        lines=tuple(number for number, _cells in kept),
        ignored=tuple(
            heading for heading, name in zip(header, names, strict=True) if heading and not name
        ),
    )


def _lines(text: str) -> list[tuple[int, list[str]]]:
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise TableUnreadableError(
            _("Row %(line)s cannot be read.") % {"line": reader.line_num}
        ) from error


def _row(names: list[str], cells: list[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and not row.get(name):
            row[name] = clean_cell(cell)
    return row


def clean_cell(cell: str) -> str:
    """Return a cell as it was meant: no spaces around, no apostrophe put before a formula."""
    text = " ".join(cell.replace("\u00a0", " ").split())
    if text[:1] == "'" and text[1:2] and text[1] in DANGEROUS:
        text = text[1:]
    return text


def plain_heading(heading: str) -> str:
    """Return a heading without case, accents and punctuation: `E-mail pro.` is `e mail pro`."""
    folded = unicodedata.normalize("NFKD", heading.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in folded if sign.isascii())
    return " ".join(letters.split())
