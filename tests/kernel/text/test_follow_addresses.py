"""What opens when an address is followed: the table of attacks of each network."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gouvernail.kernel.text.addresses import NETWORKS, AddressError, follow_address, parse_address

# For each network: an account, other ways of writing it, its own pages, its posts.
OURS: dict[str, tuple[str, str, str, str]] = {
    "x": (
        "https://x.com/nordet",
        (
            "twitter.com/NORDET/ http://www.x.com:80/nordet?s=20&t=abc https://mobile.twitter.com/nordet#"
            " https://x.com/evil/../nordet https://x.com/./%6eordet https://x.com./nordet"
        ),
        "https://x.com/nordet/with_replies https://x.com/nordet/media",
        (
            "https://x.com/nordet/status/1 https://x.com/nordet/status/1/photo/2"
            " https://x.com/nordet/article/1"
        ),
    ),
    "facebook": (
        "https://www.facebook.com/nordet",
        (
            "https://fr-fr.facebook.com/nordet?locale=fr_FR https://m.facebook.com/nordet?ref=page"
            " https://fb.com/nordet https://www.facebook.com/pg/nordet"
        ),
        "https://www.facebook.com/nordet/about https://www.facebook.com/nordet/photos/",
        (
            "https://www.facebook.com/nordet/posts/123 https://www.facebook.com/nordet/posts/slug/123"
            " https://www.facebook.com/nordet/videos/123 https://www.facebook.com/nordet/photos/a.1/2"
        ),
    ),
    "instagram": (
        "https://www.instagram.com/nordet/",
        "instagram.com/nordet?igsh=MzRlODBiNWFlZA== https://www.instagram.com/nordet/?hl=fr",
        "https://www.instagram.com/nordet/tagged/ https://www.instagram.com/nordet/reels",
        (
            "https://www.instagram.com/nordet/p/abc https://www.instagram.com/nordet/reel/abc"
            " https://www.instagram.com/stories/nordet/123 https://www.instagram.com/stories/nordet"
        ),
    ),
    "linkedin": (
        "https://www.linkedin.com/company/nordet/",
        "https://fr.linkedin.com/company/nordet?trk=public_profile",
        "https://www.linkedin.com/company/nordet/about/ linkedin.com/company/nordet/posts",
        "",
    ),
    "youtube": (
        "https://www.youtube.com/@nordet",
        "https://m.youtube.com/@Nordet?si=abc",
        "https://www.youtube.com/@nordet/videos https://www.youtube.com/@nordet/community",
        "",
    ),
    "tiktok": (
        "https://www.tiktok.com/@nordet",
        "https://m.tiktok.com/@nordet?lang=fr",
        "https://www.tiktok.com/@nordet/live",
        "https://www.tiktok.com/@nordet/video/71 https://www.tiktok.com/@nordet/photo/71",
    ),
    "threads": (
        "https://www.threads.net/@nordet",
        "https://www.threads.com/@nordet?xmt=AQ",
        "https://www.threads.net/@nordet/replies",
        "https://www.threads.net/@nordet/post/Cx",
    ),
    "mastodon": (
        "https://social.nordet.example/@nordet",
        "@nordet@social.nordet.example https://social.nordet.example/web/@nordet",
        "https://social.nordet.example/@nordet/media",
        "https://social.nordet.example/@nordet/123",
    ),
    "bluesky": (
        "https://bsky.app/profile/nordet.bsky.social",
        "https://nordet.bsky.social nordet.bsky.social @nordet.bsky.social",
        "https://bsky.app/profile/nordet.bsky.social/followers",
        "https://bsky.app/profile/nordet.bsky.social/post/3k",
    ),
    "telegram": ("https://t.me/nordet", "https://t.me/s/nordet", "", "https://t.me/nordet/12"),
    "reddit": (
        "https://www.reddit.com/user/nordet",
        "https://old.reddit.com/u/nordet",
        "https://www.reddit.com/user/nordet/comments",
        "https://www.reddit.com/user/nordet/comments/1abc/slug",
    ),
    "medium": (
        "https://medium.com/@nordet",
        "https://www.medium.com/@nordet?source=friends",
        "https://medium.com/@nordet/about",
        "https://medium.com/@nordet/a-story-123abc",
    ),
    "tumblr": (
        "https://nordet.tumblr.com",
        "https://www.tumblr.com/nordet https://nordet.tumblr.com/",
        "https://nordet.tumblr.com/archive",
        "https://nordet.tumblr.com/post/1/slug https://www.tumblr.com/nordet/1/slug",
    ),
    "whatsapp": (
        "https://wa.me/33612345678",
        "https://api.whatsapp.com/send?phone=33612345678&text=Bonjour",
        "",
        "",
    ),
    "pinterest": ("https://www.pinterest.com/nordet/", "https://fr.pinterest.com/nordet", "", ""),
    "vimeo": ("https://vimeo.com/nordet", "", "https://vimeo.com/nordet/videos", ""),
    "twitch": ("https://www.twitch.tv/nordet", "", "https://www.twitch.tv/nordet/about", ""),
    "github": ("https://github.com/nordet", "", "", "https://github.com/nordet/work"),
}

# `{}` is the address of our account, without a slash at its end; `{bare}` the same without scheme.
ANYWHERE = (
    "{}/../evil",
    "{}/%2e%2e/evil",
    "{}/%2E./evil",
    "{}/.%2e/evil",
    "{}/x/../../evil",
    "{}/./../evil",
    "{bare}/../evil",
    "{bare}/%2e%2e/evil",
    "{}/..%2fevil",
    "{}/%2e%2e%2fevil",
    "{}/%252e%252e/evil",
    "{}/..;/evil",
    "{}%2f..%2fevil",
    "{}%5c..%5cevil",
    "{}\\..\\evil",
    "{}/\\evil.example",
    "{}//evil.example",
    "{}/evil",
    "{}#!/evil",
    "{}#/evil",
    "{}?next=https://evil.example",
    "{}?to=//evil.example",
    "{}?id=123&id=456",
    "{}?username=evil",
    "{}\u200b/../evil",
    "{}\ufe0f",
    "{}\u202egpj",
    "{}\n.evil.example",
    "https://evil.example/{}",
    "evil.example/{}",
    "https://evil.example?{}",
    "https://evil.example#{}",
    "https://evil.example\\@{bare}",
    "https://evil.example@{bare}",
    "https://{bare}@evil.example/",
    "https:{bare}",
    "https:///{bare}",
    "//{bare}",
    "ftp://{bare}",
    "javascript://{bare}",
    "feed:https://{bare}",
    "view-source:https://{bare}",
    "https://https:/{bare}",
    "https://apps.{bare}",
    "https://evil.{bare}",
    "https://www.evil.{bare}",
)
NOT_THERE = (
    "https://x.com:8443/nordet",
    "http://x.com:443/nordet",
    "x.com:8080/nordet",
    "https://x.com/evil#!/nordet",
    "https://x.com/nordet#!/evil",
    "https://x.com/#!/nordet",
    "https://x.com.evil.example/nordet",
    "https://x.com%2eevil.example/nordet",
    "https://x.com\u3002evil.example/nordet",
    "https://\uff58.com/nordet",
    "https://\u0445.com/nordet",
    "https://xn--80a.com/nordet",
    "https://www.facebook.com/profile.php?id=100001&id=666",
    "https://www.facebook.com/profile.php?id=100001&id=",
    "https://www.facebook.com/profile.php?id=666&id=100001",
    "https://www.facebook.com/profile.php?id=100001&%69d=666",
    "https://www.facebook.com/profile.php?id=100001&id[]=666",
    "https://www.facebook.com/profile.php?id=100001&story_fbid=666",
    "https://www.facebook.com/profile.php/evil?id=100001",
    "https://api.whatsapp.com/send?phone=33612345678&phone=33600000000",
    "https://apps.facebook.com/nordet",
    "https://evil.medium.com/@nordet",
    "https://www.evil.tumblr.com/nordet",
    "https://substack.com/@nordet",
    "https://bandcamp.com/nordet",
    "https://wordpress.com/nordet",
    "https://www.facebook.com/p/nordet",
    "https://www.facebook.com/pages/nordet",
    "https://www.linkedin.com/pub/nordet/1/2/3",
    "https://weibo.com/n/nordet",
    "https://evil.example/@nordet@social.nordet.example",
    "https://social.nordet.example/@nordet@evil.example",
    "https://social.nordet.example/@nordet/../@evil",
    "https://social.nordet.example:3000/@nordet",
    "https://stra\xdfe.example/@nordet",
    "https://\ufb01.example/@nordet",
)


def opens(raw: str, network: str | None = None) -> tuple[str, str] | None:
    """Return the account that is vouched for, if any."""
    try:
        address = follow_address(raw, network=network)
    except AddressError:
        return None
    return address.key if address.exact else None


@pytest.mark.parametrize("network", sorted(OURS))
def test_an_account_its_pages_and_its_posts_are_told_apart(network: str) -> None:
    url, ways, own, posts = OURS[network]
    key = parse_address(url).key

    for raw in (url, *ways.split(), *own.split()):
        address = follow_address(raw)
        assert (address.key, address.exact, address.kind == "post") == (key, True, False), raw
    for raw in posts.split():
        address = follow_address(raw)
        assert (address.key, address.exact, address.kind) == (key, True, "post"), raw
        assert parse_address(raw).kind == "post"


@pytest.mark.parametrize("network", sorted(OURS))
def test_no_address_made_to_deceive_opens_our_account(network: str) -> None:
    url = OURS[network][0].rstrip("/")
    key = parse_address(url).key

    for attack in ANYWHERE:
        raw = attack.format(url, bare=url.removeprefix("https://"))
        if opens(raw) == key:  # what follows the name of a post’s place may be taken for a post
            assert follow_address(raw).kind == "post", raw
            assert attack == "{}/evil", raw


@pytest.mark.parametrize("raw", NOT_THERE)
def test_what_leads_elsewhere_vouches_for_nobody(raw: str) -> None:
    names = ("nordet", "100001", "33612345678", "nordet@social.nordet.example")
    mine = {
        parse_address(name, network=network).key
        for network in NETWORKS
        for name in names
        if _is_handle(name, network)
    }

    assert opens(raw) not in mine
    assert opens(raw, "website") not in mine


def _is_handle(name: str, network: str) -> bool:
    try:
        parse_address(name, network=network)
    except AddressError:
        return False
    return True


def test_a_handle_with_a_slash_is_an_address_and_an_encoded_host_is_its_own() -> None:
    for raw in ("@nordet/../evil", "company/nordet/../evil", "nordet/../evil", "@nordet/evil"):
        for network in ("youtube", "linkedin", "x", "facebook"):
            assert opens(raw, network) is None, (raw, network)
    native = parse_address("https://soci\xe9t\xe9.example/@nordet")
    assert follow_address("https://xn--socit-esab.example/@nordet") == native
    assert follow_address("https://soci\xe9t\xe9.example/@nordet") == native


@example("https://x.com/a/../b")
@given(st.text(alphabet="htps:/.@x-comfb?=#%2e[]& é\u200b1;\\", max_size=40))
def test_anything_is_followed_or_refused(raw: str) -> None:
    try:
        address = follow_address("https://x.com/" + raw)
    except AddressError as refusal:
        assert refusal.code  # noqa: PT017 - both ends are right, another exception is not
    else:
        assert parse_address(address.url, network=address.network).key == address.key
