from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gouvernail.kernel.text import (
    count,
    find_cashtags,
    find_hashtags,
    find_links,
    find_mentions,
    fold,
    list_of,
    reply_to,
    skeleton,
    spaced,
)

EXTRACTED: dict[str, Callable[[str], Any]] = {
    "urls": lambda text: [link.url for link in find_links(text)],
    "urls_with_indices": lambda text: [
        {"url": link.url, "indices": [link.start, link.end]} for link in find_links(text)
    ],
    "urls_with_directional_markers": lambda text: [
        {"url": link.url, "indices": [link.start, link.end]} for link in find_links(text)
    ],
    "tco_urls_with_params": lambda text: [link.url for link in find_links(text)],
    "mentions": lambda text: [mention.handle for mention in find_mentions(text, "x")],
    "mentions_with_indices": lambda text: [
        {"screen_name": mention.handle, "indices": [mention.start, mention.end]}
        for mention in find_mentions(text, "x")
    ],
    "hashtags": lambda text: [hashtag.tag for hashtag in find_hashtags(text)],
    "hashtags_from_astral": lambda text: [hashtag.tag for hashtag in find_hashtags(text)],
    "hashtags_with_indices": lambda text: [
        {"hashtag": hashtag.tag, "indices": [hashtag.start, hashtag.end]}
        for hashtag in find_hashtags(text)
    ],
    "mentions_or_lists_with_indices": lambda text: [
        {
            "screen_name": mention.handle,
            "list_slug": list_of(text, mention),
            "indices": [mention.start, mention.end + len(list_of(text, mention))],
        }
        for mention in find_mentions(text, "x")
    ],
    "replies": lambda text: reply_to(text) or None,
    "cashtags": lambda text: [cashtag.tag for cashtag in find_cashtags(text)],
    "cashtags_with_indices": lambda text: [
        {"cashtag": cashtag.tag, "indices": [cashtag.start, cashtag.end]}
        for cashtag in find_cashtags(text)
    ],
}
VALIDATED: dict[str, Callable[[str], list[str]]] = {
    "lists": lambda text: [
        f"@{mention.handle}{list_of(text, mention)}"
        for mention in find_mentions(text, "x")
        if list_of(text, mention)
    ],
    "usernames": lambda text: ["@" + mention.handle for mention in find_mentions(text, "x")],
    "hashtags": lambda text: ["#" + hashtag.tag for hashtag in find_hashtags(text)],
    "urls": lambda text: [link.url for link in find_links(text)],
    "urls_without_protocol": lambda text: [link.url for link in find_links(text)],
}
# The validator of X accepts any URL of RFC 3986; its extractor, which we follow, does not.
ONLY_THE_VALIDATOR_ACCEPTS = {
    "Valid url: port and userinfo",
    "Valid url: ipv4",
    "Valid url: ipv6",
    "Valid url: sub delims and question marks",
}


def load(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))["tests"]


@pytest.mark.parametrize("section", sorted(EXTRACTED))
def test_entities_are_those_that_x_publishes(section: str, test_data: Path) -> None:
    for case in load(test_data / "twitter_text_extract.yaml")[section]:
        assert EXTRACTED[section](case["text"]) == case["expected"], case["description"]


def test_every_section_of_the_published_cases_is_placed(test_data: Path) -> None:
    assert set(load(test_data / "twitter_text_extract.yaml")) == set(EXTRACTED)


@pytest.mark.parametrize("section", sorted(VALIDATED))
def test_what_x_validates_is_found_whole(section: str, test_data: Path) -> None:
    for case in load(test_data / "twitter_text_validate.yaml")[section]:
        if case["description"] not in ONLY_THE_VALIDATOR_ACCEPTS:
            found = VALIDATED[section](case["text"]) == [case["text"]]
            assert found is case["expected"], case["description"]


def test_a_link_knows_its_host() -> None:
    [link] = find_links("Voir (https://WWW.Example.org:8080/Chemin_(1)?q=1) !")

    assert link.host == "www.example.org"
    assert link.url == "https://WWW.Example.org:8080/Chemin_(1)?q=1"


@pytest.mark.parametrize(
    ("network", "text", "handles"),
    [
        ("mastodon", "@ana et @bob@mamot.fr, mail a@b.fr", ["ana", "bob@mamot.fr"]),
        ("mastodon", "https://mamot.fr/@ana", []),
        ("bluesky", "merci @ana.bsky.social. et @nobody", ["ana.bsky.social"]),
        ("instagram", "avec @ma.rque_1. Et a@b.fr", ["ma.rque_1"]),
        ("x", "avec @ma.rque", ["ma"]),
    ],
)
def test_each_network_has_its_mentions(network: str, text: str, handles: list[str]) -> None:
    assert [mention.handle for mention in find_mentions(text, network)] == handles


def test_a_fragment_of_a_link_is_no_hashtag() -> None:
    assert find_hashtags("https://example.org/#part") == []
    assert [hashtag.tag for hashtag in find_hashtags("example.org #part 50 #1")] == ["part"]


@given(st.text(alphabet="a.b:/@#?é日com-_() \u200b"))
def test_entities_are_slices_of_the_text_in_order(text: str) -> None:
    links = find_links(text)

    assert all(text[link.start : link.end] == link.url for link in links)
    assert all(one.end <= two.start for one, two in pairwise(links))
    for network in ("x", "mastodon", "bluesky"):
        for mention in find_mentions(text, network):
            assert text[mention.start : mention.end].endswith(mention.handle)
    for hashtag in find_hashtags(text):
        assert text[hashtag.start + 1 : hashtag.end] == hashtag.tag


HOSTILE = ("a" * 60_000 + "日.fr", "fr." * 20_000 + "x", "a.fr/" + "(a" * 30_000, "é.." * 20_000,
           "@" + "a." * 30_000 + "-", "a" + "\u0301\u0323" * 30_000, "ก" + "\u0e48\u0e38" * 30_000,
           "🇫" * 60_000)  # fmt: skip


@pytest.mark.timeout(60)  # quadratic ways take minutes
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_to_an_end(text: str) -> None:
    find_links(text)
    for network in ("x", "mastodon", "bluesky", "facebook"):
        find_mentions(text, network)
        count(network, text)
    skeleton(text)

    assert spaced(fold(text))
