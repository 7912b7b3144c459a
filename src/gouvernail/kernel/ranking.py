"""Ranking written answers for a message: words, pairs of words and pieces of words. Pure.

Fields are weighed together before they saturate (BM25F: Robertson, Zaragoza and Taylor, "Simple
BM25 extension to multiple weighted fields", CIKM 2004). Pieces are character n-grams within words,
which forgive spelling and inflection (McNamee and Mayfield, "Character n-gram tokenization for
European language text retrieval", 2004). Examples of messages are compared one by one, by the
cosine of their TF-IDF vectors, and the nearest counts. No model, no training: an index is built
from the answers alone, and the same index gives the same order for ever.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gouvernail.kernel.text import fold, tokens
from gouvernail.kernel.text.splitting import TokenKind

Scores = NDArray[np.float64]

K1: Final = 1.2
"""How soon a word repeated in an answer stops adding (BM25's usual value)."""
PIECE: Final = 4
"""Length of the pieces of words, in code points, with a mark at each end of a word."""
MOST_TERMS: Final = 400
"""Words of a message that are read; what follows is not."""
_ENDS: Final = "\x02", "\x03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a field weighs, and how far its length counts against it (0 to 1)."""

    weight: float
    length: float = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How much each view of the words counts; chosen on threads that no figure is told of."""

    fields: Mapping[str, Field]
    words: float = 0.5
    pairs: float = 0.3
    pieces: float = 1.0
    examples: float = 2.0
    used: float = 0.05


class Answer(NamedTuple):
    """One answer: its fields by name, examples of messages it answers, how often it was used."""

    fields: Mapping[str, str]
    examples: tuple[str, ...] = ()
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place of an answer in what was indexed, its score, the words that brought it."""

    index: int
    score: float
    words: tuple[str, ...]


def words_in(text: str) -> list[str]:
    """Return the words of a text, folded; handles, which name people, left out."""
    return [one.text for one in tokens(fold(text)) if one.kind != TokenKind.HANDLE][:MOST_TERMS]


def pairs_of(words: Sequence[str]) -> list[str]:
    """Return each two words that follow one another."""
    return [f"{one} {two}" for one, two in pairwise(words)]


def pieces_of(words: Iterable[str]) -> list[str]:
    """Return the pieces of words, a short word being one piece."""
    return [piece for word in words for piece in _pieces(word)]


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[str, ...]:
    marked = f"{_ENDS[0]}{word}{_ENDS[1]}"
    last = max(1, len(marked) - PIECE + 1)
    return tuple(marked[start : start + PIECE] for start in range(last))


class _Table:
    """How much each term weighs in each row: the rows of a term, one after the other."""

    def __init__(
        self, texts: Sequence[Sequence[str]], weights: Sequence[float], rows: Sequence[int]
    ) -> None:
        """Gather texts cut into terms: each adds the weight of its text as often as it is there."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        terms = np.fromiter((numbers[term] for text in texts for term in text), dtype=np.int64)
        lengths = [len(text) for text in texts]
        self.size = len(numbers)
        across = max(self.size, 1)
        keys = np.repeat(np.asarray(rows, dtype=np.int64), lengths)
        found, inverse = np.unique(terms + keys * across, return_inverse=True)
        summed = np.bincount(inverse, np.repeat(np.asarray(weights, dtype=float), lengths))
        order = np.argsort(found % across, kind="stable")
        self.terms, self.rows = (found % across)[order], (found // across)[order]
        self.weights: Scores = summed[order].astype(float)
        self.counts = np.bincount(self.terms, minlength=self.size)
        self._numbers = dict(numbers)
        self._ends = np.cumsum(self.counts)

    def number(self, term: str) -> int:
        """Return the number of a term; -1 when no row has it."""
        return self._numbers.get(term, -1)

    def of(self, number: int) -> slice:
        """Return where the rows of a term stand."""
        end = int(self._ends[number])
        return slice(end - int(self.counts[number]), end)


class _View:
    """One way of reading answers: what each term adds to each of them."""

    def __init__(
        self,
        read: Sequence[Mapping[str, list[str]]],
        cut: Callable[[list[str]], list[str]],
        fields: Mapping[str, Field],
    ) -> None:
        self._size = len(read)
        texts, weights, rows = [], [], []
        for name, field in fields.items():
            cuts = [(row, cut(one[name])) for row, one in enumerate(read) if one[name]]
            usual = sum(len(terms) for _row, terms in cuts) / max(len(cuts), 1) or 1.0
            for row, terms in cuts:
                room = 1 - field.length + field.length * len(terms) / usual
                texts.append(terms)
                weights.append(field.weight / room)
                rows.append(row)
        self._table = table = _Table(texts, weights, rows)
        self._rarity = np.log(1 + (self._size - table.counts + 0.5) / (table.counts + 0.5))
        self._unknown = log(1 + (self._size + 0.5) / 0.5)
        saturated = table.weights / (K1 + table.weights)
        self._adds = saturated * np.repeat(self._rarity, table.counts)

    def scores(self, terms: Counter[str]) -> Scores:
        """Return a score for each answer, 0 to 1: the share of what the message could give."""
        found, most = np.zeros(self._size), 0.0
        for term, times in terms.items():
            heard, number = 1 + log(times), self._table.number(term)
            if number < 0:
                most += heard * self._unknown
                continue
            most += heard * float(self._rarity[number])
            place = self._table.of(number)
            found[self._table.rows[place]] += heard * self._adds[place]
        return found / most if most else found

    def share(self, term: str, row: int) -> float:
        """Return what a term adds to one answer."""
        number = self._table.number(term)
        if number < 0:
            return 0.0
        place = self._table.of(number)
        rows = self._table.rows[place]
        at = int(np.searchsorted(rows, row))
        return float(self._adds[place][at]) if at < len(rows) and rows[at] == row else 0.0


class _Nearest:
    """Examples of messages, one by one: how near the nearest of each answer is."""

    def __init__(self, examples: Sequence[tuple[int, str]], size: int) -> None:
        self._owners = np.array([owner for owner, _text in examples], dtype=np.int64)
        self._size, count = size, len(examples)
        texts = [_terms_of(words_in(text)) for _owner, text in examples]
        self._table = table = _Table(texts, [1.0] * count, range(count))
        self._rarity = np.log((1 + count) / (1 + table.counts)) + 1
        self._unknown = log(1 + count) + 1
        weights = (1 + np.log(table.weights)) * np.repeat(self._rarity, table.counts)
        norms = np.sqrt(np.bincount(table.rows, weights**2, minlength=count))
        self._weights = weights / norms[table.rows]

    def scores(self, words: Sequence[str]) -> Scores:
        """Return the cosine of the nearest example of each answer, 0 without one."""
        found = np.zeros(self._size)
        near, norm = np.zeros(len(self._owners)), 0.0
        for term, times in Counter(_terms_of(words)).items():
            number = self._table.number(term)
            rarity = self._unknown if number < 0 else float(self._rarity[number])
            weight = (1 + log(times)) * rarity
            norm += weight * weight
            if number >= 0:
                place = self._table.of(number)
                near[self._table.rows[place]] += weight * self._weights[place]
        if norm:
            np.maximum.at(found, self._owners, near / sqrt(norm))
        return found


def _terms_of(words: Sequence[str]) -> list[str]:
    return [*words, *pairs_of(words), *pieces_of(words)]


class Index:
    """Answers, ready to be ranked for any message.

    Building costs about a millisecond for each answer of a hundred words, and some 30 kB.
    """

    def __init__(self, answers: Sequence[Answer], settings: Settings) -> None:
        self._settings = settings
        self.size = len(answers)
        read = [
            {name: words_in(answer.fields.get(name, "")) for name in settings.fields}
            for answer in answers
        ]
        self._words = _View(read, list, settings.fields)
        self._pairs = _View(read, pairs_of, settings.fields)
        self._pieces = _View(read, pieces_of, settings.fields)
        self._nearest = _Nearest(
            [(place, text) for place, one in enumerate(answers) for text in one.examples], self.size
        )
        self._uses = np.array([float(one.uses) for one in answers])

    @cached_property
    def _usage(self) -> Scores:
        most = float(self._uses.max()) if self.size else 0.0
        return np.log1p(self._uses) / log(1 + most) if most else self._uses

    def scores(self, message: str) -> Scores:
        """Return a score for each answer; 0 where nothing is alike, about 1 where nearly all is.

        How often an answer was used only orders those that are alike.
        """
        weights, words = self._settings, words_in(message)
        found = weights.words * self._words.scores(Counter(words))
        found += weights.pairs * self._pairs.scores(Counter(pairs_of(words)))
        found += weights.pieces * self._pieces.scores(Counter(pieces_of(words)))
        found += weights.examples * self._nearest.scores(words)
        found /= weights.words + weights.pairs + weights.pieces + weights.examples
        return np.where(found > 0, found + weights.used * self._usage, 0.0)

    def best(
        self,
        message: str,
        *,
        most: int,
        among: NDArray[np.bool_] | None = None,
        lift: Scores | None = None,
    ) -> list[Ranked]:
        """Return the answers most alike, the best first, `most` at most; ties in indexed order.

        `among` says which may be; `lift` multiplies their scores.
        """
        scores = self.scores(message)
        if lift is not None:
            scores = scores * lift
        if among is not None:
            scores = np.where(among, scores, 0.0)
        order = np.argsort(-scores, kind="stable")[:most]
        words = list(dict.fromkeys(words_in(message)))
        return [
            Ranked(int(place), float(scores[place]), self._why(words, int(place)))
            for place in order
            if scores[place] > 0
        ]

    def _why(self, words: Sequence[str], place: int) -> tuple[str, ...]:
        """Return the words of a message that brought an answer, the most telling first."""
        shares = {word: self._words.share(word, place) for word in words}
        told = sorted((word for word in words if shares[word] > 0), key=lambda one: -shares[one])
        return tuple(told[:3])
