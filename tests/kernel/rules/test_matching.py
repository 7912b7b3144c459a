"""Hyperscan and what serves without it have to agree, whatever the terms, patterns and texts."""

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.rules import Post
from gouvernail.kernel.rules.engine import Plan
from gouvernail.kernel.rules.matching import ENGINE, HyperscanPatterns, candidates, literals
from gouvernail.kernel.rules.post import Context
from gouvernail.kernel.rules.prepared import Prepared
from gouvernail.kernel.text import fold, spaced
from tests.make.rules import make_pack

WORDS = st.sampled_from(["a", "b", "ab", "ba", "été", "мир", "world", "世", "42", "🎉", "l'an"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=20).map(" ".join))
TERMS = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12)
PATTERNS = [
    r"a+b",
    r"\bun\b",
    r"\bl\w+",
    r"(?:a|b){2,4}$",
    r"^\s*a",
    r"[^a]b",
    r"\d{2,}",
    r"e[st]?e",
    r"\S+@\S+",
    r"世",
    r"(?:.*a){3}",
    r".{0,40}b.{0,40}ab",
    r"\pL{5,}",
]


def test_hyperscan_is_there_on_this_machine() -> None:
    assert ENGINE is not None


@settings(deadline=None)
@given(terms=TERMS, text=TEXTS)
def test_literals_are_the_same_with_and_without_hyperscan(terms: list[str], text: str) -> None:
    forms = sorted({spaced(fold(term)) for term in terms} - {" "})
    read = spaced(fold(text))
    if not forms:
        return

    fast = literals(forms).find(read)
    slow = literals(forms, engine=None).find(read)
    assert sorted(fast) == sorted(slow)
    for hit in slow:
        assert read.split()[hit.first : hit.last + 1] == forms[hit.literal].split()


@settings(deadline=None)
@given(text=TEXTS)
def test_candidates_never_leave_out_a_pattern_that_matches(text: str) -> None:
    patterns = [(pattern, False) for pattern in PATTERNS]
    read = fold(text).text

    fast = _FILTER.find(read)
    slow = candidates(patterns, engine=None).find(read)
    assert slow == {n for n, pattern in enumerate(PATTERNS) if re2.search(f"(?i){pattern}", read)}
    assert slow <= fast


_FILTER = candidates([(pattern, False) for pattern in PATTERNS])


def test_a_pattern_hyperscan_cannot_take_is_still_run() -> None:
    assert ENGINE is not None
    patterns = [
        (r"\bété\b(?i:x{0,900}y{0,900}z{0,900}){1,9}", False),
        (r"\Bab\B", False),
        ("x", True),
    ]
    search = HyperscanPatterns(patterns, ENGINE)

    assert 1 in search.find("cabd")
    assert 2 in search.find("x")
    assert 2 not in search.find("X")


@settings(deadline=None)
@given(text=TEXTS)
def test_a_plan_finds_the_same_without_hyperscan(text: str) -> None:
    for plan, slow in _PLANS:
        prepared = Prepared(Post(text=text), Context())
        assert plan.findings(prepared) == slow.findings(prepared)


_PACKS = [
    make_pack({"terms": {"any": ["a b", "ab", "été", "l'an", "мир"]}}),
    make_pack({"pattern": {"any": PATTERNS}}),
    make_pack({"pattern": {"any": ["A+", "é"], "on": "original", "sensitive": True}}),
]
_PLANS = [(Plan(pack), Plan(pack, engine=None)) for pack in _PACKS]


@pytest.mark.parametrize("size", [0, 1, 13, 14, 30, 65, 66, 69, 70, 200])
def test_what_ends_a_short_text_is_found_beside_an_anchored_pattern(size: int) -> None:
    found = candidates([("^abc", False), ("[0-9]+ ?%", False)]).find("y" * size + "42 %")

    assert found == {1}
