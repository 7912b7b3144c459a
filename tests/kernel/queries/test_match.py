"""What a query matches; the fast way and the plain one always agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.queries import (
    COSTLY_SHARE,
    Document,
    Frequencies,
    Matcher,
    Query,
    QueryError,
    cost,
    holds,
    parse,
    prepare,
)

POST = Document(
    text="Le vent d'ÉTÉ souffle sur le Parc éolien #Alizé_Vent, merci @jean.martin !",
    lang="fr",
    author="@Marie.Vidal",
    network="bluesky",
    urls=("https://www.alize.example/parcs/nord?x=1",),
    has=frozenset({"picture"}),
)
MATCHED = (
    *("vent", "VENT", "été", "ete", "d'été", '"parc eolien"', "éol*", '"le parc éol*"'),
    *("#alizé_vent", "#aliz*", "@jean.martin", "@jean", "from:marie.vidal", "lang:fr vent"),
    *("network:bluesky vent", "url:alize.example", "url:www.alize.example/parcs", "has:link"),
    *("url:alize.example/parcs/nord?x=1", "url:https://alize.example/parcs/nord"),
    *("has:picture", "has:hashtag", "has:mention", "=ÉTÉ", "=Parc", '="le Parc"'),
    *("vent NEAR/2 été", "été NEAR/2 vent", "vent NEAR/3 souffle", "(pluie OR vent) NEAR/4 sur"),
    *("vent NEAR/2 été NEAR/1 souffle", "vent -pluie", "pluie OR vent", "NOT pluie vent"),
)
MISSED = (
    *("pluie", "ven", '"eolien parc"', "#vent", "@martin", "from:marie", "lang:en vent"),
    *(
        "network:mastodon vent",
        "url:alize.example/parc",
        "url:alize.example/parcs/nord?x=12",
        "url:autre.example",
        "has:video",
        "=été",
    ),
    *("=parc", '="Le Parc"', "vent NEAR/1 été", "vent NEAR/2 souffle", "vent -été"),
    *("vent NEAR/5 vent", "merci AND pluie", "#jean", "@alizé_vent"),
)


@pytest.mark.parametrize("query", MATCHED)
def test_a_post_is_found(query: str) -> None:
    assert _both(query) == (True, True)


@pytest.mark.parametrize("query", MISSED)
def test_a_post_is_left_alone(query: str) -> None:
    assert _both(query) == (False, False)


def _both(query: str) -> tuple[bool, bool]:
    """Return what the plain evaluator and the matcher say."""
    read, (post,) = parse(query), prepare([POST])
    return holds(read, post), Matcher({"it": read}, Frequencies()).match([post]) == [("it",)]


WORDS = ("vent", "Vent", "pluie", "été", "ete", "parc", "parcs", "le", "l'eau", "a_b", "éolien")
PIECES = (*WORDS, "#vent", "#parc", "@parc", "@le.vent", "!", "風", ",", "d'été", "#a_b")
TERMS = (*WORDS, "#vent", "@le.vent", "par*", "le*", '"le vent"', '"le par*"', "=Vent", "=été")
FIELDS = ("lang:fr", "from:marie", "url:a.example", "has:hashtag", "network:x")

documents = st.builds(
    Document,
    text=st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    lang=st.sampled_from(["fr", "en", ""]),
    author=st.sampled_from(["@Marie", "jean", ""]),
    network=st.sampled_from(["x", "bluesky"]),
    urls=st.sampled_from([(), ("https://a.example/b",), ("https://c.a.example",)]),
)
near = st.builds("{} NEAR/{} {}".format, st.sampled_from(TERMS), st.integers(1, 4), st.just("le"))
queries = st.recursive(
    st.one_of(st.sampled_from((*TERMS, *FIELDS)), near),
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} NOT {})".format, inner, inner),
    ),
    max_leaves=6,
)


def _read(text: str) -> Query:
    try:
        return parse(text)
    except QueryError:  # a part that only denies
        return parse("vent")


@given(st.lists(queries.map(_read), min_size=1, max_size=6), st.lists(documents, max_size=6))
def test_the_matcher_finds_what_the_plain_evaluator_finds(
    asked: list[Query], written: list[Document]
) -> None:
    posts = prepare(written)
    seen = Frequencies()
    seen.observe(posts)
    matcher = Matcher({str(at): query for at, query in enumerate(asked)}, seen)

    expected = [
        tuple(str(at) for at, query in enumerate(asked) if holds(query, post)) for post in posts
    ]

    assert matcher.match(posts) == expected


def test_two_spellings_of_an_accent_are_one_exact_word() -> None:
    (post,) = prepare([Document(text="l'e\u0301te\u0301")])

    assert holds(parse("=été"), post)


def test_the_rarest_word_calls_a_query_up() -> None:
    seen = Frequencies()
    seen.observe(prepare([Document(text="le vent"), Document(text="le soir"), Document(text="le")]))

    assert cost(parse("le AND vent"), seen).anchors == ("vent",)
    assert cost(parse('"le vent" OR soir'), seen).anchors == ("soir", "vent")
    assert cost(parse("le"), seen).share == 1.0


def test_a_query_without_a_word_to_find_it_by_is_evaluated_on_every_post_and_says_so() -> None:
    asked = cost(parse("lang:fr"), Frequencies())

    assert (asked.anchors, asked.share, asked.is_high) == ((), 1.0, True)


def test_a_prefix_costs_what_begins_like_it() -> None:
    seen = Frequencies()
    seen.observe(prepare([Document(text="parc"), Document(text="parler"), Document(text="vent")]))

    assert cost(parse("par*"), seen).share == pytest.approx(2 / 3)


def test_what_was_seen_long_ago_fades() -> None:
    seen = Frequencies(posts=100, counts={"vent": 80, "rare": 1, "soir": 10})

    seen.fade(keep=2)

    assert (seen.posts, dict(seen.counts)) == (50, {"vent": 40, "soir": 5})
    assert cost(parse("soir"), seen).share > COSTLY_SHARE
