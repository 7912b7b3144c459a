"""PDF files, by the size and the weight of their letters. Places are pages and lines.

Source: ISO 32000-2 through pypdf. A PDF does not say what is a heading: lines in larger or bold
letters are taken for one, and the result says that it was guessed.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from gouvernail.kernel.policies.documents import Block, Document, Place, ReadingError, Warned

MAX_PAGES: Final = 300
MAX_STREAM: Final = 4 * 1024 * 1024
MAX_PIECES: Final = 400_000
_BROKEN: Final = (
    PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    ZeroDivisionError,
)
"""What pypdf raises on a file that is not what it says."""
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_NUMBER_ALONE: Final = re.compile(
    r"(?:page\s*)?\d{1,4}(?:\s*(?:/|of|sur)\s*\d{1,4})?", re.IGNORECASE
)
_PAGE_OF: Final = re.compile(r"(?:page|p\.)\s*\d+|\d+\s*(?:/|of|sur)\s*\d+", re.IGNORECASE)
_BULLET: Final = re.compile(r"^[•●▪◦‣∙·–—-]\s*(?=\S)")
_LARGER: Final = 1.08
_LABEL: Final = 120
_GAP: Final = 1.45
_EDGE: Final = 3
_SENTENCE: Final = tuple(".;,")


@dataclass(slots=True)
class _Line:
    page: int
    number: int
    y: float
    size: float
    bold: bool
    text: str


class _TooMuchError(Exception):
    """The file holds more than is read."""


def read_pdf(content: bytes, name: str = "") -> Document:
    """Return the document of a PDF.

    Raises:
        ReadingError: `file_broken`, `file_too_large`, `password_needed`, `no_text`.
    """
    try:
        reader = _opened(content, name)
        facts = _facts(reader)
        pages = _pages(reader)
    except _TooMuchError as error:
        raise ReadingError("file_too_large", name, limit="400 000") from error
    except ReadingError:
        raise
    except _BROKEN as error:
        raise ReadingError("file_broken", name) from error
    if not any(pages):
        raise ReadingError("no_text", name)
    blank = sum(not lines for lines in pages)
    lines = _without_margins(pages)
    warnings = (Warned(code="blank_pages", count=blank),) * bool(blank)
    return Document(
        name=name,
        blocks=tuple(_blocks(lines)),
        title=facts.get("title", ""),
        facts=facts,
        warnings=warnings,
    )


def _opened(content: bytes, name: str) -> PdfReader:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadingError("password_needed", name)
    if len(reader.pages) > MAX_PAGES:
        raise ReadingError("file_too_large", name, limit=f"{MAX_PAGES} pages")
    return reader


def _facts(reader: PdfReader) -> dict[str, str]:
    told = reader.metadata
    if told is None:
        return {}
    rows = {"title": told.title, "author": told.author, "modified": told.get("/ModDate")}
    return {key: str(value)[:400].strip() for key, value in rows.items() if value}


def _pages(reader: PdfReader) -> list[list[_Line]]:
    left = MAX_PIECES
    pages = []
    for number, page in enumerate(reader.pages, start=1):
        stream = page.get_contents()
        if stream is not None and len(stream.get_data()) > MAX_STREAM:
            raise _TooMuchError
        pieces = _pieces(page, left)
        left -= len(pieces)
        pages.append(_lines(pieces, number))
    return pages


def _pieces(page: PageObject, left: int) -> list[tuple[float, float, float, bool, str]]:
    """Return the pieces of text of a page: baseline, left, size, weight, words."""
    pieces: list[tuple[float, float, float, bool, str]] = []

    def keep(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if len(pieces) >= left:
            raise _TooMuchError
        if not text.strip("\n"):
            return
        # PDF matrices multiply as rows: the text's, then the page's.
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
        named = str(font.get("/BaseFont", "")) if isinstance(font, dict) else ""
        bold = _BOLD.search(named) is not None
        pieces.append((y, x, size * scale, bold, text.replace("\n", "")))

    page.extract_text(visitor_text=keep)
    return pieces


def _lines(pieces: list[tuple[float, float, float, bool, str]], page: int) -> list[_Line]:
    """Join pieces that stand on one line, in the order of the file."""
    lines: list[_Line] = []
    weights: list[Counter[bool]] = []
    for y, _x, size, bold, text in pieces:
        if lines and abs(lines[-1].y - y) <= max(size, lines[-1].size) * 0.4:
            lines[-1].text += text
            lines[-1].size = max(lines[-1].size, size) if text.strip() else lines[-1].size
        else:
            lines.append(_Line(page, 0, y, size, bold, text))
            weights.append(Counter())
        weights[-1][bold] += len(text.strip())
    kept: list[_Line] = []
    for line, weight in zip(lines, weights, strict=True):
        line.text = " ".join(line.text.split())
        line.bold = weight[True] > 0 and not weight[False]
        if line.text:
            line.number = len(kept) + 1
            kept.append(line)
    return kept


def _without_margins(pages: list[list[_Line]]) -> list[_Line]:
    """Leave out page numbers, and the lines repeated at the top or foot of most pages."""
    written = [lines for lines in pages if lines]
    edges: Counter[str] = Counter()
    for lines in written:
        edges.update({_faceless(each.text) for each in (*lines[:2], *lines[-2:])})
    often = {text for text, count in edges.items() if count >= max(_EDGE, len(written) * 0.6)}
    kept = []
    for lines in written:
        last = len(lines) - 1
        for place, line in enumerate(lines):
            edge = place <= 1 or place >= last - 1
            if edge and (_faceless(line.text) in often or _NUMBER_ALONE.fullmatch(line.text)):
                continue
            kept.append(line)
    return kept


def _faceless(text: str) -> str:
    return _PAGE_OF.sub("0", text)


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({round(line.size, 1) for line in lines if line.size > body * _LARGER})
    levels = {size: min(rank, 6) for rank, size in enumerate(reversed(larger), start=1)}
    leading = _leading(lines)
    group: list[_Line] = []
    for line in lines:
        if group and not _goes_on(group[-1], line, leading):
            yield _block(group, levels)
            group = []
        group.append(line)
    if group:
        yield _block(group, levels)


def _leading(lines: list[_Line]) -> float:
    """Return the usual distance between two lines of a paragraph."""
    steps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and 0 < above.y - below.y < above.size * 2.2
    )
    usual = [step for step, _count in steps.most_common(3)]
    return min(usual) if usual else 14.0


def _goes_on(above: _Line, line: _Line, leading: float) -> bool:
    same = abs(above.size - line.size) < above.size * 0.05 and above.bold == line.bold
    if not same or _BULLET.match(line.text):
        return False
    if above.page != line.page:
        return not above.text.endswith((".", "!", "?", ":", ";"))
    return 0 <= above.y - line.y <= max(leading * _GAP, line.size * 1.45)


def _block(group: list[_Line], levels: dict[float, int]) -> Block:
    first = group[0]
    place = Place(page=first.page, line=first.number)
    text = ""
    for line in group:
        broken = text.endswith("\u00ad") or (text.endswith("\u2010") and line.text[:1].islower())
        text = text[:-1] + line.text if broken else f"{text} {line.text}".strip()
    level = levels.get(round(first.size, 1), 0)
    if level and len(text) <= _LABEL * 2:
        return Block(text=text, place=place, level=level)
    label = first.bold and len(text) <= _LABEL and not text.endswith(_SENTENCE)
    return Block(text=_BULLET.sub("- ", text), place=place, is_label=label)
