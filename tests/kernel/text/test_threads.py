"""Where an author cuts a text into the posts of a thread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.text import Part, posts_of, thread_parts


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Bonjour.", ["Bonjour."]),
        ("Un.\n---\nDeux.", ["Un.", "Deux."]),
        ("Un.\n\n  -----  \n\nDeux.\n---\nTrois.", ["Un.", "Deux.", "Trois."]),
        ("---\nUn.\n---\n---\n", ["Un."]),
        ("---", [""]),
        ("Un -- deux --- trois.", ["Un -- deux --- trois."]),
        ("a\n--\nb", ["a\n--\nb"]),
        ("a\n– – –\nb", ["a\n– – –\nb"]),
        ("Un.\r\n---\r\nDeux.", ["Un.", "Deux."]),
    ],
)
def test_only_a_line_of_hyphens_alone_cuts(text: str, posts: list[str]) -> None:
    assert [part.text for part in thread_parts(text)] == posts


def test_where_there_are_no_threads_nothing_is_cut() -> None:
    text = "Un.\n---\nDeux."

    assert posts_of("linkedin", text) == (Part(text, 0, len(text)),)
    assert len(posts_of("bluesky", text)) == 2


@given(st.text(alphabet="ab -\n\r\té", max_size=80))
def test_each_part_stands_where_it_says_and_nothing_but_cuts_is_lost(text: str) -> None:
    parts = thread_parts(text)

    assert all(text[part.start : part.end] == part.text for part in parts)
    assert [part.start for part in parts] == sorted(part.start for part in parts)
    kept = "".join(part.text for part in parts)
    assert set(kept) <= set(text)
    assert kept.count("a") == text.count("a")
    assert kept.count("b") == text.count("b")
