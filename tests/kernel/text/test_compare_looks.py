import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.text import osa_distance, skeleton


@pytest.mark.parametrize(
    ("genuine", "lookalike"),
    [
        ("paypal", "раураl"),
        ("Microsoft", "Mіcrοsoft"),
        ("l", "1"),
        ("l", "I"),
        ("modern", "rnodern"),
        ("nordet", "n\u200bordet"),
        ("O", "0"),
        ("scope", "ѕсоре"),
    ],
)
def test_confusable_texts_share_a_skeleton(genuine: str, lookalike: str) -> None:
    assert skeleton(genuine) == skeleton(lookalike)


def test_different_names_keep_different_skeletons() -> None:
    assert skeleton("nordet") != skeleton("sudet")


@given(st.text())
def test_a_skeleton_is_its_own_skeleton(text: str) -> None:
    once = skeleton(text)

    assert skeleton(once) == once


@pytest.mark.parametrize(
    ("first", "second", "limit", "distance"),
    [
        ("nordet", "nordet", 2, 0),
        ("nordet", "nodret", 2, 1),
        ("nordet", "nordte", 2, 1),
        ("nordet", "nord", 2, 2),
        ("nordet", "energie", 2, 3),
        ("ca", "abc", 5, 3),
    ],
)
def test_the_distance_counts_edits_and_swaps_up_to_its_limit(
    first: str, second: str, limit: int, distance: int
) -> None:
    assert osa_distance(first, second, limit=limit) == distance
