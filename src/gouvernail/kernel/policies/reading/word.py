"""Word files (.docx). Read as if every tracked change were accepted; nothing in it is run.

Source: ECMA-376, Office Open XML File Formats, part 1 (WordprocessingML). The XML goes through
defusedxml: no entity is expanded, nothing is fetched.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gouvernail.kernel.policies.documents import Block, Document, Place, ReadingError, Warned

MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_PARTS: Final = 5000
MAX_PARAGRAPHS: Final = 50_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_MAIN: Final = "word/document.xml"
_STYLE: Final = re.compile(r"(?:heading|titre|überschrift)\s*([1-6])", re.IGNORECASE)
_TITLE: Final = re.compile(r"(?:title|titre)", re.IGNORECASE)
_LABEL: Final = 90
_GONE: Final = frozenset({_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText"})
_CHANGED: Final = frozenset({_W + "ins", _W + "del", _W + "moveFrom", _W + "moveTo"})
_PICTURES: Final = frozenset({_W + "drawing", _W + "pict"})
_SKIPPED: Final = _GONE | _PICTURES | {_W + "pPr", _W + "rPr"}


def read_docx(content: bytes, name: str = "") -> Document:
    """Return the document of a Word file; places are paragraphs, counted from 1.

    Raises:
        ReadingError: `file_broken`, `file_too_large`, `has_macros`, `password_needed`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive, name)
            body = _tree(parts, _MAIN, name)
            styles = _styles(_tree(parts, "word/styles.xml", name))
            facts = _facts(_tree(parts, "docProps/core.xml", name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ReadingError("file_broken", name) from error
    if body is None:
        raise ReadingError("format_unknown", name)
    blocks = tuple(_blocks(body, styles, name))
    title = next((each.text for each in blocks if each.level == -1), facts.get("title", ""))
    return Document(
        name=name,
        blocks=tuple(each for each in blocks if each.level >= 0),
        title=title,
        facts=facts,
        warnings=tuple(_warnings(body)),
    )


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """Return the parts that are read; sizes are counted as they unpack, whatever is declared."""
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise ReadingError("file_too_large", name, limit=f"{MAX_PARTS} parts")
    names = {info.filename.lower() for info in infos}
    if any(each.endswith("vbaproject.bin") for each in names):
        raise ReadingError("has_macros", name)
    parts, left = {}, MAX_UNPACKED
    for info in infos:
        if info.filename not in {_MAIN, "word/styles.xml", "docProps/core.xml"}:
            continue
        if info.flag_bits & 1:
            raise ReadingError("password_needed", name)
        with archive.open(info) as part:
            parts[info.filename] = part.read(left + 1)
        left -= len(parts[info.filename])
        if left < 0:
            raise ReadingError("file_too_large", name, limit="40 MB")
    return parts


def _tree(parts: dict[str, bytes], part: str, name: str) -> Element | None:
    if part not in parts:
        return None
    try:
        return fromstring(parts[part], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ReadingError("file_broken", name) from error


def _styles(tree: Element | None) -> dict[str, int]:
    """Return the level of each heading style by its identifier; -1 is the title."""
    levels: dict[str, int] = {}
    for style in tree.iter(_W + "style") if tree is not None else ():
        key = style.get(_W + "styleId", "")
        named = style.find(_W + "name")
        shown = named.get(_W + "val", "") if named is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if found := _STYLE.fullmatch(shown.strip()):
            levels[key] = int(found[1])
        elif _TITLE.fullmatch(shown.strip()):
            levels[key] = -1
        elif outline is not None:
            levels[key] = min(int(outline.get(_W + "val", "9") or 9), 9) + 1
    return {key: level for key, level in levels.items() if level <= 6}  # noqa: PLR2004 - h6


def _facts(tree: Element | None) -> dict[str, str]:
    wanted = {
        _DC + "title": "title",
        _DC + "creator": "author",
        _TERMS + "modified": "modified",
    }
    found = {
        wanted[each.tag]: each.text.strip()
        for each in (tree if tree is not None else ())
        if each.tag in wanted and each.text and each.text.strip()
    }
    return {key: value[:400] for key, value in found.items()}


def _warnings(body: Element) -> Iterator[Warned]:
    counts = Counter(each.tag for each in body.iter())
    for code, tags in (
        ("tracked_changes", _CHANGED),
        ("comments_left_out", {_W + "commentReference"}),
        ("notes_left_out", {_W + "footnoteReference", _W + "endnoteReference"}),
        ("pictures_left_out", _PICTURES),
    ):
        if count := sum(counts[tag] for tag in tags):
            yield Warned(code=code, count=count)


def _blocks(root: Element, styles: dict[str, int], name: str) -> Iterator[Block]:
    body = root.find(_W + "body")
    number = 0
    joined = ""  # the start of a paragraph whose end mark was deleted under tracking
    for element in _flow(body if body is not None else root):
        number += 1
        if number > MAX_PARAGRAPHS:
            raise ReadingError("file_too_large", name, limit=f"{MAX_PARAGRAPHS} paragraphs")
        text = joined + _words(element)
        if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            joined = text
            continue
        joined = ""
        if text.strip():
            yield _block(element, " ".join(text.split(" ")).strip(), styles, number)


def _flow(body: Element) -> Iterator[Element]:
    """Yield paragraphs and table rows in order, through the boxes they may lie in."""
    for each in body:
        if each.tag in {_W + "p", _W + "tr"}:
            yield each
        elif each.tag in {_W + "tbl", _W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"}:
            yield from _flow(each)


def _block(element: Element, text: str, styles: dict[str, int], number: int) -> Block:
    place = Place(paragraph=number)
    style = element.find(f"{_W}pPr/{_W}pStyle")
    key = style.get(_W + "val", "") if style is not None else ""
    outline = element.find(f"{_W}pPr/{_W}outlineLvl")
    level = styles.get(key, 0)
    if not level and outline is not None and outline.get(_W + "val", "9") in "012345":
        level = int(outline.get(_W + "val", "0")) + 1
    if level:
        return Block(text=text, place=place, level=level)
    if element.find(f"{_W}pPr/{_W}numPr") is not None or key.lower().startswith("list"):
        return Block(text=f"- {text}", place=place)
    return Block(text=text, place=place, is_label=len(text) <= _LABEL and _is_bold(element))


def _is_bold(paragraph: Element) -> bool:
    runs = [each for each in paragraph.iter(_W + "r") if _words(each).strip()]
    marks = [each.find(f"{_W}rPr/{_W}b") for each in runs]
    off = {"0", "false", "none"}
    return bool(runs) and all(m is not None and m.get(_W + "val", "1") not in off for m in marks)


def _words(element: Element) -> str:
    if element.tag == _W + "t":
        return element.text or ""
    if element.tag in {_W + "tab", _W + "br", _W + "cr"}:
        return "\n" if element.tag != _W + "tab" else " "
    if element.tag == _W + "noBreakHyphen":
        return "‑"
    if element.tag == _W + "tr":
        return " | ".join(_cell(each) for each in element.iter(_W + "tc"))
    return "".join(_words(each) for each in element if each.tag not in _SKIPPED)


def _cell(cell: Element) -> str:
    return " ".join(filter(None, (_words(each).strip() for each in cell.iter(_W + "p"))))
