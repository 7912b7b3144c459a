"""Which accounts repeat one another, and why: pure, explained, without comparing all with all.

Two accounts of one network are compared only when they share something rare: a run of letters of
the handle, a word of the name, the whole name, the purpose or the owner. What many share (the name
of the house, `official`, a prefix of office) weighs little because many share it; nothing is
listed by hand, so that no language and no trade is privileged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, prod, sqrt
from typing import Final

from gouvernail.kernel.text import fold, skeleton

GRAM: Final = 3
RARE: Final = 40  # how many accounts may share what brings two of them together
RAREST: Final = 6  # how many runs of one handle may do so
ENOUGH: Final = 0.65  # from which score a pair is worth a question
SHOWN: Final = 0.3  # from which strength a fact is told
WEIGHTS: Final[Mapping[str, float]] = {
    "handle": 0.9,
    "name": 0.75,
    "purpose": 0.55,
    "owner": 0.45,
    "audience": 0.15,
    "unit": 0.1,
}
_APART: Final = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is compared of one account; an empty field compares nothing."""

    key: str
    network: str
    handle: str
    name: str = ""
    purpose: str = ""
    audience: str = ""
    unit: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing two accounts share: what (`handle`, `name`…) and how much, up to 1."""

    code: str
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two accounts that may repeat one another; keys in order, facts from the heaviest."""

    first: str
    second: str
    score: float
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A card with its words and runs of letters."""

    card: Card
    sign: str
    grams: frozenset[str]
    name: frozenset[str]
    purpose: frozenset[str]
    audience: str


def alike(cards: Iterable[Card], *, enough: float = ENOUGH) -> list[Pair]:
    """Return the pairs of one network whose score is `enough`, the surest first.

    Equal scores follow their handles, so that one register always gives the same pairs.
    Cost: about 60 comparisons an account at most, whatever their number (10,000 in seconds).
    """
    by_network: dict[str, list[_Read]] = defaultdict(list)
    for card in cards:
        by_network[card.network].append(_read(card))
    pairs = [pair for reads in by_network.values() for pair in _pairs(reads, enough)]
    handles = {read.card.key: read.card.handle for reads in by_network.values() for read in reads}

    def place(pair: Pair) -> tuple[object, ...]:
        both = sorted((handles[pair.first], handles[pair.second]))
        return -pair.score, *both, pair.first, pair.second

    return sorted(pairs, key=place)


def foremost(pairs: Iterable[Pair], *, each: int = 3) -> list[Pair]:
    """Return the pairs that are among the `each` surest of one of their accounts, in order."""
    told: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        if min(told[pair.first], told[pair.second]) < each:
            kept.append(pair)
            told.update((pair.first, pair.second))
    return kept


def _read(card: Card) -> _Read:
    handle = card.handle.split("@")[0] or card.handle.strip("@").split("@")[0]
    handle = fold(handle).text.removesuffix(".bsky.social")
    plain = _APART.sub("", handle)
    runs = (plain[at : at + GRAM] for at in range(max(1, len(plain) - GRAM + 1)))
    return _Read(
        card=card,
        sign=skeleton(plain),
        grams=frozenset(runs) - {""},
        name=_words(card.name),
        purpose=_words(card.purpose),
        audience=fold(card.audience).text.strip(),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_APART.split(fold(text).text)) - {""}


class _Weights:
    """How much each word or run weighs in one network, squared: the rarer, the more.

    And the sum of each set it was given, so that comparing two sums only what they share.
    """

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        number = len(sets)
        self.counts = Counter(each for some in sets for each in some)
        self.squares = {
            each: log(1 + (number - count + 0.5) / (count + 0.5)) ** 2
            for each, count in self.counts.items()
        }
        self.sums = {some: self._sum(some) for some in set(sets)}

    def likeness(self, first: frozenset[str], second: frozenset[str]) -> float:
        """Return the cosine of two sets among those given, each weighed."""
        shared = first & second
        if not shared:
            return 0.0
        norm = sqrt(self.sums[first] * self.sums[second])
        return self._sum(shared) / norm if norm else 0.0

    def _sum(self, some: frozenset[str]) -> float:
        return sum(map(self.squares.__getitem__, some))


def _pairs(reads: list[_Read], enough: float) -> list[Pair]:
    weights = {
        "handle": _Weights([each.grams for each in reads]),
        "name": _Weights([each.name for each in reads]),
        "purpose": _Weights([each.purpose for each in reads]),
    }
    found = []
    for one, other in _candidates(reads, weights):
        strengths = _strengths(reads[one], reads[other], weights)
        score = 1 - prod(1 - WEIGHTS[code] * each for code, each in strengths)
        if score >= enough:
            facts = [Fact(code=code, strength=each) for code, each in strengths]
            found.append(_pair(reads[one].card.key, reads[other].card.key, score, facts))
    return found


def _pair(one: str, other: str, score: float, facts: list[Fact]) -> Pair:
    told = [fact for fact in facts if fact.strength >= SHOWN]
    told.sort(key=lambda fact: -WEIGHTS[fact.code] * fact.strength)
    first, second = sorted((one, other))
    return Pair(first=first, second=second, score=round(score, 3), facts=tuple(told))


def _candidates(reads: list[_Read], weights: Mapping[str, _Weights]) -> set[tuple[int, int]]:
    """Return the pairs that share something rare; each group of `RARE` at most."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, read in enumerate(reads):
        for key in _keys(read, weights):
            groups[key].append(at)
    return {
        pair for group in groups.values() if len(group) <= RARE for pair in combinations(group, 2)
    }


def _keys(read: _Read, weights: Mapping[str, _Weights]) -> Iterable[Hashable]:
    counts = weights["handle"].counts
    yield from (("run", each) for each in sorted(read.grams, key=lambda g: (counts[g], g))[:RAREST])
    yield from (("word", each) for each in read.name)
    yield ("sign", read.sign)
    wholes = {"name": read.name, "purpose": read.purpose, "owner": read.card.owner}
    yield from ((what, value) for what, value in wholes.items() if value)


def _strengths(
    one: _Read, other: _Read, weights: Mapping[str, _Weights]
) -> list[tuple[str, float]]:
    """Return what two accounts share, in the order of `WEIGHTS`."""
    handle = 1.0 if one.sign == other.sign else weights["handle"].likeness(one.grams, other.grams)
    told = (
        ("handle", handle),
        ("name", weights["name"].likeness(one.name, other.name)),
        ("purpose", weights["purpose"].likeness(one.purpose, other.purpose)),
        ("owner", float(bool(one.card.owner) and one.card.owner == other.card.owner)),
        ("audience", float(bool(one.audience) and one.audience == other.audience)),
        ("unit", float(bool(one.card.unit) and one.card.unit == other.card.unit)),
    )
    return [(code, round(each, 3)) for code, each in told if each]
