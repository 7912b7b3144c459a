"""The lists of words are well formed: each line is read, no word has two weights."""

from importlib.resources import files

import pytest

from gouvernail.kernel.analysis import sentiment
from gouvernail.kernel.text import fold


@pytest.mark.parametrize("name", ["french.txt", "english.txt", "pictures.txt"])
def test_no_word_is_weighed_twice(name: str) -> None:
    lines = files(sentiment).joinpath(name).read_text("utf-8").splitlines()
    weighed = [line.partition(": ") for line in lines if line[0] in "-123"]
    written = [word for _weight, _colon, row in weighed for word in row.split()]
    folded = [fold(word).text if word[0].isalpha() else word for word in written]

    assert {weight for weight, _colon, _row in weighed} == {"3", "2", "1", "-1", "-2", "-3"}
    assert sorted({word for word in folded if folded.count(word) > 1}) == []
