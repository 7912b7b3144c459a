"""How a text sounds: capitals, exclamation, runs of emoji, reading ease, length of sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.post import Post
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import Keys, number
from gouvernail.kernel.rules.wording import Worded, worded
from gouvernail.kernel.text import EMOJI, language_of, reading_ease, sentences

KIND: Final = "tone"
SAYS: Final = frozenset({"fault", "measured", "limit", "quote"})
_PERCENT: Final = 100
_MANY: Final = 10_000
_LETTERS: Final = 12  # under which a share of capitals says nothing: “OUI !”
_WORDS: Final = 20  # under which reading ease says nothing
_CAPITALS: Final = re.compile(r"(?<!\w)[^\W\d_]{2,40}(?!\w)")
_EXCLAMATION: Final = re.compile(r"[!¡\uff01‼❗]")
_MARKS: Final = re.compile(r"[!?\uff01\uff1f‼⁉]{2,}")

KEYS: Final[Keys] = {
    "capitals": number(1, _PERCENT),
    "capital_words": number(1, _MANY),
    "exclamations": number(0, _MANY),
    "marks": number(1, _MANY),
    "emojis": number(0, _MANY),
    "emoji_run": number(1, _MANY),
    "reading_ease": number(0, _PERCENT),
    "sentence": number(1, _MANY),
}

FAULTS: Final[Mapping[str, Worded]] = MappingProxyType(
    {
        "capitals": (
            "{measured} % de capitales, pour {limit} % au plus",
            "{measured}% capitals, {limit}% at most",
        ),
        "capital_words": (
            "{measured} mots de suite en capitales, pour {limit} au plus",
            "{measured} words in capitals in a row, {limit} at most",
        ),
        "exclamations": (
            "{measured} points d’exclamation, pour {limit} au plus",
            "{measured} exclamation marks, {limit} at most",
        ),
        "marks": (
            "{measured} signes de suite, pour {limit} au plus",
            "{measured} marks in a row, {limit} at most",
        ),
        "emojis": ("{measured} émojis, pour {limit} au plus", "{measured} emojis, {limit} at most"),
        "emoji_run": (
            "{measured} émojis de suite, pour {limit} au plus",
            "{measured} emojis in a row, {limit} at most",
        ),
        "reading_ease": (
            "facilité de lecture {measured}, pour {limit} au moins",
            "reading ease {measured}, {limit} at least",
        ),
        "sentence": (
            "phrase de {measured} mots, pour {limit} au plus",
            "sentence of {measured} words, {limit} at most",
        ),
    }
)

Seen = tuple[Span | None, int]


@dataclass(frozen=True, slots=True)
class Tone:
    """Limits by name, as in `KEYS`; those that are absent are not asked.

    Shares of capitals are of letters that have case, in texts of twelve or more; reading ease
    (Flesch in English, Kandel and Moles in French) is asked of texts of twenty words or more.
    """

    limits: Mapping[str, int]
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: no term, no pattern."""
        return ()

    def anchors(self) -> None:
        """Return None: any post has its tone."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each place that goes beyond a limit, limit by limit."""
        post = scan.text.post
        hits: list[Hit] = []
        for name, limit in self.limits.items():
            for span, measured in _MEASURES[name](post, limit):
                values = {"measured": str(measured), "limit": str(limit)}
                quote = post.text[span.start : span.end] if span is not None else ""
                words = worded("fault", FAULTS[name], **values)
                hits.append(Hit(span, {**values, "quote": quote, **words}))
                if len(hits) == SPANS_PER_CHECK:
                    return hits
        return hits


def _capitals(post: Post, limit: int) -> Iterator[Seen]:
    cased = [char for char in post.text if char.isupper() or char.islower()]
    upper = sum(char.isupper() for char in cased)
    if len(cased) >= _LETTERS and upper * _PERCENT > limit * len(cased):
        yield None, upper * _PERCENT // len(cased)


def _capital_words(post: Post, limit: int) -> Iterator[Seen]:
    run: list[Span] = []
    for word in _CAPITALS.finditer(post.text):
        if word[0].isupper():
            run.append(Span(*word.span()))
            continue
        yield from _run(run, limit)
        run = []
    yield from _run(run, limit)


def _run(run: list[Span], limit: int) -> Iterator[Seen]:
    if len(run) > limit:
        yield Span(run[0].start, run[-1].end), len(run)


def _exclamations(post: Post, limit: int) -> Iterator[Seen]:
    marks = list(_EXCLAMATION.finditer(post.text))
    return ((Span(*mark.span()), len(marks)) for mark in marks[limit:])


def _marks(post: Post, limit: int) -> Iterator[Seen]:
    found = _MARKS.finditer(post.text)
    return ((Span(*each.span()), len(each[0])) for each in found if len(each[0]) > limit)


def _emojis(post: Post, limit: int) -> Iterator[Seen]:
    found = list(EMOJI.finditer(post.text))
    return ((Span(*each.span()), len(found)) for each in found[limit:])


def _emoji_run(post: Post, limit: int) -> Iterator[Seen]:
    run: list[Span] = []
    for each in EMOJI.finditer(post.text):
        if run and post.text[run[-1].end : each.start()].strip():
            yield from _run(run, limit)
            run = []
        run.append(Span(*each.span()))
    yield from _run(run, limit)


def _reading_ease(post: Post, limit: int) -> Iterator[Seen]:
    reading = reading_ease(post.text, post.lang[:2] or language_of(post.text))
    if reading is not None and reading.words >= _WORDS and reading.ease < limit:
        yield None, reading.ease


def _sentence(post: Post, limit: int) -> Iterator[Seen]:
    found = sentences(post.text)
    return ((Span(each.start, each.end), each.words) for each in found if each.words > limit)


_MEASURES: Final = MappingProxyType(
    {
        "capitals": _capitals,
        "capital_words": _capital_words,
        "exclamations": _exclamations,
        "marks": _marks,
        "emojis": _emojis,
        "emoji_run": _emoji_run,
        "reading_ease": _reading_ease,
        "sentence": _sentence,
    }
)


def read(fields: Fields) -> Tone:
    """Read the limits; at least one is needed."""
    limits = {}
    for name, shape in KEYS.items():
        low, high = int(str(shape["minimum"])), int(str(shape["maximum"]))
        limit = fields.number(name, low=low, high=high)
        if limit is not None:
            limits[name] = limit
    if not limits and not any(map(fields.has, KEYS)):
        fields.fault(None, "nothing_to_find", choices=", ".join(KEYS))
    return Tone(limits)
