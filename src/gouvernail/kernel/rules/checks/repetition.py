"""The same words, or nearly, in another post: here or on another account."""

from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.neighbours import NEIGHBOUR_KEYS, Nearby, named, read_nearby
from gouvernail.kernel.rules.shapes import Keys, number
from gouvernail.kernel.text import likeness, shingled

KIND: Final = "repetition"
SAYS: Final = frozenset({"likeness", "who", "other", "day"})
_LIKENESS: Final = 80
_WORDS: Final = 5
_PERCENT: Final = 100
_LONGEST: Final = 1000

KEYS: Final[Keys] = {
    "at_least": number(1, _PERCENT),
    "words": number(1, _LONGEST),
    **NEIGHBOUR_KEYS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """Neighbours at least `at_least` per cent alike (`kernel.text.likeness`; 100: the same words).

    Posts of fewer than `words` words are let be: “Merci à tous !” repeats nobody.
    """

    at_least: int
    words: int
    nearby: Nearby
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: no term, no pattern."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may repeat another."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each neighbour repeated, the most alike first."""
        text, context = scan.text.post.text, scan.text.context
        if not context.neighbours or len(shingled(text).words) < self.words:
            return []
        alike = [
            (likeness(text, neighbour.text), neighbour) for neighbour in self.nearby.of(context)
        ]
        alike = [pair for pair in alike if pair[0] * _PERCENT >= self.at_least]
        alike.sort(key=lambda pair: -pair[0])
        whole = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
        return [
            Hit(
                whole,
                {"likeness": str(int(score * _PERCENT)), **named(neighbour, context.at)},
                (neighbour.ref,) if neighbour.ref else (),
            )
            for score, neighbour in alike
        ]


def read(fields: Fields) -> Repetition:
    """Read `at_least`, `words`, `where` and `within_days`."""
    at_least = fields.number("at_least", low=1, high=_PERCENT)
    words = fields.number("words", low=1, high=_LONGEST)
    return Repetition(
        at_least=_LIKENESS if at_least is None else at_least,
        words=_WORDS if words is None else words,
        nearby=read_nearby(fields),
    )
