"""Write a query back: one spelling for each tree, that reads as the same tree."""

import re
from typing import Final

from gouvernail.kernel.queries.nodes import And, Exact, Field, Mark, Near, Node, Not, Or, Words
from gouvernail.kernel.queries.parsing import Query

_BREAKS: Final = re.compile(r"[\s()“”«»„]")  # what would end the value of a field


def spell(query: Query) -> str:
    """Return the canonical text of a query; `parse(spell(query))` has the same tree."""
    return _spell(query.root)


def _spell(node: Node) -> str:  # noqa: PLR0911 -- one answer for each kind of node
    match node:
        case Words(patterns, mark):
            words = " ".join(f"{each.text}{'*' * each.prefix}" for each in patterns)
            quoted = len(patterns) > 1 or (mark is Mark.NONE and _is_operator(words))
            return f'{mark}"{words}"' if quoted else f"{mark}{words}"
        case Exact(_, written):
            text = " ".join(written)
            return f'="{text}"'
        case Field(name, value):
            return f'{name}:"{value}"' if _BREAKS.search(value) else f"{name}:{value}"
        case Near(left, right, distance):
            return f"{_operand(left)} NEAR/{distance} {_grouped(right, Near, Or)}"
        case Not(part):
            return f"NOT {_grouped(part, And, Or, Not)}"
        case And(parts):
            return " AND ".join(_grouped(part, Or) for part in parts)
        case Or(parts):
            return " OR ".join(_grouped(part, And) for part in parts)


def _operand(node: Node) -> str:
    """Spell the left side of a `NEAR`: another one there needs no parentheses."""
    return _grouped(node, Or)


def _grouped(node: Node, *kinds: type[Node]) -> str:
    return f"({_spell(node)})" if isinstance(node, kinds) else _spell(node)


def _is_operator(word: str) -> bool:
    return word in {"AND", "OR", "NOT", "NEAR"}
