"""What a query says, once read: a small tree of immutable nodes.

Words are folded and split by `kernel.text`, as posts are: the two cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_CHARACTERS: Final = 8000
MAX_TERMS: Final = 1000
MAX_DEPTH: Final = 40
MAX_DISTANCE: Final = 50
MAX_NEAR: Final = 8  # in a row
MIN_PREFIX: Final = 2


class Mark(StrEnum):
    """What must stand right before the first word."""

    NONE = ""
    HASHTAG = "#"
    HANDLE = "@"


class FieldName(StrEnum):
    """What can be asked of a post beside its words."""

    LANG = "lang"
    FROM = "from"
    NETWORK = "network"
    URL = "url"
    HAS = "has"


HAS: Final = ("hashtag", "link", "mention", "picture", "quote", "reply", "video")
"""The values of `has:`."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One folded word; with `prefix`, every word that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row: one word, a phrase, a hashtag, a handle."""

    patterns: tuple[Pattern, ...]
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Exact:
    """Words in a row with their case and accents, as written (NFC)."""

    patterns: tuple[Pattern, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A fact about the post; `value` is folded, or a host and path for `url`."""

    name: FieldName
    value: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two runs of words with at most `distance` steps between them, in either order.

    Neighbours are one step apart. `left` and `right` hold words, or alternatives of words.
    """

    left: "Node"
    right: "Node"
    distance: int


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever `part` does not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more parts, none of which is an `And`."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more parts, none of which is an `Or`."""

    parts: tuple["Node", ...]


Node = Words | Exact | Field | Near | Not | And | Or


def all_of(parts: tuple[Node, ...]) -> Node:
    """Return the conjunction of at least one part, flat and without repetition."""
    flat = tuple(dict.fromkeys(_flattened(parts, And)))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(parts: tuple[Node, ...]) -> Node:
    """Return the disjunction of at least one part, flat and without repetition."""
    flat = tuple(dict.fromkeys(_flattened(parts, Or)))
    return flat[0] if len(flat) == 1 else Or(flat)


def _flattened(parts: tuple[Node, ...], kind: type[And] | type[Or]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def leaves(node: Node) -> Iterator[Words | Exact | Field]:
    """Yield the terms of a query, in order, those under a `NOT` included."""
    match node:
        case Words() | Exact() | Field():
            yield node
        case Near(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case Not(part):
            yield from leaves(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)


def is_positive(node: Node) -> bool:
    """Return whether a match needs something to be there, not only something to be absent."""
    match node:
        case Not():
            return False
        case And(parts):
            return any(is_positive(part) for part in parts)
        case Or(parts):
            return all(is_positive(part) for part in parts)
    return True


def is_positional(node: Node) -> bool:
    """Return whether a node has places in a text, so that `NEAR` can measure from it."""
    if isinstance(node, Or):
        return all(is_positional(part) for part in node.parts)
    return isinstance(node, Words | Exact | Near)
