"""The file of a holding page: one HTML document that needs nothing else. Pure."""

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from gouvernail.kernel.bilingual import Both

NAMES: Final = (
    *("lang", "organisation", "edition", "title", "title_en"),
    *("word", "word_en", "text", "text_en", "contact", "contact_en"),
)


@cache
def _page() -> Template:
    return Template(files(__package__).joinpath("holding-page.html").read_text("utf-8"))


@cache
def first_words() -> tuple[Both, Both]:
    """Return a title and a text to begin a holding page with."""
    found = []
    for language in ("fr", "en"):
        told = files(__package__).joinpath(f"holding-page.{language}.txt").read_text("utf-8")
        title, _line_end, text = told.partition("\n")
        found.append((title.strip(), text.strip()))
    (title, text), (title_en, text_en) = found
    return Both(title, title_en), Both(text, text_en)


def page_document(values: Mapping[str, str]) -> str:
    """Return the document of a holding page; every value is text, and stays text.

    Args:
        values: `NAMES`. `word…` and `text…` are paragraphs; `when` and `when_en` say when the word
            was given, where there is one.

    Raises:
        KeyError: a value is missing.
    """
    told = {name: escape(values[name]) for name in NAMES}
    for end in ("", "_en"):
        told[f"text{end}"] = _paragraphs(values[f"text{end}"])
        contact = values[f"contact{end}"].strip()
        told[f"contact{end}"] = f'<p class="call">{escape(contact)}</p>\n' if contact else ""
        word = values[f"word{end}"].strip()
        told[f"word{end}"] = ""
        if word:
            when = escape(values[f"when{end}"])
            told[f"word{end}"] = (
                f'<div class="word">{_paragraphs(word)}<p class="when">{when}</p></div>\n'
            )
    return _page().substitute(told)


def _paragraphs(text: str) -> str:
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    shown = (escape(block).replace("\n", "<br>\n") for block in blocks if block)
    return "".join(f"<p>{block}</p>\n" for block in shown)
