"""The pack that ships: it does what its authors say, and leaves real posts in peace."""

import csv
import gzip
import json
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from gouvernail.kernel.rules import (
    Context,
    Control,
    Outcome,
    Pack,
    Post,
    judge,
    load_pack,
    run_examples,
)

FALSE_ALARMS_PERCENT = 3
SAMPLE = 2500
MOCK = (
    "Nouvelle station de recharge à Nantes-Beaulieu : 24 bornes rapides, ouvertes jour et nuit, "
    "sous un toit solaire. La recharge la moins chère de France, à deux pas du tram 4. "
    "Samedi 21 novembre, venez l’essayer : 20\u00a0% de remise avec le code BEAULIEU. "
    "Merci à @NantesMetropole et aux riverains. alize.example/beaulieu"
)


@cache
def shipped(name: str) -> Pack:
    path = files("gouvernail.rulebooks") / "packs" / f"{name}.yaml"
    return load_pack(path.read_text(encoding="utf-8"), name=f"{name}.yaml")


def names() -> list[str]:
    folder = files("gouvernail.rulebooks") / "packs"
    found = (each.name for each in folder.iterdir() if each.is_file())
    return sorted(name.removesuffix(".yaml") for name in found)


@cache
def enforced() -> Pack:
    pack = shipped("starter-fr-en")
    return pack.with_controls({rule.id: Control.ENFORCE for rule in pack.rules})


@pytest.mark.parametrize("name", names())
def test_every_example_of_every_shipped_pack_holds(name: str) -> None:
    failed = [(each.rule, each.example.line) for each in run_examples(shipped(name)) if not each.ok]

    assert failed == []


def test_the_starter_pack_is_complete_and_starts_at_observe() -> None:
    rules = shipped("starter-fr-en").rules

    assert len(rules) >= 40
    assert {rule.control for rule in rules} == {Control.OBSERVE}
    for rule in rules:
        assert rule.clause.startswith("charter#")
        assert rule.source["fr"]
        assert rule.source["en"]
        assert sum(each.raises for each in rule.examples) >= 2
        assert sum(not each.raises for each in rule.examples) >= 2


def test_a_price_comparison_blocks_and_can_be_taken_away() -> None:
    found = {each.rule: each for each in judge(enforced(), Post(text=MOCK)).findings}

    price = found["price-comparison"]
    assert price.severity is Outcome.BLOCK
    assert price.clause == "charter#5.2"
    assert price.message["en"].startswith("A price comparison needs dated proof")
    assert [MOCK[s.start : s.end] for s in price.spans] == ["la moins chère de France"]
    assert price.suggestion is not None
    assert "toit solaire. À deux pas du tram 4. Samedi" in price.suggestion.apply(MOCK)


def test_an_offer_without_dates_nor_terms_warns() -> None:
    found = {each.rule: each for each in judge(enforced(), Post(text=MOCK)).findings}

    offer = found["offer-terms"]
    assert offer.severity is Outcome.WARN
    assert offer.clause == "charter#5.4"
    assert [MOCK[s.start : s.end] for s in offer.spans] == ["20\u00a0% de remise"]
    assert set(found) == {"price-comparison", "offer-terms"}


@pytest.mark.parametrize(
    "name",
    [
        "posts_barackobama.csv.gz",
        "crisislex_t26_labeled.csv.gz",
        "crisislex_t6.csv.gz",
        "posts_fr_customer_free.csv.gz",
        "posts_fr_debate_20170320.csv",
    ],
)
def test_no_rule_cries_wolf_on_real_posts(test_data: Path, name: str) -> None:
    opened = gzip.open if name.endswith(".gz") else open
    with opened(test_data / name, "rt", encoding="utf-8") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    texts = texts[:: max(1, len(texts) // SAMPLE)]
    raised = Counter(
        finding.rule for text in texts for finding in judge(enforced(), Post(text=text)).findings
    )

    loud = {rule: n for rule, n in raised.items() if n * 100 > FALSE_ALARMS_PERCENT * len(texts)}
    assert loud == {}


def written_by_organisations(folder: Path) -> list[str]:
    """Return what an official account, a brand and help desks wrote themselves."""
    with gzip.open(folder / "posts_barackobama.csv.gz", "rt", encoding="utf-8") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    with gzip.open(folder / "posts_fr_customer_free.csv.gz", "rt", encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        texts += [row["text"] for row in rows if row["is_brand_account"].lower() in {"1", "true"}]
    with gzip.open(folder / "care_conversations_en.jsonl.gz", "rt", encoding="utf-8") as lines:
        turns = [turn for line in lines for turn in json.loads(line)["turns"]]
    return texts + [turn["text"] for turn in turns if turn["role"] != "client"]


@pytest.mark.parametrize("kind", ["organisation", "named"])
def test_what_organisations_write_raises_next_to_nothing(test_data: Path, kind: str) -> None:
    """Customers swear in one post of thirty; those who answer them never do."""
    texts = written_by_organisations(test_data)
    context = Context(account_class=kind)
    raised = Counter(
        finding.rule
        for text in texts
        for finding in judge(enforced(), Post(text=text), context).findings
    )

    assert len(texts) > 3000
    assert raised["vulgarity"] == 0
    assert {rule: n for rule, n in raised.items() if n * 200 > len(texts)} == {}


def test_french_messages_follow_french_typography() -> None:
    for rule in shipped("starter-fr-en").rules:
        suggestion = [rule.suggest.label["fr"]] if rule.suggest is not None else []
        for said in [rule.title["fr"], rule.say["fr"], rule.source["fr"], *suggestion]:
            for mark in (" :", " ;", " !", " ?", " »", "« ", "'", " %"):
                assert mark not in said, (rule.id, said)
