"""Whether two texts speak of the same thing: by the names and the rare words they share."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from gouvernail.kernel.text.facts import EMPTY, singular
from gouvernail.kernel.text.folding import fold
from gouvernail.kernel.text.likeness import shingled
from gouvernail.kernel.text.splitting import spaced

ENOUGH: Final = 0.5
ENOUGH_WITH_A_NAME: Final = 0.3
_SHORTEST: Final = 3
_FEWEST: Final = 2
_NAME: Final = 2.0  # how many times a word of a name weighs


class Subject(NamedTuple):
    """What two texts share: how much of the smaller one, from 0 to 1, and the words, rare first."""

    score: float
    shared: tuple[str, ...]
    named: bool

    @property
    def same(self) -> bool:
        """Whether that is enough to call it one subject."""
        enough = ENOUGH_WITH_A_NAME if self.named else ENOUGH
        return len(self.shared) >= _FEWEST and self.score >= enough


@lru_cache(maxsize=4096)
def subject_words(text: str) -> frozenset[str]:
    """Return the words that tell what a text is about: no number, no date, nothing empty."""
    return frozenset(
        singular(word)
        for word in shingled(text).words
        if len(word) >= _SHORTEST and word not in EMPTY and not word[0].isdigit()
    )


class Subjects:
    """Texts that are compared with one another, and so how rare each word is among them.

    A word weighs `log(1 + texts / texts that hold it)` (as in the inverse document frequency of
    K. Spärck Jones, 1972), twice when it belongs to one of the `names` of the house: people,
    places, offers. What nearly every text says weighs little, without any list.
    """

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        kept = set(texts)
        counts = Counter(word for text in kept for word in subject_words(text))
        self._names = [spaced(fold(name)) for name in names]
        named = {singular(word) for name in self._names for word in name.split()}
        self._weights = {
            word: log(1 + len(kept) / count) * (_NAME if word in named else 1.0)
            for word, count in counts.items()
        }

    def compare(self, first: str, second: str) -> Subject:
        """Return what two of the texts share."""
        one, other = subject_words(first), subject_words(second)
        shared = sorted(one & other, key=lambda word: (-self._weights[word], word))
        smaller = min(self._sum(one), self._sum(other))
        score = self._sum(shared) / smaller if smaller else 0.0
        return Subject(score, tuple(shared), self._share_a_name(first, second))

    def _sum(self, words: Iterable[str]) -> float:
        return sum(map(self._weights.__getitem__, words))

    def _share_a_name(self, first: str, second: str) -> bool:
        one, other = _spaced(first), _spaced(second)
        return any(name in one and name in other for name in self._names)


@lru_cache(maxsize=4096)
def _spaced(text: str) -> str:
    return spaced(fold(text))
