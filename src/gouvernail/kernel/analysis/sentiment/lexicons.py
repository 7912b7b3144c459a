"""The words of feeling of a language, and the words that change what they say."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.kernel.text import fold, words

_LINE: Final = re.compile(r"(-?[123]|turns|stronger|weaker|contrast): (\S.*)")
DEGREES: Final[Mapping[str, float]] = {"stronger": 1.4, "weaker": 0.6}
_LEAST_STEM: Final = 3
_MANY: Final = 200_000  # words remembered


LANGUAGES: Final[Mapping[str, str]] = {"en": "english.txt", "fr": "french.txt"}


def _read(name: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a list, as it is written, after what its line begins with."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if found := _LINE.fullmatch(line):
            for word in found[2].split():
                yield found[1], word


class Lexicon:
    """The weights of the words of one language, and the words that change them."""

    def __init__(self, language: str) -> None:
        """Read the words of a language, `fr` or `en`."""
        self.phrases: dict[str, list[tuple[tuple[str, ...], float]]] = {}
        self.degrees: dict[str, float] = {}
        self._stems: dict[str, float] = {}
        self._known: dict[str, float] = {}
        turns, contrasts = set[str](), set[str]()
        for role, written in _read(LANGUAGES[language]):
            row = tuple(words(fold(written.rstrip("*").replace("_", " "))))
            if role == "turns":
                turns.add(row[0])
            elif role == "contrast":
                contrasts.add(row[0])
            elif role in DEGREES:
                self.degrees[row[0]] = DEGREES[role]
            else:
                self._weigh(row, float(role), stem=written.endswith("*"))
        self.turns, self.contrasts = frozenset(turns), frozenset(contrasts)

    def _weigh(self, row: tuple[str, ...], weight: float, *, stem: bool) -> None:
        if len(row) > 1:
            self.phrases.setdefault(row[0], []).append((row, weight))
        else:
            (self._stems if stem else self._known)[row[0]] = weight

    def weight(self, word: str) -> float:
        """Return the weight of a folded word, 0 for most; the longest stem wins."""
        found = self._known.get(word)
        if found is None:
            stems = (word[:size] for size in range(len(word), _LEAST_STEM - 1, -1))
            found = next((self._stems[stem] for stem in stems if stem in self._stems), 0.0)
            if len(self._known) < _MANY:
                self._known[word] = found
        return found


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language, read once."""
    return Lexicon(language)


@cache
def pictures() -> Mapping[str, float]:
    """Return the weights of emoji, one character each, and of emoticons."""
    return {sign: float(weight) for weight, sign in _read("pictures.txt")}
