"""Ranking written answers for a message."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.ranking import Answer, Field, Index, Settings

SETTINGS = Settings(fields={"title": Field(weight=2.0), "text": Field(weight=1.0)})
ANSWERS = [
    Answer({"title": "Late delivery", "text": "We look for your parcel."}, ("Where is my order?",)),
    Answer({"title": "Refund", "text": "We pay you back within ten days."}, ("I want my money!",)),
    Answer({"title": "Opening hours", "text": "Open from nine to six."}),
]


def test_words_pieces_and_examples_each_find_their_answer() -> None:
    index = Index(ANSWERS, SETTINGS)

    for message, place in (
        ("my parcel!", 0),
        ("the deliveries are slow", 0),
        ("refunded?", 1),
        ("give me my money", 1),
        ("are you open at nine", 2),
    ):
        assert index.best(message, most=1)[0].index == place, message


def test_the_words_that_brought_an_answer_are_told_the_rarest_first() -> None:
    found = Index(ANSWERS, SETTINGS).best("we wait, my parcel", most=3)

    assert found[0].words[0] == "parcel"


def test_an_answer_used_more_comes_first_among_equals_and_never_alone() -> None:
    answers = [Answer({"title": "Refund"}, uses=1), Answer({"title": "Refund"}, uses=40)]
    index = Index([*answers, Answer({"title": "Hours"}, uses=900)], SETTINGS)

    assert [one.index for one in index.best("refund", most=3)] == [1, 0]


def test_an_answer_left_out_is_not_ranked_and_a_lift_moves_one_up() -> None:
    index = Index([Answer({"title": "Refund"}), Answer({"title": "Refund"})], SETTINGS)

    among = np.array([False, True])
    lift = np.array([1.0, 2.0])
    assert [one.index for one in index.best("refund", most=3, among=among)] == [1]
    assert [one.index for one in index.best("refund", most=3, lift=lift)] == [1, 0]


def test_nothing_indexed_or_nothing_alike_ranks_nothing() -> None:
    assert Index([], SETTINGS).best("refund", most=3) == []
    assert Index(ANSWERS, SETTINGS).best("@somebody", most=3) == []


@given(st.text(), st.lists(st.text(max_size=20), max_size=4))
def test_scores_stay_between_nothing_and_all(message: str, titles: list[str]) -> None:
    answers = [Answer({"title": title}, (title,), uses=3) for title in titles]
    index = Index(answers, SETTINGS)

    scores = index.scores(message)

    assert len(scores) == len(titles)
    assert all(0 <= one <= 1 + SETTINGS.used + 1e-9 for one in scores)
