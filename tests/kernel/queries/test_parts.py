"""A form of lists makes a query, and finds its lists again when it can say them."""

import pytest

from gouvernail.kernel.queries import (
    PartError,
    Parts,
    Query,
    QueryError,
    from_parts,
    parse,
    spell,
    to_parts,
)
from gouvernail.kernel.queries.nodes import And, Node
from tests.kernel.queries.test_parse import SPELLED

FULL = Parts(
    any_of=("alize", "parc eolien", "#vent*"),
    all_of=("client",),
    none_of=("emploi",),
    languages=("fr", "en"),
    networks=("bluesky",),
    authors=("marie.vidal",),
)


def test_lists_make_a_query() -> None:
    query = from_parts(FULL)

    assert spell(query) == (
        'client AND (alize OR "parc eolien" OR #vent*) AND (lang:fr OR lang:en)'
        " AND network:bluesky AND from:marie.vidal AND NOT emploi"
    )
    assert to_parts(query) == FULL


@pytest.mark.parametrize("text", [*SPELLED, "@alize.bsky.social", "#week-end vent"])
def test_lists_of_a_query_make_the_same_query(text: str) -> None:
    query = parse(text)
    parts = to_parts(query)

    assert parts is None or _asked(from_parts(parts)) == _asked(query)


def _asked(query: Query) -> set[Node]:
    """Return what a query wants all at once, in any order."""
    return set(query.root.parts) if isinstance(query.root, And) else {query.root}


@pytest.mark.parametrize("text", ["a NEAR/2 b", "(a OR b) (c OR d)", "a NOT (b c)", "=A"])
def test_a_query_that_lists_cannot_say_is_told(text: str) -> None:
    assert to_parts(parse(text)) is None


def test_a_faulty_entry_is_told_with_its_list() -> None:
    with pytest.raises(PartError) as raised:
        from_parts(Parts(any_of=("vent", "pre*sse")))

    assert (raised.value.field, raised.value.entry) == ("any_of", "pre*sse")
    assert raised.value.problem.code == "star_place"


@pytest.mark.parametrize(
    ("parts", "code"), [(Parts(), "empty"), (Parts(none_of=("a",)), "only_negative")]
)
def test_lists_that_ask_for_nothing_are_refused(parts: Parts, code: str) -> None:
    with pytest.raises(QueryError) as raised:
        from_parts(parts)

    assert raised.value.code == code
