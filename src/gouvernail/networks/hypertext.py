"""The words and the links of HTML that strangers wrote, in a time they do not choose.

`nh3` reads it as a browser would and writes it again in one regular way; what it wrote is then cut
by one expression. (The parser of Python's own library takes half a minute for 50 kB of `<a `.)
"""

import html
import re
from dataclasses import dataclass
from typing import Final

import nh3

MAX_HTML: Final = 200_000
MAX_POST_HTML: Final = 50_000
MAX_TAGS: Final = 12_000
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt"),
        *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    }
)
_NOT_READ: Final = frozenset(
    {"iframe", "noscript", "script", "select", "style", "svg", "template", "textarea", "title"}
)
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*) ?/?>')
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
_MARKED: Final = frozenset({"mention", "hashtag", "tag"})


@dataclass(frozen=True, slots=True)
class Hypertext:
    """What one reads of a piece of HTML.

    Attributes:
        text: words; a line for each block; the parts of a link hidden on screen count.
        links: addresses of its links, in order, without those marked as mention or hashtag.
        cut: it was longer than what is read.
    """

    text: str
    links: tuple[str, ...] = ()
    cut: bool = False


def read_html(source: str, *, most: int = MAX_HTML) -> Hypertext:
    """Return the words and the links of a piece of HTML, of its first `most` characters; total."""
    if "<" not in source and "&" not in source:
        return Hypertext(source[:most].strip(), cut=len(source) > most)
    taken = _bounded(source[:most])
    clean = nh3.clean(
        taken.encode("utf-8", "replace").decode(),
        tags=set(_BLOCKS | {"a"}),
        clean_content_tags=set(_NOT_READ),
        attributes={"a": {"href", "class", "rel"}},
        link_rel=None,
    )
    parts: list[str] = []
    links: list[str] = []
    place = 0
    for tag in _TAG.finditer(clean):
        parts.append(clean[place : tag.start()])
        place = tag.end()
        if tag[2] in _BLOCKS:
            parts.append("\n")
        elif tag[3]:
            links += _address(tag[3])
    parts.append(clean[place:])
    text = html.unescape("".join(parts)).strip()
    return Hypertext(text, tuple(links), cut=len(source) > len(taken))


def _bounded(source: str) -> str:
    """Return what comes before too many tags: reading nested ones costs their number squared."""
    pieces = source.split("<", MAX_TAGS)
    return source if len(pieces) <= MAX_TAGS else source[: len(source) - len(pieces[-1]) - 1]


def _address(attributes: str) -> list[str]:
    """Return where a link leads, if it is a plain one."""
    known = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    marks = {*known.get("class", "").split(), *known.get("rel", "").split()}
    return [known["href"]] if known.get("href") and not marks & _MARKED else []
