from collections import Counter
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from gouvernail.kernel.policies import read_file, recognise
from gouvernail.kernel.policies.linting import (
    SENTENCES,
    TOPICS,
    Examined,
    Remark,
    examined,
    lint,
    topics_of,
)
from gouvernail.kernel.policies.linting.quantities import durations, quantities
from gouvernail.policies.starters import starter

KINDS = ("company", "public", "association")
KEPT = "\n\n## Kept\n\nThe legal team keeps this text. It is reviewed every 12 months.\n"


def policy(source: str, *, name: str = "a.md", slug: str = "", lang: str = "en") -> Examined:
    return examined(recognise(read_file(name, source.encode())), slug=slug, language=lang)


def raised(source: str, code: str, *, lang: str = "en") -> list[Remark]:
    return [each for each in lint([policy(source, lang=lang)]) if each.code == code]


def a_pair(kind: str, french: str, english: str) -> list[Examined]:
    return [
        policy(french, name=f"{kind}.fr.md", slug=kind, lang="fr"),
        policy(english, name=f"{kind}.en.md", slug=kind, lang="en"),
    ]


@pytest.mark.parametrize("kind", [*KINDS, "charter"])
def test_nothing_is_said_of_the_starters(kind: str) -> None:
    assert lint(a_pair(kind, starter(kind, "fr"), starter(kind, "en"))) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_starter_has_every_mandatory_clause(kind: str, lang: str) -> None:
    found = topics_of([policy(starter(kind, lang), lang=lang)])

    assert [topic.key for topic in TOPICS if not found[topic.key]] == []


def test_a_topic_without_its_clause_is_missed() -> None:
    for topic in TOPICS:
        whole = policy(starter("company", "en"))
        anchors = {anchor for _name, anchor in topics_of([whole])[topic.key]}
        source = "# A\n\n" + "\n\n".join(
            f"## {each.anchor} {each.title}\n\n{each.text}"
            for each in whole.policy.clauses
            if each.anchor not in anchors
        )
        names = {each.message["en"] for each in raised(source, "missing_clause")}
        assert any(topic.names["en"] in name for name in names), topic.key


def test_one_policy_may_complete_another() -> None:
    first, second = (
        policy("# A\n\n## Security\n\nA long password." + KEPT),
        policy("# B\n\n## Time\n\nSocial networks at work are fine." + KEPT, name="b.md"),
    )
    missing = [each for each in lint([first, second]) if each.code == "missing_clause"]

    assert len(missing) == len(TOPICS) - 2
    assert {each.policy for each in missing} == {"a.md"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Employees must not discuss their salary on social networks.",
        "Never make negative remarks about the company or its managers.",
        "Do not post inappropriate content.",
        "You must get written approval before you mention the company's name.",
        "Employees may not speak to the press.",
        "Do not share any information about the company.",
        "Do not mention your colleagues.",
        "Employees must provide the password of their personal accounts.",
        "The company monitors the personal pages of employees.",
        "Employees must never talk about the company on social media.",
        "Any post on a personal account must be approved by management beforehand.",
    ],
)
def test_bans_of_the_kinds_set_aside_elsewhere_are_pointed_at(sentence: str) -> None:
    (found,) = raised(f"# A\n\n## Rules\n\nBe kind. {sentence}\n", "broad_ban")

    assert found.span == (9, 9 + len(sentence))
    assert "NLRB" in found.source["en"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Il est interdit de parler de sa rémunération en ligne.",
        "Ne critiquez jamais la direction.",
        "Les agents ne doivent pas porter atteinte à l'image de la ville.",
        "Toute mention de votre travail exige une autorisation : sans autorisation, rien.",
        "Nul ne peut répondre à la presse.",
        "L'entreprise surveille les comptes personnels.",
        "Il est interdit aux agents de parler de leur employeur, quel que soit le contexte.",
        "Le salarié s'engage à ne jamais mentionner l'entreprise.",
        "Les agents ne doivent jamais critiquer l’administration.",
        "Toute publication sur un compte personnel doit être préalablement approuvée.",
    ],
)
def test_the_same_bans_are_found_in_french(sentence: str) -> None:
    assert len(raised(f"# A\n\n## Règles\n\n{sentence}\n", "broad_ban", lang="fr")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "You may discuss your pay with anyone.",
        "Only the people named speak to the press on behalf of the company.",
        "Do not post inappropriate content, such as insults or threats.",
        "Never share confidential information about the company.",
        "Never publish a picture of a colleague without consent.",
        "We never monitor personal accounts.",
        "Employees are on leave without pay.",
        "Never speak on behalf of the company unless it is your task.",
        "Ne parlez jamais au nom de l’entreprise.",
        "Ne citez jamais l’entreprise dans un contenu confidentiel.",
    ],
)
def test_narrow_rules_are_left_alone(sentence: str) -> None:
    assert raised(f"# A\n\n## Rules\n\n{sentence}\n", "broad_ban") == []


@pytest.mark.parametrize(
    ("words", "exists"),
    [
        ("avant le 31 février 2026", False),
        ("by February 29, 2027", False),
        ("le 2026-04-31", False),
        ("le 29 février 2028", True),
        ("by 1st March 2027", True),
        ("le 2026-04-30", True),
    ],
)
def test_a_day_that_no_calendar_has_is_pointed_at(words: str, *, exists: bool) -> None:
    text = f"# A\n\n## Dates\n\nÀ lire {words}.\n"

    assert (raised(text, "impossible_date") == []) is exists


def test_a_clause_that_only_moderates_insults_is_none_on_defamation() -> None:
    moderation = "# A\n\n## Commentaires\n\nNous masquons les injures.\n"
    treated = "# A\n\n## Injures\n\nNous masquons les injures.\n"

    def lacks(text: str) -> bool:
        return any("diffamation" in each.message["fr"] for each in raised(text, "missing_clause"))

    assert (lacks(moderation), lacks(treated)) == (True, False)


def test_owner_and_review_may_be_said_in_the_text_or_known_elsewhere() -> None:
    bare = "# A\n\n## Rules\n\nBe kind.\n"
    codes = {"no_owner", "no_review_date"}

    assert codes <= {each.code for each in lint([policy(bare)])}
    assert not codes & {each.code for each in lint([policy(bare + KEPT)])}
    known = examined(recognise(read_file("a.md", bare.encode())), known=True)
    assert not codes & {each.code for each in lint([known])}


def test_a_review_that_is_past_is_overdue() -> None:
    source = "---\nexpirydate: 2025-01-01\nowner: Legal\n---\n# A\n\n## Rules\n\nBe kind.\n"
    found = lint([policy(source)], today=date(2026, 11, 22))

    assert "review_overdue" in {each.code for each in found}
    assert "review_overdue" not in {each.code for each in lint([policy(source)])}


def test_a_role_that_decides_is_defined_somewhere() -> None:
    told = "# A\n\n## Rules\n\nIf in doubt, ask the crisis committee first.\n"

    (found,) = raised(told, "undefined_role")
    assert found.message["en"].startswith("“crisis committee”")
    assert raised(told + "\n## Who\n\nThe crisis committee meets.\n", "undefined_role") == []
    assert raised(told + "\n## B\n\nCrisis committee: Anna, Paul.\n", "undefined_role") == []


def test_policies_that_disagree_are_told_of_one_another() -> None:
    first = policy(
        "# A\n\n## One\n\nWe answer within 24 hours. The legal team approves posts. "
        "Social networks at work are allowed.\n"
    )
    second = policy(
        "# B\n\n## Two\n\nWe answer within 2 days. The brand team approves posts. "
        "Social networks at work are forbidden.\n",
        name="b.md",
    )
    found = {each.code: each for each in lint([first, second]) if each.other == "b.md"}

    assert set(found) == {"deadlines_differ", "deciders_differ", "permission_differs"}
    assert found["deadlines_differ"].message["en"] == (
        "The time to answer is 24 hours here, and 2 days in b.md 1."
    )
    assert "24 heures ici" in found["deadlines_differ"].message["fr"]


def test_what_is_said_again_and_again_is_held_against_the_others_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[tuple[Any, Any]] = []

    def agree(here: Any, there: Any) -> bool:
        held.append((here, there))
        return True

    where = "gouvernail.kernel.policies.linting.contradictions"
    module = import_module(where)  # the package has a function of this name
    monkeypatch.setattr(module, "_agree", agree)
    again = policy("# A\n\n## One\n\n" + "We answer within 24 hours. " * 20)
    other = policy("# B\n\n## Two\n\nWe answer within 2 days.\n", name="b.md")

    lint([again, other])

    assert [(here.about.name, there.about.name) for here, there in held] == [("a.md", "b.md")]


def test_two_ways_to_say_one_deadline_agree() -> None:
    first = policy("# A\n\n## One\n\nThis text is reviewed every 12 months.\n")
    second = policy("# B\n\n## Two\n\nThis text is reviewed every year.\n", name="b.md")

    assert "deadlines_differ" not in {each.code for each in lint([first, second])}


def test_long_sentences_are_hard_to_read() -> None:
    heavy = "The aforementioned organisational responsibilities " * 3 + "necessitate verification, "
    source = f"# A\n\n## One\n\n{heavy * 4}immediately.\n"

    assert len(raised(source, "hard_to_read")) == 1
    assert (
        raised("# A\n\n## One\n\n" + "We check. You ask. They say yes. " * 9, "hard_to_read") == []
    )


BREAKS = {
    "a figure": ("within 24 hours", "within 48 hours", "figures_differ"),
    "a unit": ("within 15 days", "within 15 months", "figures_differ"),
    "a figure in words": ("every 12 months", "every six months", "figures_differ"),
    "a clause gone": ("### 5.3 Copyright\n", "", "clause_untranslated"),
    "a number of clause": ("### 7.3 Complaints", "### 7.4 Complaints", "clause_untranslated"),
    "a ban turned": (
        "A rumour is not shared, even to deny it.",
        "A rumour is shared to deny it.",
        "force_differs",
    ),
    "a paragraph more": ("A person who can be", "\n\nA person who can be", "shape_differs"),
    "a date": ("Nothing in this text", "Since 3 May 2024 nothing in this text", "figures_differ"),
    "a list": ("One line is enough", "\n- One line\n- is enough", "shape_differs"),
    "half of a text": (
        " Criticism stays visible. Each removal has a public reason.",
        "",
        "shape_differs",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_of_a_pair_is_found(name: str) -> None:
    old, new, code = BREAKS[name]
    english = starter("company", "en")
    assert old in english

    found = lint(a_pair("company", starter("company", "fr"), english.replace(old, new)))

    assert code in {each.code for each in found}


def test_an_emptied_and_a_moved_clause_are_found() -> None:
    english = starter("company", "en")
    start, end = english.index("### 5.3 Copyright"), english.index("### 5.4 Give credit")
    after = english.index("## 6 Respect")
    emptied = english[:start] + "### 5.3 Copyright\n\n" + english[end:]
    moved = english[:start] + english[end:after] + english[start:end] + english[after:]

    for broken, code in ((emptied, "clause_empty"), (moved, "order_differs")):
        found = lint(a_pair("company", starter("company", "fr"), broken))
        assert code in {each.code for each in found}


def test_figures_are_the_same_in_both_languages() -> None:
    french = "Sous 24 heures, deux personnes, 1 500 €, 12,5 %, le 3 mai 2024, quinze jours ouvrés."
    english = "Within 24 hours, two people, 1,500 euros, 12.5%, 3 May 2024, fifteen working days."

    told = Counter(each.key for each in quantities(french, "fr"))
    assert told == Counter(
        {
            "24 hour": 1,
            "2": 1,
            "1500 EUR": 1,
            "12.5 %": 1,
            "2024-05-03 date": 1,
            "15 working day": 1,
        }
    )
    assert told <= Counter(each.key for each in quantities(english, "en"))
    assert [each.hours for each in durations("relu chaque année", "fr")] == [8760]


def test_every_remark_has_its_sentence_in_both_languages() -> None:
    for severity, source, words in SENTENCES.values():
        assert severity in {"warn", "note"}
        assert set(source) == set(words) == {"fr", "en"}
