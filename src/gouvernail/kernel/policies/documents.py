"""A policy as it stands in a file: blocks of text in order, each with its place there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from gouvernail.kernel.policies.wording import FRENCH_UNITS, ONE, UNITS, WORDS

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Place(NamedTuple):
    """Where a block begins in its file, all from 1; 0 where that means nothing there.

    A line in Markdown and HTML; a page and a line in a PDF; a paragraph in a Word file.
    """

    line: int = 0
    page: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        named = (("page", self.page), ("paragraph", self.paragraph))
        words = [f"{name} {number}" for name, number in named if number]
        return ":".join([*words, *([str(self.line)] if self.line else [])])


NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading (`level` from 1 to 6) or one piece of text (`level` 0), in light Markdown.

    `is_label` marks what looks like a heading without being marked as one: a short paragraph in
    bold, a line alone.
    """

    text: str
    place: Place
    level: int = 0
    is_label: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something the reader of the result should know; `code` is stable."""

    code: str
    count: int = 1
    place: Place = NOWHERE

    @property
    def message(self) -> Mapping[str, str]:
        """The sentence in French and English."""
        words = ONE.get(self.code, WORDS[self.code]) if self.count == 1 else WORDS[self.code]
        return {
            lang: text.format(count=self.count, place=self.place) for lang, text in words.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read of one file; `facts` are what it says of itself (front matter, properties)."""

    name: str
    blocks: tuple[Block, ...]
    title: str = ""
    facts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    warnings: tuple[Warned, ...] = ()


def _french_unit(found: re.Match[str]) -> str:
    return FRENCH_UNITS[found[0]]


class ReadingError(ValueError):
    """A file that cannot be read as a policy. `code` is stable, `message` in both languages."""

    def __init__(self, code: str, name: str, **values: object) -> None:
        self.code, self.name = code, name
        french = {key: UNITS.sub(_french_unit, str(value)) for key, value in values.items()}
        self.message: Mapping[str, str] = {
            "fr": WORDS[code]["fr"].format(**french),
            "en": WORDS[code]["en"].format(**values),
        }
        super().__init__(f"{name}: {self.message['en']}")
