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


def dropped(char: str) -> bool:
    category, kind = unicodedata.category(char), unicodedata.combining(char)
    accent = kind == 1 or 10 <= kind <= 36 or kind >= 200
    return is_ignorable(ord(char)) or category == "Me" or (category == "Mn" and accent)


def is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def folded_by_the_page(text: str) -> str:
    """Fold by the eight steps as the page words them, without looking at the code."""
    table = str.maketrans(EQUIVALENTS)
    before = None
    while before != text:
        before = text
        text = "".join(char for char in text.translate(table) if not dropped(char))
        text = "".join(
            char
            for at, char in enumerate(text)
            if not all(map(is_mark, text[max(at - 30, 0) : at + 1])) or at < 30
        )
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not dropped(char))
        kept: list[str] = []
        for char in text:
            if not (is_mark(char) and kept and kept[-1].isascii()):
                kept.append(char)
        text = unicodedata.normalize("NFKC", "".join(kept).casefold().translate(table))
    return text


def test_only_thirty_marks_of_a_run_stay() -> None:
    for count in (29, 30, 31, 90):
        text = "ก" + "\u0e48" * count + "x"
        assert fold(text).text == folded_by_the_page(text) == "ก" + "\u0e48" * min(count, 30) + "x"


def test_the_page_names_the_version(page: str) -> None:
    assert page.startswith(f"# Text folding, version {FOLD_VERSION}\n")


def test_the_page_lists_every_equivalent(page: str) -> None:
    assert equivalents_of(page) == EQUIVALENTS


@given(any_texts)
@example("L’Été ™ œuvre ﬁ हिन्दी fr\u0e49ee \u1100\u200b\u1161")
@settings(max_examples=300)
def test_the_steps_of_the_page_give_what_the_code_gives(text: str) -> None:
    assert folded_by_the_page(text) == fold(text).text
