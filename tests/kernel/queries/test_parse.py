"""A query is read as people write it, and each fault is shown at its character."""

import pytest

from gouvernail.kernel.queries import QueryError, parse, spell
from gouvernail.kernel.queries.nodes import MAX_CHARACTERS, MAX_DEPTH, MAX_TERMS

SPELLED = {
    "alize": "alize",
    "Alizé énergie": "alize AND energie",
    "alizé AND énergie": "alize AND energie",
    "a OR b c": "a OR (b AND c)",
    "(a OR b) c": "(a OR b) AND c",
    "a -b": "a AND NOT b",
    "a NOT NOT b": "a AND b",
    "a NOT (b OR c)": "a AND NOT (b OR c)",
    "l'énergie": '"l energie"',
    "“parc éolien”": '"parc eolien"',
    "« parc éolien »": '"parc eolien"',
    "éol*": "eol*",
    '"parc éol*"': '"parc eol*"',
    "#Énergie": "#energie",
    "@alize.bsky.social": '@"alize bsky social"',
    "=Alizé": '="Alizé"',
    '="Le Vent"': '="Le Vent"',
    "from:@Alize.fr": "from:alize.fr",
    "LANG:FR a": "lang:fr AND a",
    "url:https://www.alize.example/parcs/": "url:alize.example/parcs",
    "has:link a": "has:link AND a",
    "a NEAR/3 b NEAR/2 c": "a NEAR/3 b NEAR/2 c",
    "a NEAR/3 (b NEAR/2 c)": "a NEAR/3 (b NEAR/2 c)",
    '(a OR "b c") NEAR/5 de*': '(a OR "b c") NEAR/5 de*',
    '"AND"': "and",
    "and or not": "and AND or AND not",
    "a a OR a": "a",
    "x-ray": '"x ray"',
    "from:“Marie Vidal”": 'from:"marie vidal"',
    'url:"x.example/a(b)"': 'url:"x.example/a(b)"',
    "url:x.example/v?id=3#t": "url:x.example/v?id=3",
}
FAULTS = {
    "": ("empty", 0, 0),
    "   ": ("empty", 0, 3),
    "a AND": ("operand_after", 2, 5),
    "OR a": ("operand_before", 0, 2),
    "a OR OR b": ("operand_after", 2, 4),
    "a NOT": ("operand_after", 2, 5),
    "(a": ("parenthesis_open", 0, 1),
    "a)": ("parenthesis_closed", 1, 2),
    "a ()": ("parentheses_empty", 2, 4),
    'a "b': ("quote_open", 2, 3),
    "a » b": ("quote_open", 2, 3),
    "NOT a": ("only_negative", 0, 5),
    "a OR NOT b": ("only_negative", 0, 10),
    "a NEAR b": ("near_distance", 2, 6),
    "a NEAR/0 b": ("near_distance", 2, 8),
    "a NEAR/51 b": ("near_distance", 2, 9),
    "lang:fr NEAR/2 b": ("near_operand", 0, 7),
    "a NEAR/2 (b c)": ("near_operand", 9, 14),
    "pre*ss": ("star_place", 3, 4),
    "p*": ("star_short", 0, 2),
    "=press*": ("star_exact", 6, 7),
    "!!!": ("no_word", 0, 3),
    '""': ("no_word", 0, 2),
    "#": ("no_word", 0, 1),
    "langue:fr": ("field_unknown", 0, 7),
    "from:": ("field_value", 0, 5),
    "has:photo": ("has_value", 4, 9),
    "lang:français": ("lang_value", 5, 13),
    "https://alize.example/x": ("address", 0, 23),
    "http://[x": ("address", 0, 9),
    "a NEAR/1 " * 9 + "a": ("too_deep", 74, 80),
    "a" * (MAX_CHARACTERS + 1): ("too_long", MAX_CHARACTERS, MAX_CHARACTERS + 1),
    "(" * (MAX_DEPTH + 1) + "a": ("too_deep", MAX_DEPTH, MAX_DEPTH + 1),
    "a " * (MAX_TERMS + 1): ("too_many_terms", 2 * MAX_TERMS, 2 * MAX_TERMS + 1),
}


@pytest.mark.parametrize(("written", "spelled"), SPELLED.items())
def test_a_query_is_read_as_people_write_it(written: str, spelled: str) -> None:
    assert spell(parse(written)) == spelled


@pytest.mark.parametrize("written", SPELLED)
def test_what_is_spelled_reads_as_the_same_query(written: str) -> None:
    read = parse(written)

    assert parse(spell(read)).root == read.root


@pytest.mark.parametrize(("written", "fault"), FAULTS.items())
def test_a_fault_is_shown_at_its_characters(written: str, fault: tuple[str, int, int]) -> None:
    with pytest.raises(QueryError) as raised:
        parse(written)

    assert (raised.value.code, raised.value.start, raised.value.end) == fault


def test_a_fault_says_what_was_expected_in_both_languages() -> None:
    with pytest.raises(QueryError) as raised:
        parse("langue:fr")

    assert raised.value.message["en"].startswith("“langue:” is not a field. Expected one of: lang:")
    assert "Champs admis\u00a0: lang:, from:, network:, url:, has:." in raised.value.message["fr"]
