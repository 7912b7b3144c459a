import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from gouvernail.kernel.text import (
    DEFAULT_LIMITS,
    Limits,
    count,
    count_bluesky,
    count_mastodon,
    count_plain,
    count_x,
)

FAMILY = "👨‍👩‍👧‍👦"
LONG_URL = "https://example.org/" + "a" * 80

# The older configuration counts every code point of a joined emoji; X has used v3 since 2018.
COUNTED_BY_AN_OLDER_CONFIGURATION = {
    (
        "WeightedTweetsCounterTest",
        "Count a mix of single byte single word, and double word unicode characters",
    ),
    ("tweets", "Invalid Tweet: 141 characters"),  # when the limit was 140
}


def load(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))["tests"]


def test_weighted_lengths_are_those_that_x_publishes(test_data: Path) -> None:
    sections = load(test_data / "twitter_text_validate.yaml")
    checked = 0

    for section, cases in sections.items():
        if not section.endswith("CounterTest"):
            continue
        for case in cases:
            if (section, case["description"]) in COUNTED_BY_AN_OLDER_CONFIGURATION:
                continue
            counted = count_x(case["text"])
            assert counted.length == case["expected"]["weightedLength"], case["description"]
            assert counted.fits is case["expected"]["valid"], case["description"]
            checked += 1
    assert checked > 20


def test_texts_that_x_accepts_fit(test_data: Path) -> None:
    for case in load(test_data / "twitter_text_validate.yaml")["tweets"]:
        if ("tweets", case["description"]) not in COUNTED_BY_AN_OLDER_CONFIGURATION:
            assert count_x(case["text"]).fits is case["expected"], case["description"]


def test_the_limits_of_x_are_those_of_its_configuration(test_data: Path) -> None:
    published = json.loads((test_data / "twitter_text_config_v3.json").read_text())

    assert DEFAULT_LIMITS["x"].characters == published["maxWeightedTweetLength"]
    assert DEFAULT_LIMITS["x"].url_length == published["transformedURLLength"]


def test_the_limits_of_bluesky_are_those_of_its_lexicon(test_data: Path) -> None:
    lexicon = json.loads((test_data / "bluesky_post_lexicon.json").read_text())
    text = lexicon["defs"]["main"]["record"]["properties"]["text"]

    assert DEFAULT_LIMITS["bluesky"].characters == text["maxGraphemes"]
    assert DEFAULT_LIMITS["bluesky"].bytes == text["maxLength"]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("été", 3),
        (FAMILY, 2),
        ("1️⃣ 🇫🇷 ❤️", 8),
        ("© 2026", 6),
        ("東京", 4),
        (f"voir {LONG_URL}.", 29),
        ("e\u0301", 1),
    ],
)
def test_x_weighs_characters_links_and_emoji(text: str, length: int) -> None:
    assert count_x(text).length == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("été", 3),
        (FAMILY * 3, 3),
        (f"voir {LONG_URL}", 28),
        ("voir example.org/un-long-chemin-sans-schema", 43),
        ("@ana@mastodon.social bonjour", 12),
        ("@ana bonjour", 12),
        ("a\r\nb", 3),
    ],
)
def test_mastodon_shortens_links_and_remote_mentions(text: str, length: int) -> None:
    assert count_mastodon(text).length == length


def test_a_server_of_mastodon_sets_its_own_limit() -> None:
    limits = Limits(characters=1000, url_length=30)

    counted = count("mastodon", f"{LONG_URL} {'a' * 900}", limits=limits)

    assert (counted.length, counted.limit, counted.fits) == (931, 1000, True)


def test_bluesky_counts_graphemes_and_bytes() -> None:
    few_graphemes = FAMILY * 121

    counted = count_bluesky(few_graphemes)

    assert counted.length == 121
    assert [(other.unit, other.length) for other in counted.also] == [("bytes", 121 * 25)]
    assert not counted.fits
    assert not count_bluesky("a" * 301).fits
    assert count_bluesky("a" * 300).fits


@pytest.mark.parametrize("network", sorted(set(DEFAULT_LIMITS) - {"x", "bluesky", "mastodon"}))
def test_the_other_networks_count_characters(network: str) -> None:
    limit = DEFAULT_LIMITS[network].characters

    assert count(network, "é" * limit).fits
    assert count(network, "é" * (limit + 1)) == count_plain("é" * (limit + 1), limit=limit)
    assert not count(network, "é" * (limit + 1)).fits


def test_a_network_without_limits_is_refused() -> None:
    with pytest.raises(KeyError):
        count("papyrus", "text")


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [("🇫🇷🇨🇦", 2), ("🇫🇷🇨", 2), ("a🇫🇷\ufe0f🇨🇦\u200d👩", 4), ("क्षि", 1), ("각", 1), ("e\u0301", 1)],
)
def test_graphemes_are_what_a_reader_sees(text: str, graphemes: int) -> None:
    assert count_bluesky(text).length == graphemes
