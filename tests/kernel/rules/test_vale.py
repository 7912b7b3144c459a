"""Styles of Vale become rules that say the same, or are refused at their line with the reason."""

from collections.abc import Mapping

import pytest

from gouvernail.kernel.rules import Control, Outcome, Pack, Post, judge, load_pack, run_examples
from gouvernail.kernel.rules.vale import Imported, import_styles

HEADER = "extends: {point}\nmessage: \"Avoid '%s'.\"\nlevel: warning\n"
SWAP = "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nlevel: error\n"


def imported(text: str, path: str = "House/Rule.yml") -> Imported:
    return import_styles({path: text}, pack="house", clause="style#4")


def pack_of(found: Imported) -> Pack:
    assert found.refused == ()
    pack = load_pack(found.source, name="house.yaml")
    assert [each for each in run_examples(pack) if not each.ok] == []
    return pack.with_controls({rule.id: Control.ENFORCE for rule in pack.rules})


def raised(pack: Pack, text: str) -> list[str]:
    """Return the messages a text raises."""
    return [each.message["en"] for each in judge(pack, Post(text=text)).findings]


def refused(found: Imported) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.code) for each in found.refused]


def test_existence_of_plain_words_looks_for_whole_words_in_their_case() -> None:
    text = (
        HEADER.format(point="existence")
        + "link: https://example.org\ntokens:\n  - simply\n  - very big\n"
    )
    pack = pack_of(imported(text))

    rule = pack.rules[0]
    assert (rule.id, rule.clause, rule.outcome) == ("house-rule", "style#4", Outcome.WARN)
    assert rule.source["en"] == "Vale, House/Rule.yml, https://example.org"
    assert raised(pack, "It is simply done.") == ["Avoid 'simply'."]
    assert raised(pack, "Simply done, unsimplyfied.") == []
    loose = pack_of(imported(text + "ignorecase: true\n"))
    assert raised(loose, "SIMPLY done, a very big one") == ["Avoid 'SIMPLY'."]


def test_existence_of_patterns_and_its_exceptions() -> None:
    text = (
        HEADER.format(point="existence")
        + "tokens: ['[a-z]+ly', 'in order']\nexceptions: [family]\n"
    )
    pack = pack_of(imported(text))

    assert raised(pack, "He ran quickly.") == ["Avoid 'quickly'."]
    assert raised(pack, "The family came.") == []
    nonword = pack_of(
        imported(HEADER.format(point="existence") + "nonword: true\ntokens: ['!!+']\n")
    )
    assert raised(nonword, "Come on!!!") == ["Avoid '!!!'."]


def test_substitution_says_what_to_write() -> None:
    text = SWAP + "ignorecase: true\nswap:\n  utilize: use\n  'e ?mails?': e-mail\n"
    pack = pack_of(imported(text))

    assert raised(pack, "Utilize it.") == ["Use 'use' instead of 'Utilize'."]
    assert raised(pack, "An email for you.") == ["Use 'e-mail' instead of 'email'."]
    assert pack.rules[0].outcome is Outcome.BLOCK
    listed = pack_of(imported(SWAP + "swap:\n  - leverage: use\n  - utilize: use\n"))
    assert raised(listed, "We leverage it.") == ["Use 'use' instead of 'leverage'."]


def test_occurrence_counts_in_the_text_or_in_a_sentence() -> None:
    text = HEADER.format(point="occurrence") + "scope: sentence\nmax: 2\ntoken: ','\n"
    pack = pack_of(imported(text))
    least = pack_of(imported(HEADER.format(point="occurrence") + "min: 1\ntoken: '#\\w+'\n"))

    assert raised(pack, "One, two. Three, four.") == []
    assert len(raised(pack, "One, two, three, four.")) == 1
    assert raised(least, "Hello #Nantes") == []
    assert len(raised(least, "Hello")) == 1


def test_consistency_conditional_repetition_and_capitals() -> None:
    consistent = pack_of(
        imported(HEADER.format(point="consistency") + "either:\n  adviser: advisor\n")
    )
    needed = pack_of(
        imported(HEADER.format(point="conditional") + "first: '\\bpromo\\b'\nsecond: 'https?://'\n")
    )
    twice = pack_of(imported(HEADER.format(point="repetition") + "tokens: [the, a]\n"))
    lower = pack_of(imported(HEADER.format(point="capitalization") + "match: $lower\n"))

    assert len(raised(consistent, "An adviser and an advisor")) == 1
    assert raised(consistent, "An adviser and an adviser") == []
    assert len(raised(needed, "A promo for you")) == 1
    assert raised(needed, "A promo: https://example.org") == []
    assert len(raised(twice, "On the the table")) == 1
    assert raised(lower, "small") == []
    assert len(raised(lower, "Big")) == 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("extends: spelling\nmessage: x\n", (1, 10, "no_counterpart")),
        ("extends: script\nmessage: x\n", (1, 10, "no_counterpart")),
        ("extends: dance\nmessage: x\n", (1, 10, "expected_choice")),
        ("message: x\nextends: metric\n", (2, 10, "no_counterpart")),
        (HEADER.format(point="existence") + "scope: heading\ntokens: [a]\n", (4, 8, "other_scope")),
        (HEADER.format(point="existence") + "tokens:\n  - 'a(?=b)'\n", (5, 3, "not_linear")),
        (HEADER.format(point="repetition") + "tokens: ['[^\\s]+']\n", (4, 9, "no_counterpart")),
        (HEADER.format(point="capitalization") + "match: $title\n", (4, 8, "no_counterpart")),
        (
            HEADER.format(point="conditional") + "first: '([A-Z]+)'\nsecond: '\\(([A-Z]+)\\)'\n",
            (5, 9, "no_counterpart"),
        ),
        ("extends: existence\ntokens: [a\n", (3, 1, "yaml")),
        ("extends: existence\nmessage: x\nlevel: loud\ntokens: [abc]\n", (3, 8, "expected_choice")),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_line(text: str, where: tuple[int, int, str]) -> None:
    found = imported(text)

    assert refused(found) == [where]
    assert found.source == ""
    assert all(each.message["fr"] and each.message["en"] for each in found.refused)


def test_a_key_that_is_not_kept_is_said_and_the_rule_stays() -> None:
    text = HEADER.format(point="existence") + "tokens: [simply]\naction:\n  name: remove\n"
    found = imported(text)

    assert found.rules == ("house-rule",)
    assert [(each.line, each.code) for each in found.dropped] == [(6, "not_kept")]


FILES: Mapping[str, str] = {
    "House/A.yml": HEADER.format(point="existence") + "tokens: [simply]\n",
    "config/vocabularies/House/reject.txt": "# words\nsynergy\nlow-hanging fruit\n",
    "config/vocabularies/House/accept.txt": "Alizé\n",
    "mots.csv": "terme,remplacement,gravité\nbooster,stimuler,conseil\nasap,,blocage\nx,y,fort\n",
    ".vale.ini": "StylesPath = styles\n",
}


def test_a_folder_gives_one_pack_with_its_lists_of_words() -> None:
    found = import_styles(FILES, pack="house", clause="style#4")

    pack = load_pack(found.source, name="house.yaml")
    outcomes = {rule.id: rule.outcome for rule in pack.rules}
    assert refused(found) == [(4, 1, "expected_choice")]
    assert [each.file for each in found.refused] == ["mots.csv"]
    assert {rule.clause for rule in pack.rules} == {"style#4"}
    assert {rule.control for rule in pack.rules} == {Control.OBSERVE}
    assert outcomes["mots-note-swap"] is Outcome.NOTE
    assert outcomes["mots-block"] is Outcome.BLOCK
    enforced = pack.with_controls({rule.id: Control.ENFORCE for rule in pack.rules})
    assert raised(enforced, "Booster les ventes") == ["“Booster”: write “stimuler”."]
    assert len(raised(enforced, "What a synergy, asap")) == 2
