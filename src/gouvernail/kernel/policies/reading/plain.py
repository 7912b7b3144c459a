"""Plain text, whose headings are short lines that stand alone."""

import re
from typing import Final

from gouvernail.kernel.policies.documents import Block, Document, Place, Warned

_LABEL: Final = 90
_LONG: Final = 100
_ITEM: Final = re.compile(r"\s*(?:[-*•–]\s|\d{1,2}[.)]\s|\(?[a-z]\)\s)")


def read_plain(source: str, name: str = "", warnings: tuple[Warned, ...] = ()) -> Document:
    """Return the document of a plain text; places are lines.

    Lines are paragraphs, unless none is long: then they were cut at the margin, and an empty line
    ends a paragraph.
    """
    lines = source.split("\n")
    wrapped = all(len(line) <= _LONG for line in lines)
    groups: list[tuple[int, list[str]]] = []
    open_group = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            open_group = False
        elif open_group and wrapped and not _ITEM.match(line):
            groups[-1][1].append(line)
        else:
            groups.append((number, [line]))
            open_group = True
    blocks = [_block(number, group, first=not at) for at, (number, group) in enumerate(groups)]
    title = blocks[0].text if blocks and blocks[0].is_label else ""
    return Document(name=name, blocks=tuple(blocks[bool(title) :]), title=title, warnings=warnings)


def _block(number: int, group: list[str], *, first: bool) -> Block:
    text = "\n".join(line.rstrip() for line in group)
    ended = text.endswith((".", ":", ";", ",", "!", "?")) and not first
    alone = len(group) == 1 and len(text) <= _LABEL and not ended and not _ITEM.match(text)
    is_label = alone and (first or text[:1].isupper())
    return Block(text=text, place=Place(line=number), is_label=is_label)
