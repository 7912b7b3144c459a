"""Reading a website: what is found, what is left out, and how little it may cost us."""

import gzip
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from gouvernail.egress import Request, Response
from gouvernail.foundation.outbound import way_out
from gouvernail.onboarding.sources.process import PageUnreadError, read_page
from gouvernail.onboarding.sources.website import (
    MAX_PAGES,
    PAGE_BYTES,
    Website,
    WebsiteProblemError,
    read_website,
)
from tests.make.websites import HTML, Answer, page, serving, to

FOOT = """
<footer><a href="https://www.facebook.com/villedelune">Facebook</a>
<a href="https://x.com/VilleDeLune?lang=fr" aria-label="X"></a>
<a rel="me noopener" href="https://mastodon.example/@lune">Mastodon</a>
<a href="/nous-contacter">Contact</a><a href="/mentions-legales">Mentions légales</a>
<a href="/plaquette-contact.pdf">Contact (PDF)</a></footer>
"""
TEXT = """
<p>Merci à <a href="https://instagram.com/fanfare_du_port">la fanfare</a> et à
<a href="https://www.linkedin.com/in/jean-dupont">Jean</a>.</p>
<a href="https://www.facebook.com/sharer/sharer.php?u=https://ville.example">Partager</a>
<a href="https://twitter.com/intent/tweet?text=Bonjour">Tweeter</a>
<a href="https://vk.com/share.php?url=https://ville.example">VK</a>
<a href="https://www.linkedin.com/shareArticle?url=https://ville.example">LinkedIn</a>
<a href="https://x.com/autre/status/12345">un message</a>
<a href="javascript:location='https://x.com/piege'">JS</a>
<script>document.write('<a href="https://x.com/script">x</a>')</script>
<!-- <a href="https://x.com/commente">x</a> -->
<iframe src="https://www.youtube.com/@cadre"><a href="https://youtube.com/@cadre">x</a></iframe>
<blockquote class="twitter-tweet"><a href="https://x.com/cite">Cité</a></blockquote>
"""
CONTACT = """<main><a href="https://www.youtube.com/@villedelune">Nos films</a></main>"""
HEAD = """<meta name="twitter:site" content="@VilleDeLune">
<script type="application/ld+json">{"@graph": [{"@type": "City",
"sameAs": ["https://www.linkedin.com/company/ville-de-lune/", 7, {"x": 1}]}]}</script>"""


def good() -> dict[str, Answer | Callable[[], Answer]]:
    return {
        "/": page(TEXT + FOOT, head=HEAD),
        "/nous-contacter": page(CONTACT + FOOT),
        "/mentions-legales": page("<a href='https://x.com/AgenceWeb'>Réalisation</a>" + FOOT),
    }


def read(url: str) -> Website:
    return read_website(url, send=way_out(max_response_bytes=PAGE_BYTES).send)


def accounts(website: Website) -> dict[str, bool]:
    return {one.address.url.rstrip("/"): one.is_likely for one in website.found}


def test_a_website_gives_its_accounts_and_where_each_was_seen() -> None:
    with serving(good()) as site:
        website = read(site.url)

    assert accounts(website) == {
        "https://www.facebook.com/villedelune": True,
        "https://x.com/VilleDeLune": True,
        "https://mastodon.example/@lune": True,
        "https://www.linkedin.com/company/ville-de-lune": True,
        "https://www.youtube.com/@villedelune": False,
        "https://instagram.com/fanfare_du_port".replace("//", "//www."): False,
        "https://www.linkedin.com/in/jean-dupont": False,
        "https://x.com/AgenceWeb": False,
    }
    by_handle = {one.address.handle: one for one in website.found}
    assert [one.place for one in by_handle["lune@mastodon.example"].seen] == ["rel_me"] * 3
    assert by_handle["VilleDeLune"].seen[0].place == "declared"
    facebook = next(one for one in website.found if one.address.network == "facebook")
    assert {(one.page, one.place) for one in facebook.seen} == {
        (site.url + path, "footer") for path in ("", "nous-contacter", "mentions-legales")
    }
    assert website.left_out == {"share": 4, "post": 1, "embed": 1}
    assert [outcome for _url, outcome in website.pages] == ["read"] * 3
    assert site.asked == ["/robots.txt", "/", "/nous-contacter", "/mentions-legales"]
    assert site.agents == {"Gouvernail"}


def test_robots_are_obeyed_page_by_page_and_for_the_whole_site() -> None:
    pages = good()
    plain = {"Content-Type": "text/plain"}
    pages["/robots.txt"] = (200, plain, b"User-agent: *\nDisallow: /nous-contacter")
    with serving(pages) as site:
        website = read(site.url)
    assert "robots" in dict(website.pages).values()
    assert "/nous-contacter" not in site.asked

    pages["/robots.txt"] = (200, plain, b"User-agent: gouvernail\nDisallow: /")
    with serving(pages) as site, pytest.raises(WebsiteProblemError, match="robots"):
        read(site.url)
    assert site.asked == ["/robots.txt"]

    pages["/robots.txt"] = (503, plain, b"")
    with serving(pages) as site, pytest.raises(WebsiteProblemError, match="robots"):
        read(site.url)


def test_a_redirection_is_followed_on_the_same_site_only() -> None:
    with serving({**good(), "/": to("/fr/"), "/fr/": page(FOOT)}) as site:
        assert read(site.url).url == site.url + "fr/"

    with serving({"/": to("https://autre.example/")}) as site:
        with pytest.raises(WebsiteProblemError) as told:
            read(site.url)
        assert (told.value.code, told.value.detail) == ("elsewhere", "autre.example")

    circle = {"/": to("/a"), "/a": to("/")}
    with serving(circle) as site, pytest.raises(WebsiteProblemError, match="loop"):
        read(site.url)

    long = {f"/{step}": to(f"/{step + 1}") for step in range(50)}
    with serving({"/": to("/0"), **long}) as site:
        with pytest.raises(WebsiteProblemError, match="loop"):
            read(site.url)
        assert len(site.asked) < 8


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, HTML, b"<a>" * PAGE_BYTES), "too_large"),
        ((200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"0" * 50_000_000)), "unread"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"), "not_a_page"),
        ((500, HTML, b"<p>Broken"), "status"),
        ((404, HTML, b"<p>Missing"), "status"),
    ],
)
def test_what_is_no_page_is_said_to_be_none(answer: Answer, code: str) -> None:
    with serving({"/": answer}) as site, pytest.raises(WebsiteProblemError, match=code):
        read(site.url)


def test_a_slow_site_costs_no_more_than_its_time() -> None:
    ticks = iter(range(0, 1_000, 3))
    with serving(good()) as site:
        website = read_website(site.url, send=way_out().send, clock=lambda: float(next(ticks)))
    assert [came_to for _url, came_to in website.pages] == ["read", "too_slow"]

    with serving({"/": page(FOOT)}) as site:
        site.wait_seconds = 30
        start = time.monotonic()
        with pytest.raises(WebsiteProblemError, match="too_slow"):
            read_website(site.url, send=_hurried)
        assert time.monotonic() - start < 3


def _hurried(request: Request) -> Response:
    return way_out().send(replace(request, timeout_seconds=0.3))


def test_a_wrong_charset_changes_no_link() -> None:
    said = {"Content-Type": "text/html; charset=utf-8"}
    html = "<footer><a href='https://x.com/lune' title='été'>é</a></footer>"
    for headers, body in (
        (said, html.encode("cp1252")),
        ({"Content-Type": "text/html; charset=klingon"}, html.encode()),
        ({"Content-Type": "text/html; charset=us-ascii"}, html.encode()),
        ({"Content-Type": "text/html; charset=Shift_JIS"}, html.encode()),
        ({"Content-Type": "text/html"}, b"\xff\xfe" + html.encode("utf-16-le")),
        ({"Content-Type": "text/html"}, b"<meta charset=latin-1>" + html.encode("latin-1")),
    ):
        with serving({"/": (200, headers, body)}) as site:
            assert list(accounts(read(site.url))) == ["https://x.com/lune"]


def test_ten_thousand_links_and_the_worst_markup_are_read_in_bounds() -> None:
    many = "".join(f"<a href='https://x.com/compte{n}'>{n}</a>" for n in range(10_000))
    contacts = "".join(f"<a href='/contact/{n}'>Contact</a>" for n in range(500))
    with serving({"/": page(contacts + many)}) as site:
        website = read(site.url)
    assert len(site.asked) == MAX_PAGES + 1
    assert 4_000 < len(website.found) <= 5_000

    with serving(
        {"/": page("<a href='https://x.com/lune" + "<" * 50_000 + "<!--" * 20_000)}
    ) as site:
        assert outcome(site.url) == "read"

    start = time.monotonic()
    with pytest.raises(PageUnreadError):
        read_page(b"<div>" * 60_000, charset="", seconds=0.5)
    assert time.monotonic() - start < 3


def outcome(url: str) -> str:
    try:
        return read(url).pages[0][1]
    except WebsiteProblemError as problem:
        return problem.code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_an_address"),
        ("ville de lune", "not_an_address"),
        ("ftp://ville.example", "not_an_address"),
        ("https://moi:secret@ville.example", "not_an_address"),
        ("http://169.254.169.254/latest", "refused"),
        ("http://10.0.0.1/", "refused"),
        ("https://2130706433/", "refused"),
    ],
)
def test_an_address_that_is_not_ours_to_reach_is_refused(typed: str, code: str) -> None:
    with pytest.raises(WebsiteProblemError, match=code):
        read(typed)
