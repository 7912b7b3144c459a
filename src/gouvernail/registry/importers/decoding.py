"""From bytes to text, and from text to cells."""

import codecs
import csv
import io
import zlib
from collections import Counter
from typing import Final

from gouvernail.foundation.exports import meant
from gouvernail.registry.importers.tables import (
    MAX_CELL_LENGTH,
    MAX_EXPANDED_BYTES,
    FileProblemError,
)

GZIP: Final = b"\x1f\x8b"
DELIMITERS: Final = (";", ",", "\t", "|")
SAMPLE_LINES: Final = 60
ENCODINGS: Final = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "cp437",
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def gunzipped(data: bytes) -> bytes:
    """Return the content of a gzip file, counting real bytes while reading.

    Raises:
        FileProblemError: `too_large_inside` past the limit, `broken_archive` when it is cut.
    """
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = reader.decompress(data, MAX_EXPANDED_BYTES + 1)
    except zlib.error:
        raise FileProblemError("broken_archive") from None
    if len(content) > MAX_EXPANDED_BYTES:
        raise FileProblemError("too_large_inside")
    if not reader.eof:
        raise FileProblemError("broken_archive")
    return content


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding found: a mark, then UTF-16 by its zeros, UTF-8, cp1252.

    Raises:
        FileProblemError: `not_text` when it is none of them.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    if data.count(0) * 4 > len(data):
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return _strictly(data, encoding), encoding
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _strictly(data, "cp1252"), "cp1252"
    if "\x00" in text or _looks_binary(text):
        raise FileProblemError("not_text")
    return text, encoding


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise FileProblemError("not_text") from None


def _looks_binary(text: str) -> bool:
    sample = text[:4000]
    odd = sum(character < " " and character not in "\t\n\r\f\v" for character in sample)
    return odd * 50 > len(sample)


def delimiter_of(text: str) -> str:
    """Return the separator that gives the most regular rows; a comma when nothing tells."""
    best, best_score = ",", 0.0
    lines = [line[:MAX_CELL_LENGTH] for line in text.splitlines()[:SAMPLE_LINES]]
    for delimiter in DELIMITERS:
        widths = [
            len(row)
            for row in csv.reader(lines, delimiter=delimiter)
            if any(cell.strip() for cell in row)
        ]
        width, agreeing = Counter(widths).most_common(1)[0] if widths else (1, 0)
        score = agreeing / len(widths) * min(width, 12) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def rows_of_text(text: str, *, delimiter: str) -> list[list[str]]:
    """Return the rows of a delimited text, quotes and line breaks inside cells understood.

    Apostrophes that an export put before what could be a formula are taken away again.

    Raises:
        FileProblemError: `broken_csv` when a quote never closes over a huge cell.
    """
    csv.field_size_limit(MAX_CELL_LENGTH * 10)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[meant(cell).strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise FileProblemError("broken_csv", str(error)) from None
