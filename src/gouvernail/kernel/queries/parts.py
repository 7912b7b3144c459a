"""The query of someone who does not write queries: lists of words, and the tree they make."""

from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.queries.nodes import (
    And,
    Field,
    FieldName,
    Node,
    Not,
    Or,
    Words,
    all_of,
    any_of,
)
from gouvernail.kernel.queries.parsing import Query, parse
from gouvernail.kernel.queries.problems import QueryError
from gouvernail.kernel.queries.spelling import spell

_FIELDS: Final = {
    FieldName.LANG: "languages",
    FieldName.NETWORK: "networks",
    FieldName.FROM: "authors",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Words, phrases (of several words), hashtags and handles, as a form asks for them.

    Attributes:
        any_of: at least one is there.
        all_of: every one is there.
        none_of: none is there.
        languages: one of these codes.
        networks: one of these codes.
        authors: one of these handles.
    """

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


class PartError(Exception):
    """One entry of a form that cannot be read.

    Attributes:
        field: name of the list in `Parts`.
        entry: what was written.
        problem: what is wrong with it.
    """

    def __init__(self, field: str, entry: str, problem: QueryError) -> None:
        self.field, self.entry, self.problem = field, entry, problem
        super().__init__(f"{field}: {problem}")


def from_parts(parts: Parts) -> Query:
    """Return the query that the lists of a form make.

    Raises:
        PartError: an entry that cannot be read.
        QueryError: nothing is asked for (`empty`, `only_negative`).
    """
    wanted: list[Node] = [_term("all_of", entry) for entry in parts.all_of]
    if parts.any_of:
        wanted.append(any_of(tuple(_term("any_of", entry) for entry in parts.any_of)))
    for name, field in _FIELDS.items():
        if entries := getattr(parts, field):
            terms = tuple(_term(field, f'{name}:"{entry}"', entry) for entry in entries)
            wanted.append(any_of(terms))
    denied: list[Node] = [Not(_term("none_of", entry)) for entry in parts.none_of]
    if not wanted:
        raise QueryError("only_negative" if denied else "empty", 0, 0)
    root = all_of((*wanted, *denied))
    return Query(root, spell(Query(root, "")))


def _term(field: str, text: str, entry: str | None = None) -> Node:
    shown = text if entry is None else entry
    plain = entry is not None or text[:1] in tuple('#@="“«')
    try:
        return parse(text if plain or len(text.split()) == 1 else f'"{text}"').root
    except QueryError as problem:
        raise PartError(field, shown, problem) from problem


def to_parts(query: Query) -> Parts | None:
    """Return the lists that make a query; None when a form cannot say it."""
    found: dict[str, list[str]] = {}
    nodes = query.root.parts if isinstance(query.root, And) else (query.root,)
    for node in nodes:
        place = _place(node)
        if place is None or (place[0] not in ("all_of", "none_of") and place[0] in found):
            return None
        found.setdefault(place[0], []).extend(place[1])
    return Parts(**{field: tuple(entries) for field, entries in found.items()})


def _place(node: Node) -> tuple[str, list[str]] | None:  # noqa: PLR0911 -- one answer for each kind of node
    """Return the list a part of a conjunction belongs to and its entries; None for no list."""
    match node:
        case Words():
            return "all_of", [_entry(node)]
        case Not(Words() as part):
            return "none_of", [_entry(part)]
        case Field(name, value) if name in _FIELDS:
            return _FIELDS[name], [value]
        case Or(parts) if all(isinstance(part, Words) for part in parts):
            return "any_of", [_entry(part) for part in parts]
        case Or(parts) if (list_name := _one_list(parts)) is not None:
            return list_name, [part.value for part in parts if isinstance(part, Field)]
    return None


def _one_list(parts: tuple[Node, ...]) -> str | None:
    names = {part.name if isinstance(part, Field) else None for part in parts}
    return next((field for name, field in _FIELDS.items() if names == {name}), None)


def _entry(node: Node) -> str:
    spelled = spell(Query(node, ""))
    return spelled.strip('"') if spelled.startswith('"') else spelled
