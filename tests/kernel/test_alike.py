"""Accounts that repeat one another: what is seen, why, and at what cost."""

import csv
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from gouvernail.kernel import alike as kernel
from gouvernail.kernel.alike import Card, alike, foremost


def card(key: str, handle: str, **fields: str) -> Card:
    return Card(**{"key": key, "network": "x", "handle": handle} | fields)


HOUSE = [
    card(f"h{number}", f"nordet_{name}", name=f"Nordet {name}")
    for number, name in enumerate(
        ("energie", "solaire", "clients", "presse", "carrieres", "mobilite", "fondation", "lyon")
    )
]


def test_the_name_of_the_house_alone_makes_no_pair() -> None:
    assert alike(HOUSE) == []


def test_a_handle_that_looks_the_same_and_a_name_said_again_are_seen_and_explained() -> None:
    cards = [
        *HOUSE,
        card("a", "NordetSolair\u0435", name="Solar power"),  # a Cyrillic letter at the end
        card("b", "vent_et_soleil", name="Nordet énergie", owner="karim"),
    ]

    found = {(pair.first, pair.second): pair for pair in alike(cards)}

    assert set(found) == {("a", "h1"), ("b", "h0")}
    assert [fact.code for fact in found["a", "h1"].facts] == ["handle"]
    assert [(fact.code, fact.strength) for fact in found["b", "h0"].facts] == [("name", 1.0)]


def test_purpose_audience_unit_and_owner_add_up_and_another_network_does_not_count() -> None:
    told = {"purpose": "Bornes de recharge en Bretagne", "audience": "Conducteurs"}
    told |= {"unit": "mob", "owner": "nadia"}
    cards = [
        *HOUSE,
        card("a", "bornes_ouest", name="Rouler vert", **told),
        card("b", "prise_rapide", name="Sur la route", **told),
        Card(key="c", network="facebook", handle="bornes_ouest", name="Rouler vert", **told),
    ]

    (pair,) = alike(cards)

    assert (pair.first, pair.second) == ("a", "b")
    assert {fact.code for fact in pair.facts} == {"purpose", "audience", "unit", "owner"}


def test_an_account_that_resembles_many_is_told_of_the_surest_only() -> None:
    cards = [card(f"k{number}", f"bourse{number}", name="Bourse du jour") for number in range(12)]
    pairs = alike([*cards, *HOUSE], enough=0.3)

    kept = foremost(pairs, each=1)

    assert len(pairs) > len(kept) >= 6


def test_the_number_of_comparisons_follows_the_number_of_accounts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[object] = []
    real = kernel._strengths

    def counting(*given: Any) -> Any:
        compared.append(given[0])
        return real(*given)

    monkeypatch.setattr(kernel, "_strengths", counting)
    words = ("energie", "solaire", "clients", "presse")
    cards = [
        card(str(number), f"{words[number % 4]}{number}", name=words[number % 4], owner="karim")
        for number in range(1500)
    ]

    alike(cards)

    assert 0 < len(compared) < 60 * len(cards)


def test_official_and_campaign_handles_of_one_member_are_brought_together(test_data: Path) -> None:
    """The measured figures are in benchmarks/results/duplicates.md; these are their floor."""
    with (test_data / "us_congress_twitter_history.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    owners: dict[str, str] = {}
    for row in rows:
        for handle in (row["screen_name"], *row["prev_names"].split("|")):
            if handle:
                owners.setdefault(handle.casefold(), row["owner"])
    cards = [card(handle, handle, name=owner) for handle, owner in owners.items()]

    found = {(pair.first, pair.second) for pair in alike(cards)}

    true = {pair for pair in combinations(sorted(owners), 2) if owners[pair[0]] == owners[pair[1]]}
    assert len(found & true) / len(true) > 0.99
    assert len(found & true) / len(found) > 0.9
