"""Rules proposed from sentences: each quotes its own, nothing is invented, the rest is counted."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.rules import Control, load_pack, run_examples
from gouvernail.kernel.rules.proposing import Proposed, pack_of_proposals, propose
from gouvernail.policies.starters import starter

POLICY = """# Our posts

Never publish a customer's phone number or e-mail address.
We meet on Mondays. Write “use” instead of “utilize”.

- Add alternative text to every image.
- Avoid “world-class” and “cutting-edge”.
- Always answer within 48 hours.

Un partenariat rémunéré se dit d’emblée.
Posts should have at most 200 characters.
"""
LINES = (*POLICY.split("\n"), "é" * 9, "<p>", "---", "```")


def proposed(text: str = POLICY) -> Proposed:
    return propose(text, document="guide.md", clause="guide#3")


def test_each_rule_quotes_its_sentence_with_its_place() -> None:
    found = proposed()

    assert [(each.subject, each.sentence.line) for each in found.proposals] == [
        ("personal-data", 3),
        ("instead", 4),
        ("alt-text", 6),
        ("named-words", 7),
        ("disclosure", 10),
        ("length", 11),
    ]
    second = found.proposals[1]
    assert second.sentence.text == "Write “use” instead of “utilize”."
    assert second.sentence.column == 21
    assert second.rule["source"] == {
        "fr": "guide.md, ligne 4 : « Write “use” instead of “utilize”. »",
        "en": "guide.md, line 4: “Write “use” instead of “utilize”.”",
    }
    assert second.rule["check"] == {"substitution": {"swap": {"utilize": "use"}}}
    assert (found.duties, [each.text for each in found.left]) == (
        7,
        ["- Always answer within 48 hours."],
    )


def test_what_the_sentence_does_not_say_is_listed_as_chosen() -> None:
    by_subject = {each.subject: each for each in proposed().proposals}

    assert by_subject["personal-data"].chosen == ()
    assert by_subject["personal-data"].rule["check"] == {
        "identifiers": {"kinds": ["phone", "email"]}
    }
    assert by_subject["length"].rule["check"] == {"length": {"most": 200}}
    assert by_subject["disclosure"].chosen != ()
    (vague,) = proposed("Never share personal information.").proposals
    assert vague.chosen == ("the kinds of data: telephone and e-mail",)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_proposals_of_a_charter_are_a_pack_that_loads(language: str) -> None:
    text = starter("charter", language)
    found = proposed(text)

    source = pack_of_proposals(found.proposals, pack="p", title={"fr": "P", "en": "P"})
    pack = load_pack(source, name="p.yaml")
    assert len(pack.rules) == len(found.proposals) >= 4
    assert [each for each in run_examples(pack) if not each.ok] == []
    assert {rule.control for rule in pack.rules} == {Control.OBSERVE}
    lines = text.split("\n")
    for each in found.proposals:
        assert each.sentence.text in "\n".join(lines[each.sentence.line - 1 :])
        assert lines[each.sentence.line - 1][each.sentence.column - 1 :].startswith(
            each.sentence.text.split("\n")[0]
        )


@pytest.mark.parametrize(
    "text",
    [
        "We hide comments that hold phone numbers.",
        "The alternative text was written by Lea.",
        "For more details on alternative text, please visit our site.",
        "Headings must have alternative text.",
        "Les commentaires avec un numéro de téléphone sont masqués, ne l’oubliez pas.",
    ],
)
def test_what_speaks_of_something_else_gives_nothing(text: str) -> None:
    assert proposed(text).proposals == ()


def test_the_same_rule_asked_twice_is_proposed_once() -> None:
    (one,) = proposed("Add alt text to images.\n\nImages must have alternative text.").proposals

    assert [each.line for each in one.also] == [3]


@settings(deadline=None)  # the first example compiles the patterns
@given(st.lists(st.sampled_from(LINES), max_size=6).map("\n".join))
def test_sentences_stand_where_they_say(text: str) -> None:
    found = proposed(text)

    for each in (*found.left, *(one.sentence for one in found.proposals)):
        line = text.split("\n")[each.line - 1]
        assert line[each.column - 1 :].startswith(re.split(r"\n|<", each.text)[0].rstrip())
