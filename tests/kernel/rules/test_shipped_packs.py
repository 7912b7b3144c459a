"""The packs by subject: complete, in two languages, and no suggestion of theirs adds a fact."""

import re
from functools import cache
from importlib.resources import files

import pytest

from gouvernail.kernel.rules import Control, Pack, Rule, judge, load_pack, run_examples
from gouvernail.kernel.text import fold

FOLDER = files("gouvernail.rulebooks") / "packs"
SUBJECTS = sorted(
    each.name.removesuffix(".yaml") for each in (FOLDER / "subjects").iterdir() if each.is_file()
)
EACH_SIDE, EACH_LANGUAGE = 3, 1
FRENCH = re.compile(
    r"\b(?:le|la|les|l|de|des|du|d|un|une|et|en|est|ce|cette|nous|vous|nos|vos|je|mon|ma|mes|sur|"
    r"au|aux|pour|par|dans|qui|avec|sans|merci|bonjour|avant|soldes|voir|googlez|gratuit)\b"
)
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|is|are|our|we|you|your|it|in|on|at|a|an|my|by|with|no|for|from|this|that|"
    r"was|be|as|us|i|free|will|has|open|pay|see)\b"
)
FACT = re.compile(
    r"[0-9€$£%]|\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre|january|february|march|april|june|july|august|september|october|november|december|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|euros?|dollars?|https?|www|garanti|guaranteed|prouvé|proven|gratuit|free|"
    r"premier|first|meilleur|best|leader|seul|only)\b",
    re.IGNORECASE,
)


@cache
def pack_of(name: str) -> Pack:
    folder = FOLDER / "subjects" if name in SUBJECTS else FOLDER
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    return load_pack(text, name=f"{name}.yaml")


def language(text: str) -> str:
    """Return the language of an example by its small words; what has none counts for both."""
    folded = fold(text).text
    french = len(FRENCH.findall(folded)) + len(re.findall("[éèàêç]", text))
    english = len(ENGLISH.findall(folded))
    return "both" if french == english else "fr" if french > english else "en"


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_example_of_every_subject_holds(name: str) -> None:
    failed = [(each.rule, each.example.line) for each in run_examples(pack_of(name)) if not each.ok]

    assert failed == []


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_rule_says_where_it_comes_from_and_starts_at_observe(name: str) -> None:
    for rule in pack_of(name).rules:
        assert rule.control is Control.OBSERVE
        assert rule.clause.startswith("charter#")
        assert rule.suggest is not None, rule.id
        for said in (rule.title, rule.say, rule.source):
            assert said["fr"]
            assert said["en"]


@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize("raises", [True, False])
def test_every_rule_has_examples_in_its_languages(name: str, raises: bool) -> None:  # noqa: FBT001 - a parameter
    for rule in pack_of(name).rules:
        texts = [each.post.text for each in rule.examples if each.raises is raises]
        wanted = rule.when.language or ("fr", "en")

        assert len(texts) >= EACH_SIDE, rule.id
        if len(wanted) > 1:
            for lang in wanted:
                found = [text for text in texts if language(text) in {lang, "both"}]
                assert len(found) >= EACH_LANGUAGE, (rule.id, lang, texts)


def test_no_rule_is_in_two_packs() -> None:
    names = [rule.id for name in ("starter-fr-en", *SUBJECTS) for rule in pack_of(name).rules]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", ["starter-fr-en", *SUBJECTS])
def test_no_suggestion_adds_a_fact(name: str) -> None:
    """It takes words away, or puts in words the pack declares, none of which states a fact."""
    for rule in pack_of(name).rules:
        declared = set(rule.suggest.soften.values()) if rule.suggest is not None else set()
        assert [each for each in declared if FACT.search(each)] == [], rule.id
        for before, after in mended(pack_of(name), rule):
            added = words(after) - words(before)
            assert added <= {word for each in declared for word in words(each)}, (rule.id, after)


def mended(pack: Pack, rule: Rule) -> list[tuple[str, str]]:
    """Return each example that raises a rule, as written and as its suggestion leaves it."""
    return [
        (example.post.text, finding.suggestion.apply(example.post.text))
        for example in rule.examples
        if example.raises
        for finding in judge(pack, example.post, example.context).findings
        if finding.rule == rule.id and finding.suggestion is not None
    ]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text).text))


@pytest.mark.parametrize("name", SUBJECTS)
def test_french_follows_french_typography(name: str) -> None:
    for rule in pack_of(name).rules:
        label = [rule.suggest.label["fr"]] if rule.suggest is not None else []
        for said in [rule.title["fr"], rule.say["fr"], rule.source["fr"], *label]:
            for mark in (" :", " ;", " !", " ?", " »", "« ", "'", " %"):
                assert mark not in said, (rule.id, said)
