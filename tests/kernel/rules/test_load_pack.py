import json
from textwrap import dedent

import pytest

from gouvernail.kernel.rules import Control, Outcome, PackError, load_pack
from gouvernail.kernel.rules.problems import MESSAGES
from tests.make.rules import pack_source, rule_fields

HEAD = """\
pack: essai
title: {fr: Essai, en: Test}
rules:
  - id: une-regle
    title: {fr: Règle, en: Rule}
    clause: charter#5.2
    then: warn
    say: {fr: Non, en: No}
    examples: {raises: [x], passes: [y]}
"""


def problems(source: str) -> list[tuple[int, int, str]]:
    """Return the faults of a pack: line, column, code."""
    with pytest.raises(PackError) as raised:
        load_pack(dedent(source), name="essai.yaml")
    assert all(each.file == "essai.yaml" for each in raised.value.problems)
    assert all(set(each.message) == {"fr", "en"} for each in raised.value.problems)
    return [(each.line, each.column, each.code) for each in raised.value.problems]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("    check: {terms: {any: [mot], oops: 1}}", (10, 33, "unknown_key")),
        ("    chek: 1\n    check: {terms: {any: [mot]}}", (10, 5, "unknown_key")),
        ("    check: {terms: {any: ['!!']}}", (10, 27, "term_without_word")),
        ("    check: {terms: {}}", (10, 20, "nothing_to_find")),
        ("    check: {terms: {lists: [nulle-part]}}", (10, 29, "unknown_list")),
        ("    check: {terms: {any: [a]}, length: {}}", (10, 12, "one_check")),
        ("    check: {autre: {}}", (10, 12, "one_check")),
        ("    check: mot", (10, 12, "expected_mapping")),
        ("    check: {pattern: {any: ['(a']}}", (10, 29, "bad_pattern")),
        ("    check: {pattern: {any: ['(?=a)b']}}", (10, 29, "not_linear")),
        ("    check: {pattern: {any: ['(a)\\1']}}", (10, 29, "not_linear")),
        ("    check: {pattern: {any: ['a*']}}", (10, 29, "matches_nothing")),
        ("    check: {pattern: {any: [" + "a" * 1001 + "]}}", (10, 29, "too_long")),
        ("    check: {identifiers: {kinds: [carte]}}", (10, 35, "expected_choice")),
        ("    check: {links: {deny: ['pas un domaine']}}", (10, 28, "bad_domain")),
        ("    check: {links: {}}", (10, 20, "nothing_to_find")),
        ("    check: {length: {most: beaucoup}}", (10, 28, "expected_number")),
        ("    check: {required: {trigger: {length: {}}}}", (10, 23, "missing_key")),
        ("    check:", (10, 5, "missing_key")),
        ("    control: fort\n    check: {length: {}}", (10, 14, "expected_choice")),
        ("    dismissible: oui\n    check: {length: {}}", (10, 18, "expected_flag")),
        ("    when: {from: hier}\n    check: {length: {}}", (10, 18, "expected_date")),
        ("    when: {from: 2026-02-30}\n    check: {length: {}}", (10, 18, "expected_date")),
        (
            "    when: {from: 2026-03-02, until: 2026-03-01}\n    check: {length: {}}",
            (10, 11, "dates_reversed"),
        ),
        ("    source: {fr: x}\n    check: {length: {}}", (10, 13, "missing_language")),
        ("    suggest: {}\n    check: {length: {}}", (10, 14, "nothing_to_find")),
        ("    check: {length: {}}\n    check: {length: {}}", (11, 5, "duplicate_key")),
    ],
)
def test_each_fault_is_told_at_its_line_and_column(line: str, place: tuple[int, int, str]) -> None:
    assert place in problems(HEAD + line + "\n")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("", (1, 1, "empty")),
        ("- a\n", (1, 1, "expected_mapping")),
        ("a: [\n", (2, 1, "yaml")),
        ("a: 'x\n", (2, 1, "yaml")),
        ("pack: &p x\ntitle: *p\n", (2, 8, "alias")),
        ("[" * 5000, (1, 1, "too_deep")),
        ("\x00", (1, 1, "yaml")),
        ("title: {fr: a, en: b}\nrules: []\n", (1, 1, "missing_key")),
    ],
)
def test_what_is_no_pack_is_refused_with_its_place(
    source: str, place: tuple[int, int, str]
) -> None:
    assert place in problems(source)


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        """\
        pack: essai
        title: {fr: Essai, en: Test}
        rules:
          - id: Une Règle
            title: {fr: Règle}
            clause: 5.2
            check: {terms: {any: [mot]}}
            then: peut-être
            say: {fr: Non, en: No}
            examples: {raises: [x]}
        """
    )

    assert found == [
        (4, 9, "bad_id"),
        (5, 12, "missing_language"),
        (6, 13, "bad_clause"),
        (8, 11, "expected_choice"),
        (10, 15, "no_examples"),
    ]


def test_two_rules_cannot_share_an_id() -> None:
    rule = rule_fields({"length": {"most": 9}}, id="deux")

    assert [code for *_place, code in problems(pack_source(rule, rule))] == ["duplicate_id"]


def test_seats_go_with_a_review() -> None:
    then = {"outcome": "warn", "seats": ["legal"]}
    found = problems(pack_source(rule_fields({"length": {"most": 9}}, then=then)))

    assert [code for *_place, code in found] == ["seats_without_review"]


def test_csv_lists_are_read_from_files_given_with_the_pack() -> None:
    rule = rule_fields({"terms": {"lists": ["mots"]}})
    lists = {"mots": {"column": "mot", "file": "mots.csv"}}
    source = pack_source(rule, lists=lists)

    pack = load_pack(source, name="a", files={"mots.csv": "mot\nmerle\n"})
    assert len(pack.rules) == 1
    assert [code for *_place, code in problems(source)] == ["unknown_file"]
    with pytest.raises(PackError) as raised:
        load_pack(source, name="a", files={"mots.csv": "oiseau\nmerle\n"})
    assert [each.code for each in raised.value.problems] == ["no_column"]


def test_an_enormous_file_is_refused_before_it_is_read() -> None:
    assert problems("#" * 8_000_001) == [(1, 1, "too_large")]


def test_the_digest_depends_on_meaning_not_on_layout() -> None:
    rule = rule_fields({"terms": {"any": ["mot"]}}, id="regle")
    source = pack_source(rule)
    same = load_pack("# un commentaire\n" + json.dumps(json.loads(source)), name="autre.yaml")
    other = load_pack(source.replace("mot", "mots"), name="essai.yaml")

    pack = load_pack(source, name="essai.yaml")
    assert pack.digest == same.digest
    assert pack == same
    assert pack.digest != other.digest
    assert len(pack.digest) == 64


def test_the_content_of_a_list_counts_in_the_digest() -> None:
    rule = rule_fields({"terms": {"lists": ["mots"]}}, id="regle")
    digests = {
        load_pack(pack_source(rule, lists={"mots": words}), name="a").digest
        for words in (["merle"], ["grive"])
    }

    assert len(digests) == 2


def test_a_rule_may_be_applied_more_or_less_firmly_without_being_rewritten() -> None:
    pack = load_pack(pack_source(rule_fields({"terms": {"any": ["x"]}}, id="r")), name="a")
    softer = pack.with_controls({"r": Control.OBSERVE})

    assert softer.rule("r").control is Control.OBSERVE
    assert softer.rule("r").content == pack.rule("r").content
    assert softer.digest != pack.digest
    assert softer.rule("r").outcome is Outcome.WARN
    with pytest.raises(KeyError):
        pack.rule("nulle-part")


def test_rules_start_at_observe_unless_the_pack_says_more() -> None:
    rule = rule_fields({"length": {"most": 9}}, id="r", control=None)

    assert load_pack(pack_source(rule), name="a").rule("r").control is Control.OBSERVE
    firm = load_pack(pack_source(rule, control="warn"), name="a")
    assert firm.rule("r").control is Control.WARN


def test_messages_exist_in_both_languages_for_every_code() -> None:
    assert all(english and french for english, french in MESSAGES.values())


def test_a_network_that_does_not_exist_is_told_at_its_place_with_those_that_do() -> None:
    source = pack_source(rule_fields({"terms": {"any": ["mot"]}}, when={"network": ["Linkedinn"]}))
    with pytest.raises(PackError) as caught:
        load_pack(source, name="p.yaml")

    (problem,) = caught.value.problems
    assert problem.code == "unknown_network"
    assert '"Linkedinn"' in source.splitlines()[problem.line - 1][problem.column - 1 :]
    assert "instagram, " in problem.message["fr"]
    assert load_pack(source, name="p.yaml", kept=True).rules


def test_a_unit_that_does_not_exist_is_told_where_units_are_known() -> None:
    source = pack_source(rule_fields({"terms": {"any": ["mot"]}}, when={"unit": ["mob", "mobi"]}))
    with pytest.raises(PackError) as caught:
        load_pack(source, name="p.yaml", units=["mob", "ville"])

    (problem,) = caught.value.problems
    assert (problem.code, problem.message["en"].partition(";")[2]) == (
        "unknown_unit",
        " codes that look like it: mob.",
    )
    assert load_pack(source, name="p.yaml").rules


@pytest.mark.parametrize(
    ("check", "known"),
    [
        ({"terms": {"any": ["mot"]}}, "{quote}"),
        ({"identifiers": {"kinds": ["phone"]}}, "{kind}"),
        ({"timing": {"hours": [{"from": "22:00", "until": "23:00"}]}}, "{fault}"),
    ],
)
def test_a_message_holds_only_what_its_check_says(check: dict[str, object], known: str) -> None:
    say = {"fr": "« {match} » : dites où.", "en": f"Say where: {known}"}
    with pytest.raises(PackError) as caught:
        load_pack(pack_source(rule_fields(check, say=say)), name="p.yaml")

    (problem,) = caught.value.problems
    assert problem.code == "unknown_placeholder"
    assert problem.message["fr"].endswith(
        f"« {{match}} » ne désigne rien dans ce message ; il peut contenir : {known}."
    )
