"""What every kind of check offers the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from gouvernail.kernel.rules.finding import NOTHING, Span
from gouvernail.kernel.rules.prepared import Prepared


class Hit(NamedTuple):
    """One place where a check is not met.

    `span` is None when something is missing rather than present. `values` fill the
    placeholders of the rule's message, such as `{limit}`. `refs` lead to the neighbours it quotes.
    """

    span: Span | None
    values: Mapping[str, str] = NOTHING
    refs: tuple[str, ...] = ()


class WordsSeen(NamedTuple):
    """A term seen in one view of a text: its first and last word, and the size of the last."""

    view: Prepared
    first: int
    last: int
    size: int


class Leaf(Protocol):
    """A check that the pack-wide search finds candidates for: terms or a pattern."""

    @property
    def slot(self) -> int:
        """A number of its own within the pack."""


@dataclass(slots=True)
class Scan:
    """One prepared text and what the pack-wide search saw in it, by slot."""

    text: Prepared
    words: Mapping[int, Sequence["WordsSeen"]] = field(default_factory=dict)
    patterns: Sequence[int] = ()


class Check(Protocol):
    """One thing to look for in a post."""

    @property
    def kind(self) -> str:
        """The name of the module that defines it."""

    def leaves(self) -> tuple[Leaf, ...]:
        """Return the terms and patterns it holds, for the pack-wide search."""

    def anchors(self) -> tuple[Leaf, ...] | None:
        """Return the leaves without which it cannot hit; None when it must always be asked."""

    def hits(self, scan: Scan) -> list[Hit]:
        """Return where it is not met, in the order of the text."""


@runtime_checkable
class Composed(Protocol):
    """A check that holds others."""

    def parts(self) -> "tuple[Check, ...]":
        """Return the checks it holds."""
