"""Clauses that only their numbers announce: `Article 2 – Réserve`, `2.1 The agent...`, `3. Use`.

So most town halls and companies write, without a heading style in the whole file.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from gouvernail.kernel.policies.documents import Block

TYPED: Final = re.compile(
    r"(?:(?:article|art\.|section|§|clause|chapitre|chapter)\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})(?:\s*[.):–—-]+)?\s+(?=\S)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"(?:article|art\.|section|§|clause|chapitre|chapter)\b", re.IGNORECASE)
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,3}[.)]?\s")
_POINTED: Final = re.compile(r"\d{1,3}\s*[.):–—-]\s")
_ENDED: Final = (".", ";", ",", ":", "!", "?")
MAX_HEADING: Final = 120
_FEWEST: Final = 2


def numbered_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with headings where numbers that follow one another say so; else none.

    Where articles are named, a bare `1.` is an item of a list; numbers with points are clauses
    below. A line that announces a clause becomes its heading; a whole paragraph keeps its text,
    under a heading made by the caller (`is_label` says which: the heading has its own text).
    """
    named = any(_NAMED.match(block.text) and TYPED.match(block.text) for block in blocks)
    begins = [_number(block.text, named=named) for block in blocks]
    numbers = [number for number in begins if number]
    shortest = min(map(len, numbers), default=0)
    tops = [number for number in numbers if len(number) == shortest]
    if len(tops) < _FEWEST or any(later <= earlier for earlier, later in pairwise(numbers)):
        return []
    made: list[Block] = []
    for block, number in zip(blocks, begins, strict=True):
        made.extend(_parted(block, len(number)) if number else [block])
    return made


def _number(text: str, *, named: bool) -> tuple[int, ...]:
    """Return the number a paragraph begins with, part by part; empty when it begins with none."""
    typed = TYPED.match(text)
    shapes = (_NAMED, _DOTTED) if named else (_DOTTED, _POINTED)
    if typed is None or not any(shape.match(text) for shape in shapes):
        return ()
    return tuple(int(part) for part in typed["number"].split("."))


def _parted(block: Block, depth: int) -> list[Block]:
    """Return the heading of a paragraph and what follows its first line."""
    first, _, rest = block.text.partition("\n")
    typed = TYPED.match(first)
    if len(first) <= MAX_HEADING and not first.rstrip().endswith(_ENDED):
        heading = replace(block, text=first, level=depth)
        return [heading, replace(block, text=rest)] if rest.strip() else [heading]
    body = block.text[typed.end() :] if typed else block.text
    return [replace(block, level=depth, is_label=True), replace(block, text=body)]
