"""The written specification is held to what the code does, and a second reading of it too."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from gouvernail.kernel.text import FOLD_VERSION, fold
from gouvernail.kernel.text.characters import EQUIVALENTS, is_ignorable
from tests.kernel.text.test_fold import any_texts

PAGE = Path(__file__).parents[3] / "docs/reference/text-folding.md"
REPLACED = {"nothing": "", "a space": " "}


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def equivalents_of(page: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in page.splitlines():
        if line.startswith("| ") and "U+" in line and "with U+" not in line:
            written, folded = line.strip("| ").split(" | ")
            target = REPLACED.get(folded, folded.strip("`"))
            table |= {chr(int(point, 16)): target for point in re.findall(r"U\+(\w+)", written)}
    return table


def folded_by_the_page(text: str) -> str:
    """Fold by the seven steps as the page words them, without looking at the code."""
    table = str.maketrans(EQUIVALENTS)
    while True:
        before = text
        text = unicodedata.normalize("NFKD", text.translate(table))
        kept: list[str] = []
        for char in text:
            category, kind = unicodedata.category(char), unicodedata.combining(char)
            accent = kind == 1 or 10 <= kind <= 36 or kind >= 200
            if is_ignorable(ord(char)) or category == "Me" or (category == "Mn" and accent):
                continue
            if category[0] == "M" and kept and kept[-1].isascii():
                continue
            kept.append(char)
        text = unicodedata.normalize("NFKC", "".join(kept).casefold().translate(table))
        if text == before:
            return text


def test_the_page_names_the_version(page: str) -> None:
    assert page.startswith(f"# Text folding, version {FOLD_VERSION}\n")


def test_the_page_lists_every_equivalent(page: str) -> None:
    assert equivalents_of(page) == EQUIVALENTS


@given(any_texts)
@example("L’Été ™ œuvre ﬁ हिन्दी fr\u0e49ee \u1100\u200b\u1161")
@settings(max_examples=300)
def test_the_steps_of_the_page_give_what_the_code_gives(text: str) -> None:
    assert folded_by_the_page(text) == fold(text).text
