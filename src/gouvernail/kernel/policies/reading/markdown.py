"""Markdown, with its front matter, the HTML inside it, and the tags of publishing tools.

Source: CommonMark 0.31.2, as markdown-it-py reads it. The text of clauses stays Markdown.
"""

import re
from collections.abc import Mapping
from typing import Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gouvernail.kernel.policies.documents import NOTHING, Block, Document, Place, Warned
from gouvernail.kernel.policies.reading.markup import MarkupReader, without_contents

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"\{\{[<%](.{0,2000}?)[>%]\}\}|\{%(.{0,2000}?)%\}")
_QUOTED: Final = re.compile(r'(?:(\w+)=)?"([^"\n]{0,500})"')
_FACT: Final = 400
_PICTURE: Final = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)")
_MARKS: Final = re.compile(r"[*_`]+|&#x20;|\\(?=[_*])")
_LINK: Final = re.compile(r"\[([^\]]{0,300})\]\([^)]{0,1000}\)")


def read_markdown(source: str, name: str = "", warnings: tuple[Warned, ...] = ()) -> Document:
    """Return the document of a Markdown page; places are lines. Linear."""
    facts, source = _front_matter(source)
    source, tags = _without_tags(source)
    pictures = len(_PICTURE.findall(source))
    source = _PICTURE.sub("", source)
    blocks = without_contents(_blocks(source))
    warnings += (Warned(code="tags_dropped", count=tags),) * bool(tags)
    warnings += (Warned(code="pictures_left_out", count=pictures),) * bool(pictures)
    return Document(
        name=name,
        blocks=tuple(blocks),
        title=facts.get("title", ""),
        facts=facts,
        warnings=warnings,
    )


def _front_matter(source: str) -> tuple[Mapping[str, str], str]:
    """Return the facts above the text, and the text with as many empty lines in their place."""
    found = _FRONT.match(source)
    if found is None:
        return NOTHING, source
    try:
        read = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError):
        return NOTHING, source
    if not isinstance(read, dict):
        return NOTHING, source
    facts = {}
    for key, value in read.items():
        values = value if isinstance(value, list) else [value]
        words = [str(each) for each in values if isinstance(each, str | int | float) or each]
        facts[str(key)[:80]] = ", ".join(words)[:_FACT]
    blank = "\n" * found[0].count("\n")
    return facts, blank + source[found.end() :]


def _without_tags(source: str) -> tuple[str, int]:
    """Return the text less the tags of Hugo, Jekyll and GitBook; what they say stays."""
    lines, count = source.split("\n"), 0
    for number, line in enumerate(lines):
        if "{{" in line or "{%" in line:
            lines[number], found = _TAG.subn(_said, line)
            count += found
    return "\n".join(lines), count


def _said(tag: re.Match[str]) -> str:
    """Return what a tag shows: the text of a button with its link, the one word it is given."""
    words = tag[1] or tag[2]
    named = dict(_QUOTED.findall(words))
    if named.get("text") and named.get("href"):
        return f"[{named['text']}]({named['href']})"
    alone = [value for key, value in _QUOTED.findall(words) if not key]
    kind = words.split()[0] if words.split() else ""
    return alone[0] if len(alone) == 1 and kind not in {"note", "hint", "img"} else ""


def _blocks(source: str) -> list[Block]:
    lines = source.split("\n")
    markup = MarkupReader()
    tokens = [token for token in _PARSER.parse(source) if token.level == 0]
    for token in tokens:
        if token.map is None or token.nesting < 0:
            continue
        start, end = token.map
        if token.type == "html_block":
            markup.feed_at("\n".join(lines[start:end]), start + 1)
            continue
        markup.flush()
        markup.blocks.append(_block(token, lines[start:end], start + 1))
        if token.type == "heading_open":
            markup.saw_heading(int(token.tag[1]))
    return [each for each in markup.finish() if each.text]


def _block(token: Token, lines: list[str], line: int) -> Block:
    place = Place(line=line)
    if token.type == "heading_open":
        text = plain(" ".join(lines).strip().lstrip("#").rstrip("#= -\t"))
        return Block(text=text, place=place, level=int(token.tag[1]))
    text = "" if token.type == "hr" else "\n".join(each.rstrip() for each in lines).strip("\n")
    alone = token.type == "paragraph_open" and len(lines) == 1
    bold = alone and re.fullmatch(r"\*\*[^*]{2,120}\*\*:?", text) is not None
    return Block(text=plain(text) if bold else text, place=place, is_label=bold)


def plain(text: str) -> str:
    """Return a line of Markdown without its marks: a title."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())


_PARSER: Final = MarkdownIt("commonmark", {"html": True}).enable("table")
