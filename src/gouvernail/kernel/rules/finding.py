"""What judging a post gives back: findings with their spans, gathered in a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple

NOTHING: Mapping[str, str] = MappingProxyType({})


class Outcome(IntEnum):
    """How far a rule goes, from the mildest to the strictest."""

    PASS = 0
    NOTE = 1
    WARN = 2
    REVIEW = 3
    BLOCK = 4

    @property
    def slug(self) -> str:
        """The word used in packs, JSON and the ledger."""
        return self.name.lower()


class Control(StrEnum):
    """How firmly a rule is applied; every rule starts at observe."""

    OBSERVE = "observe"
    WARN = "warn"
    ENFORCE = "enforce"

    def cap(self, outcome: Outcome) -> Outcome:
        """Return the outcome this level of control lets through."""
        return min(outcome, _CAPS[self])


_CAPS = {
    Control.OBSERVE: Outcome.NOTE,
    Control.WARN: Outcome.WARN,
    Control.ENFORCE: Outcome.BLOCK,
}


class Span(NamedTuple):
    """A half-open range of code points of the text as its author wrote it."""

    start: int
    end: int


class Replacement(NamedTuple):
    """One edit: the code points from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A way out that never adds a fact: it removes, softens or asks for proof.

    `replacements` do not overlap and are sorted; empty when the suggestion only asks.
    """

    label: Mapping[str, str]
    replacements: tuple[Replacement, ...] = ()

    def apply(self, text: str) -> str:
        """Return `text` (the one that was judged) with the edits made."""
        for edit in reversed(self.replacements):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule raised by one post.

    `spans` are half-open ranges of code points of the original text, sorted, possibly none
    (something is missing). `severity` is what counts now; `would` is what the rule would do if
    it were enforced. `kind` is the check that raised it. `refs` lead to the neighbours it quotes,
    the nearest first.
    """

    rule: str
    clause: str
    severity: Outcome
    would: Outcome
    spans: tuple[Span, ...]
    message: Mapping[str, str]
    kind: str
    title: Mapping[str, str]
    seats: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    dismissible: bool = False
    refs: tuple[str, ...] = ()
