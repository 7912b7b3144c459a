"""One value of a rule changes; every other character stays where its author put it."""

from collections.abc import Mapping
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gouvernail.rulebooks
from gouvernail.kernel.rules import PackError, load_pack
from gouvernail.kernel.rules.asked import keys_of
from gouvernail.kernel.rules.checks import kinds
from gouvernail.kernel.rules.outline import outline_of
from gouvernail.kernel.rules.rewriting import Path, path_of, rewritten, value_at, values_of

STARTER = File(gouvernail.rulebooks.__file__).parent / "packs" / "starter-fr-en.yaml"
PACK = """\
pack: test
title: {fr: Essai, en: Test}
# our words
rules:
  # about prices
  - id: cheapest  # the first
    title: {fr: "Prix", en: Price}
    clause: "charter#5.2"
    check:
      terms:
        any:
          - cheapest
          # asked by Legal
          - lowest price
    then: block
    say: {fr: Non., en: No.}
    examples: {raises: [The cheapest.], passes: [A price.]}

  # ------------ words

  - id: discount
    title: {fr: Remise, en: Discount}
    clause: "charter#5.4"
    check: {terms: {any: [discount]}}
    then: warn
    say: {fr: Non., en: No.}
    examples: {raises: [A discount.], passes: [A price.]}
"""
RULE = outline_of(PACK).chunks[0].text
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30
)


def test_the_outline_finds_each_rule_with_the_comment_right_above_it() -> None:
    outline = outline_of(PACK)

    assert [(one.rule_id, one.first_line, one.last_line) for one in outline.chunks] == [
        ("cheapest", 5, 17),
        ("discount", 21, 27),
    ]
    assert outline.chunks[0].text.startswith("  # about prices\n  - id")
    assert outline.at_line(13) == 0
    assert outline.at_line(19) is None


def test_the_outline_holds_when_the_yaml_cannot_be_read() -> None:
    outline = outline_of(PACK.replace("then: block", "then: [block"))

    assert [one.rule_id for one in outline.chunks] == ["cheapest", "discount"]


def test_a_list_changes_without_its_neighbours_or_comments() -> None:
    path: Path = ("check", "terms", "any")

    changed = rewritten(RULE, path, ["cheapest", "lowest price", "best: price"])

    assert changed == RULE.replace(
        "          - lowest price\n", '          - lowest price\n          - "best: price"\n'
    )
    shorter = rewritten(RULE, path, ["lowest price"])
    assert "asked by Legal" in shorter
    assert value_at(values_of(shorter), path) == ["lowest price"]


def test_keys_are_added_where_a_reader_expects_them_and_taken_away_whole() -> None:
    changed = rewritten(RULE, ("when", "network"), ["x"])

    assert '    clause: "charter#5.2"\n    when: {network: [x]}\n    check:' in changed
    assert rewritten(changed, ("when",), None) == RULE


def test_rules_move_are_copied_and_removed_with_their_comments() -> None:
    outline = outline_of(PACK)

    moved = outline.moved(0, 1)
    removed = outline.removed(0)
    added, index = outline.added(outline.chunks[1].text.replace("discount\n", "other\n", 1))

    assert [one.rule_id for one in outline_of(moved).chunks] == ["discount", "cheapest"]
    assert moved.index("# ------------ words") < moved.index("# about prices")
    assert "about prices" not in removed
    assert "our words" in removed
    assert (index, outline_of(added).chunks[2].rule_id) == (2, "other")
    emptied = outline_of(removed).removed(0)
    assert "\nrules: []\n" in emptied
    assert outline_of(outline_of(emptied).added(RULE)[0]).chunks[0].text == RULE


def test_a_fault_leads_to_the_value_it_is_about() -> None:
    broken = PACK.replace("then: block", "then: explode").replace("fr: Non., en: No.", "fr: Non.")

    with pytest.raises(PackError) as caught:
        load_pack(broken, name="test")

    chunk = outline_of(broken).chunks[0]
    found = [path_of(chunk.text, one, first_line=5) for one in caught.value.problems]
    assert found == [("then",), ("say",), None]


@given(value=texts, path=st.sampled_from([("title", "fr"), ("clause",), ("say", "en"), ("new",)]))
@settings(max_examples=30)
def test_any_words_are_read_back_as_they_were_written(value: str, path: Path) -> None:
    assert value_at(values_of(rewritten(RULE, path, value)), path) == value


@given(items=st.lists(texts, min_size=1, max_size=6))
@settings(max_examples=30)
def test_any_list_is_read_back_as_it_was_written(items: list[str]) -> None:
    for path in (("check", "terms", "any"), ("examples", "raises")):
        assert value_at(values_of(rewritten(RULE, path, items)), path) == items


def test_rules_that_ship_take_changes_and_keep_the_rest() -> None:
    changes: Mapping[Path, Any] = {
        ("title", "fr"): "Un « titre » : #1",
        ("then",): {"outcome": "review", "seats": ["legal"]},
        ("source",): None,
        ("examples", "passes", 0): "Ni 'ceci' ni \"cela\"",
    }
    for chunk in outline_of(STARTER.read_text(encoding="utf-8")).chunks[::9]:
        before = dict(values_of(chunk.text) or {})
        for path, value in changes.items():
            after = dict(values_of(rewritten(chunk.text, path, value)) or {})
            assert value_at(after, path) == value
            assert {k: v for k, v in after.items() if k != path[0]} == {
                k: v for k, v in before.items() if k != path[0]
            }


def test_every_kind_of_check_says_what_it_reads() -> None:
    for kind in kinds():
        assert keys_of(kind), kind
    terms = {key.name: key.sort for key in keys_of("terms")}
    assert terms == {"any": "texts", "lists": "texts", "exact": "flag", "lookalikes": "flag"}
