"""What changed between two texts: nothing is invented, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.text.differences import ADDED, REMOVED, SAME, word_diff

TEXTS = st.text(alphabet="ab é’.,\n22 4", max_size=60)


@given(old=TEXTS, new=TEXTS)
def test_what_stayed_and_came_is_the_new_text_and_with_what_went_the_old(
    old: str, new: str
) -> None:
    pieces = word_diff(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == new
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old


@given(text=TEXTS)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert all(piece.kind == SAME for piece in word_diff(text, text))


def test_words_change_whole_and_neighbours_are_joined() -> None:
    pieces = word_diff("We have 22 fast chargers.", "We have 24 slow chargers.")

    assert [(piece.kind, piece.text) for piece in pieces] == [
        (SAME, "We have "),
        (REMOVED, "22 fast"),
        (ADDED, "24 slow"),
        (SAME, " chargers."),
    ]


def test_a_very_long_text_is_compared_line_by_line() -> None:
    old = "\n".join(f"line {number} of a text" for number in range(6000))
    new = old.replace("line 3000 of", "LINE 3000 of")

    pieces = word_diff(old, new)

    assert [piece.text for piece in pieces if piece.kind == ADDED] == ["LINE 3000 of a text\n"]
