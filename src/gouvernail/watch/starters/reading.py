"""Reading the models of texts: plain text with names in braces, one file a language. Pure.

A line in capitals is the title of a section; `{name}` stands for what is filled in. Both languages
have the same sections with the same names in each.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.kernel.bilingual import VARIABLE, Both, filled

MODELS: Final = ("situation-report", "review")
_TITLE: Final = re.compile(r"(?:\d{1,2}\. )?[^a-zß-öø-ÿ{}]*[A-ZÀ-Þ]{2}[^a-zß-öø-ÿ{}]*")
_NAME: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_BRACE: Final = re.compile(r"[{}]")


class ModelError(ValueError):
    """A model that does not hold together; `place` is `<file>:<line>`, `code` what is wrong."""

    def __init__(self, code: str, place: str, detail: str = "") -> None:
        super().__init__(f"{code} at {place} {detail}".strip())
        self.code, self.place, self.detail = code, place, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a text: its title, and what stands under it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextModel:
    """A text in both languages, and the names to fill in, in the order of the French."""

    slug: str
    words: Both
    names: tuple[str, ...]

    def written(self, values: Mapping[str, str], language: str) -> str:
        """Return the text filled in.

        Raises:
            KeyError: a name has no value; nothing leaves with a hole in it.
        """
        if missing := [name for name in self.names if name not in values]:
            raise KeyError(missing[0])
        return filled(self.words.said(language), values)

    def sections(self, values: Mapping[str, str], language: str) -> tuple[Section, ...]:
        """Return the text filled in, section by section; a line of a value is never a title.

        Raises:
            KeyError: a name has no value.
        """
        if missing := [name for name in self.names if name not in values]:
            raise KeyError(missing[0])
        return tuple(
            Section(title=filled(title, values), text=filled(text, values))
            for title, text in _titled(self.words.said(language))
        )


@cache
def text_model(slug: str) -> TextModel:
    """Return one of `MODELS`.

    Raises:
        KeyError: no model bears this slug.
    """
    if slug not in MODELS:
        raise KeyError(slug)
    folder = files(__package__)
    french, english = (
        folder.joinpath(f"{slug}.{lang}.txt").read_text("utf-8") for lang in ("fr", "en")
    )
    return read_model(slug, french, english)


def read_model(slug: str, french: str, english: str) -> TextModel:
    """Return the model that two texts make.

    Raises:
        ModelError: `bad_name`, `open_brace`, `sections_differ` or `names_differ`, with its file
            and line.
    """
    told = [
        list(_sections(text, f"{slug}.{lang}.txt"))
        for lang, text in (("fr", french), ("en", english))
    ]
    if len(told[0]) != len(told[1]):
        counts = f"{len(told[0])} / {len(told[1])}"
        raise ModelError("sections_differ", f"{slug}.en.txt:{told[1][-1][0]}", counts)
    for (_line, ours), (line, theirs) in zip(*told, strict=True):
        if odd := ours ^ theirs:
            raise ModelError("names_differ", f"{slug}.en.txt:{line}", ", ".join(sorted(odd)))
    names = tuple(dict.fromkeys(VARIABLE.findall(french)))
    return TextModel(slug=slug, words=Both(french, english), names=names)


def _sections(text: str, file: str) -> Iterator[tuple[int, set[str]]]:
    """Yield the line where each section begins and the names in it; the first one is the top."""
    first, names = 1, set[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if number > 1 and _TITLE.fullmatch(line):
            yield first, names
            first, names = number, set()
        for found in VARIABLE.findall(line):
            if not _NAME.fullmatch(found):
                raise ModelError("bad_name", f"{file}:{number}", found)
            names.add(found)
        if _BRACE.search(VARIABLE.sub("", line)):
            raise ModelError("open_brace", f"{file}:{number}", line.strip())
    yield first, names


def _titled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the title and the rest of each section; the title of the top is its first line."""
    title, _line_end, rest = text.partition("\n")
    lines: list[str] = []
    for line in rest.split("\n"):
        if _TITLE.fullmatch(line):
            yield title, "\n".join(lines).strip()
            title, lines = line, []
        else:
            lines.append(line)
    yield title, "\n".join(lines).strip()
