"""From a tree to one function, called once for each candidate post.

Plain words, which queries mostly are, become set operations; phrases and prefixes become
substrings of the words between spaces; only exact words, marks in a row and `NEAR` count places.
"""

from collections.abc import Callable, Sequence

from gouvernail.kernel.queries.naive import field_holds, places
from gouvernail.kernel.queries.nodes import (
    And,
    Exact,
    Field,
    FieldName,
    Mark,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Words,
    leaves,
)
from gouvernail.kernel.queries.prepared import Prepared

Test = Callable[[Prepared], bool]


def compiled(node: Node) -> Test:  # noqa: PLR0911 -- one answer for each kind of node
    """Return a function with the answers of `naive.holds`, for the same tree."""
    match node:
        case Words():
            return _words(node)
        case Exact() | Near():
            return _placed(node)
        case Field(name, value):
            return _field(name, value)
        case Not(part):
            return _not(compiled(part))
        case And(parts):
            return _and(parts)
        case Or(parts):
            return _or(parts)


def plain_word(node: Node) -> str | None:
    """Return the word of a node that asks for one whole word and no more."""
    if isinstance(node, Words) and len(node.patterns) == 1 and node.mark is Mark.NONE:
        pattern = node.patterns[0]
        return None if pattern.prefix else pattern.text
    return None


def _words(node: Words) -> Test:
    first = node.patterns[0].text
    if node.mark is not Mark.NONE:
        if len(node.patterns) > 1 or node.patterns[0].prefix:
            return _placed(node)
        sign = f"{node.mark}{first}"
        return lambda post: first in post.words and sign in post.marked
    if (word := plain_word(node)) is not None:
        return lambda post: word in post.words
    needle = _needle(node.patterns)
    return _placed(node) if needle is None else lambda post: needle in post.spaced


def _needle(patterns: Sequence[Pattern]) -> str | None:
    """Return a phrase between spaces; None where a word before the last is a prefix."""
    if any(pattern.prefix for pattern in patterns[:-1]):
        return None
    end = "" if patterns[-1].prefix else " "
    return f" {' '.join(pattern.text for pattern in patterns)}{end}"


def _placed(node: Words | Exact | Near) -> Test:
    """Count places, after a look that most posts fail."""
    needed = frozenset(_whole_words(node))
    return lambda post: needed <= post.words and bool(places(node, post))


def _whole_words(node: Node) -> list[str]:
    """Return words that any match must hold; none for alternatives."""
    if isinstance(node, Near):
        return [*_whole_words(node.left), *_whole_words(node.right)]
    if isinstance(node, Or):
        return []
    return [
        pattern.text
        for leaf in leaves(node)
        if not isinstance(leaf, Field)
        for pattern in leaf.patterns
        if not pattern.prefix
    ]


def _field(name: FieldName, value: str) -> Test:
    if name is FieldName.LANG:
        return lambda post: post.document.lang == value
    if name is FieldName.NETWORK:
        return lambda post: post.document.network == value
    return lambda post: field_holds(name, value, post)


def _not(test: Test) -> Test:
    return lambda post: not test(post)


def _and(parts: tuple[Node, ...]) -> Test:
    plain = frozenset(word for part in parts if (word := plain_word(part)) is not None)
    tests = [compiled(part) for part in sorted(parts, key=_weight) if plain_word(part) is None]
    if not tests:
        return lambda post: plain <= post.words
    if len(tests) == 1:
        only = tests[0]
        return lambda post: plain <= post.words and only(post)
    return lambda post: plain <= post.words and all(test(post) for test in tests)


def _or(parts: tuple[Node, ...]) -> Test:
    plain = frozenset(word for part in parts if (word := plain_word(part)) is not None)
    tests = [compiled(part) for part in sorted(parts, key=_weight) if plain_word(part) is None]
    if not tests:
        return lambda post: not plain.isdisjoint(post.words)
    if len(tests) == 1:
        only = tests[0]
        return lambda post: not plain.isdisjoint(post.words) or only(post)
    return lambda post: not plain.isdisjoint(post.words) or any(test(post) for test in tests)


def _weight(node: Node) -> int:
    """Order the parts of a conjunction: what is cheap to ask comes first."""
    match node:
        case Field(FieldName.LANG | FieldName.NETWORK):
            return 0
        case Words(_, Mark.NONE):
            return 1
        case Words() | Field():
            return 2
        case Near() | Exact():
            return 4
    return 3
