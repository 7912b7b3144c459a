import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gouvernail.kernel.text.addresses import (
    NETWORKS,
    AddressError,
    is_bluesky_handle,
    parse_address,
)


def rows(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@pytest.mark.parametrize(
    ("raw", "network", "handle", "kind"),
    [
        ("https://x.com/Nordet?s=20", "x", "Nordet", "profile"),
        ("twitter.com/nordet/", "x", "nordet", "profile"),
        ("https://mobile.twitter.com/nordet/status/123", "x", "nordet", "post"),
        ("https://twitter.com/#!/nordet", "x", "nordet", "profile"),
        ("<https://www.facebook.com/nordet/?ref=page_internal>", "facebook", "nordet", "profile"),
        ("https://m.facebook.com/profile.php?id=100001&sk=about", "facebook", "100001", "profile"),
        ("https://fr-fr.facebook.com/Aurore-39829403685", "facebook", "39829403685", "profile"),
        ("https://facebook.com/pages/Nordet/123456", "facebook", "123456", "page"),
        ("facebook.com/groups/nordet.amis", "facebook", "nordet.amis", "group"),
        ("https://instagram.com/nor.det?utm_medium=copy_link", "instagram", "nor.det", "profile"),
        ("linkedin.com/company/nordet/about/", "linkedin", "nordet", "page"),
        ("https://fr.linkedin.com/in/amina-b%C3%A9-2a3b", "linkedin", "amina-bé-2a3b", "profile"),
        ("https://youtube.com/@Nordet/videos", "youtube", "Nordet", "profile"),
        (
            "https://www.youtube.com/channel/UC8SaozRUxnDMCJFBMueu3GA",
            "youtube", "UC8SaozRUxnDMCJFBMueu3GA", "channel",
        ),
        ("https://www.youtube.com/user/nordettv", "youtube", "nordettv", "user"),
        ("https://www.tiktok.com/@nor.det/video/71", "tiktok", "nor.det", "post"),
        ("https://www.threads.com/@nordet", "threads", "nordet", "profile"),
        ("https://www.pinterest.fr/nordet/", "pinterest", "nordet", "profile"),
        ("https://bsky.app/profile/Nordet.fr/post/3k", "bluesky", "nordet.fr", "post"),
        ("nordet.bsky.social", "bluesky", "nordet.bsky.social", "profile"),
        ("https://Nordet.bsky.social/", "bluesky", "nordet.bsky.social", "profile"),
        ("@ana@Mamot.fr", "mastodon", "ana@mamot.fr", "profile"),
        ("https://mamot.fr/@ana/1095", "mastodon", "ana@mamot.fr", "post"),
        ("https://mastodon.social/@ana@mamot.fr", "mastodon", "ana@mamot.fr", "profile"),
        ("https://peertube.nordet.fr/c/chaine/videos", "peertube", "chaine@peertube.nordet.fr",
         "profile"),
        ("https://nordet.wordpress.com/2024/01/", "wordpress", "nordet", "profile"),
        ("https://www.tumblr.com/nordet", "tumblr", "nordet", "profile"),
        ("https://t.me/s/nordet", "telegram", "nordet", "profile"),
        ("https://api.whatsapp.com/send?phone=33612345678", "whatsapp", "33612345678", "number"),
        ("https://old.reddit.com/r/france/top", "reddit", "france", "community"),
        ("https://discord.gg/nordet", "discord", "nordet", "invite"),
        ("https://example.org/actualites/feed/", "rss", "example.org/actualites/feed", "feed"),
        ("https://twitter.com/https://twitter.com/nordet", "x", "nordet", "profile"),
        ("http://http://x.com/nordet", "x", "nordet", "profile"),
        ("\u200ehttps://x.com/nordet\u200b ", "x", "nordet", "profile"),
    ],
)  # fmt: skip
def test_a_pasted_address_names_its_account(raw: str, network: str, handle: str, kind: str) -> None:
    address = parse_address(raw)

    assert (address.network, address.handle, address.kind) == (network, handle, kind)


@pytest.mark.parametrize(
    ("raw", "network", "url"),
    [
        ("@nordet", "x", "https://x.com/nordet"),
        ("nor.det", "instagram", "https://www.instagram.com/nor.det/"),
        ("company/nordet", "linkedin", "https://www.linkedin.com/company/nordet/"),
        ("in/amina", "linkedin", "https://www.linkedin.com/in/amina/"),
        ("@Nordet.FR", "bluesky", "https://bsky.app/profile/nordet.fr"),
        ("ana@mamot.fr", "mastodon", "https://mamot.fr/@ana"),
        ("UC8SaozRUxnDMCJFBMueu3GA", "youtube",
         "https://www.youtube.com/channel/UC8SaozRUxnDMCJFBMueu3GA"),
        ("https://blog.nordet.fr/", "website", "https://blog.nordet.fr"),
        ("nordet", "tumblr", "https://nordet.tumblr.com"),
    ],
)  # fmt: skip
def test_a_bare_handle_is_read_on_the_network_that_is_named(
    raw: str, network: str, url: str
) -> None:
    assert parse_address(raw, network=network).url == url


def test_two_ways_of_writing_one_account_have_one_key() -> None:
    one = parse_address("https://mobile.twitter.com/Nordet?s=20")
    two = parse_address("@nordet", network="x")

    assert one.key == two.key


@pytest.mark.parametrize(
    ("raw", "network", "code"),
    [
        ("  ", None, "empty"),
        ("a" * 3000, None, "too_long"),
        ("@nordet", None, "ambiguous_network"),
        ("nordet", "papyrus", "unknown_network"),
        ("https://x.com/nordet", "facebook", "wrong_network"),
        ("https://x.com/", None, "no_account"),
        ("https://x.com/home", None, "no_account"),
        ("https://help.instagram.com/123", None, "no_account"),
        ("https://www.instagram.com/p/Cabc/", None, "no_account"),
        ("https://www.facebook.com/sharer.php?u=x", None, "no_account"),
        ("https://vimeo.com/123456", None, "bad_handle"),
        ("https://public.api.bsky.app/xrpc", None, "no_account"),
        ("https://bsky.app/profile/nordet_.fr", None, "bad_handle"),
        ("nor det", "x", "bad_handle"),
        ("a_name_that_is_too_long", "x", "bad_handle"),
        ("ana", "mastodon", "bad_handle"),
        ("https://nordet.fr/equipe", None, "unknown_host"),
        ("http://[::1", None, "not_an_address"),
        ("https:///", None, "not_an_address"),
    ],
)
def test_what_names_no_account_is_refused_with_a_code(
    raw: str, network: str | None, code: str
) -> None:
    with pytest.raises(AddressError) as refusal:
        parse_address(raw, network=network)

    assert refusal.value.code == code


@example("/", "practice")
@given(st.text(alphabet="htps:/.@x-comfb?=#%[]& é\u200b1"), st.sampled_from([None, *NETWORKS]))
def test_anything_pasted_is_read_or_refused(raw: str, network: str | None) -> None:
    try:
        address = parse_address(raw, network=network)
    except AddressError as refusal:
        assert refusal.code  # noqa: PT017 - both ends are right, another exception is not
    else:
        assert address.handle
        assert address.url.startswith(("https://", "/practice/"))


@pytest.mark.parametrize("slug", sorted(set(NETWORKS) - {"practice"}))  # has no address outside
def test_a_canonical_url_is_read_as_itself(slug: str) -> None:
    handles = {"bluesky": "nordet.fr", "whatsapp": "33612345678", "rss": "nordet.fr/feed",
               "website": "nordet.fr"}  # fmt: skip
    info = NETWORKS[slug]
    handle = handles.get(slug, "nordet@nordet.fr" if info.federated else "nordet")
    address = parse_address(handle, network=slug)

    assert parse_address(address.url, network=slug) == address


COLUMNS = {
    "twitter": "x",
    "facebook": "facebook",
    "youtube": "youtube",
    "youtube_id": "youtube",
    "instagram": "instagram",
    "mastodon": "mastodon",
}


@pytest.mark.parametrize("name", ["us_congress_accounts.csv", "orgs_official_handles.csv"])
def test_every_handle_of_real_registers_is_read(name: str, test_data: Path) -> None:
    read = 0

    for row in rows(test_data / name):
        for column, network in COLUMNS.items():
            if handle := row.get(column, ""):
                address = parse_address(handle, network=network)
                assert address.network == network
                assert parse_address(address.url) == address or network in {"youtube", "mastodon"}
                read += 1
    assert read > 500


def test_every_url_of_a_government_register_is_read(test_data: Path) -> None:
    for row in rows(test_data / "us_social_media_registry_facebook_2014.csv"):
        address = parse_address(row["service_url"])

        assert address.network == row["service_id"]
        assert address.key == parse_address(row["account"], network="facebook").key


def test_every_account_that_members_of_parliament_link_is_read(test_data: Path) -> None:
    found: dict[str, int] = {}
    refused: dict[str, int] = {}

    for row in rows(test_data / "fr_parlementaires_twitter.csv.gz"):
        assert parse_address("@" + row["twitter"], network="x").handle == row["twitter"]
        for site in filter(None, row["sites_web"].split("|")):
            try:
                network = parse_address(site).network
            except AddressError as refusal:
                refused[refusal.code] = refused.get(refusal.code, 0) + 1
            else:
                found[network] = found.get(network, 0) + 1

    assert set(refused) == {"unknown_host"}  # their own sites
    assert found["x"] >= 600
    assert found["facebook"] >= 420


# Written differently there: we keep the whole handle, or the server with it.
LONGER_HANDLES = {"bluesky": "{}.bsky.social", "lemmy": "{}@lemmy.world",
                  "pixelfed": "{}@pixelfed.social", "mastodon": "{}@"}  # fmt: skip


def test_profile_patterns_of_sherlock_are_read(test_data: Path) -> None:
    read = 0
    refused: list[str] = []

    for row in rows(test_data / "site_username_patterns_sherlock.csv"):
        user = row["username_claimed"]
        try:
            address = parse_address(row["url"].replace("{}", user))
        except AddressError as refusal:
            if refusal.code != "unknown_host":  # a site that is no network of ours
                refused.append(row["site"])
            continue
        if address.network != "rss":
            handle = LONGER_HANDLES.get(address.network, "{}").format(user)
            assert address.handle.lower().startswith(handle.lower())
            read += 1
    assert refused == ["Discord"]  # its pattern is the home page: it names nobody
    assert read >= 40


def test_handles_that_sherlock_accepts_are_accepted(test_data: Path) -> None:
    names = {"Twitter": "x", "GitHub": "github", "Linktree": "linktree", "Substack": "substack",
             "Telegram": "telegram", "WordPress": "wordpress", "LinkedIn": "linkedin"}  # fmt: skip
    samples = [row["twitter"] for row in rows(test_data / "us_congress_accounts.csv")]
    samples += ["a-b", "a.b", "_a", "1a", "é", "a b", "a" * 31, "a" * 16, "ab"]

    for row in rows(test_data / "site_username_patterns_sherlock.csv"):
        network = names.get(row["site"])
        if network is None or not row["regexCheck"]:
            continue
        for sample in samples:
            if re.fullmatch(row["regexCheck"], sample):
                assert re.fullmatch(NETWORKS[network].handle, sample), (network, sample)


def test_bluesky_handles_follow_the_protocol(test_data: Path) -> None:
    for name, valid in (("valid", True), ("invalid", False)):
        lines = (test_data / f"atproto_handle_syntax_{name}.txt").read_text(encoding="utf-8")
        for handle in lines.splitlines():
            if handle and not handle.startswith("#"):
                assert is_bluesky_handle(handle) is valid, handle
