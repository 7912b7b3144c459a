"""Feeds and pages asked again and again: what is new is heard once, bombs are refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gouvernail.egress import Egress
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.contract.heard import Batch, What
from gouvernail.networks.feeds import entries, pages
from gouvernail.networks.feeds.polling import Memory
from tests.networks.conftest import NOON
from tests.servers.hostile import Call, Hostile, Reply

URL = "https://journal.example/flux.xml"


def rss(*items: str, head: str = "") -> bytes:
    start = '<?xml version="1.0" encoding="UTF-8"?>' + head
    channel = "<title>Le Journal</title><language>fr-FR</language>"
    return f'{start}<rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'.encode()


def item(number: int, text: str = "", date: str = "Tue, 17 Nov 2026 08:00:00 +0100") -> str:
    return (
        f"<item><title>Titre {number}</title><link>https://journal.example/{number}</link>"
        f"<guid>https://journal.example/{number}</guid><pubDate>{date}</pubDate>"
        f"<description><![CDATA[{text or f'Texte {number}'}]]></description></item>"
    )


def reading(body: bytes, cursor: str = "", **over: Any) -> Batch:
    said = {"url": URL, "kind": "application/rss+xml", "at": NOON, **over}
    batch = entries.read(body, memory=Memory.of(cursor), **said)
    assert isinstance(batch, Batch), batch
    return batch


def test_an_entry_is_heard_with_its_words_its_links_and_its_date() -> None:
    text = (
        '<p>Fête &amp; vent.</p><p>Voir <a href="https://ville.example/x?a=1&amp;b=2">ici</a></p>'
    )
    (heard,) = reading(rss(item(1, text))).heard

    assert heard.text == "Titre 1\n\nFête & vent.\n\nVoir ici"
    assert heard.urls == ("https://ville.example/x?a=1&b=2",)
    assert heard.posted_at == datetime(2026, 11, 17, 7, 0, tzinfo=UTC)
    assert (heard.network, heard.lang, heard.key) == ("web", "fr-fr", "https://journal.example/1")
    assert (heard.author_handle, heard.author_name) == ("journal.example", "Le Journal")


def test_what_was_seen_is_not_heard_again_and_what_changed_is_an_edit() -> None:
    first = reading(rss(item(2), item(1)))
    again = reading(rss(item(3), item(2, "Corrigé"), item(1)), first.cursor)

    assert [one.text.split()[1] for one in first.heard] == ["1", "2"]
    assert [(one.what, one.remote_id[-1]) for one in again.heard] == [
        (What.EDIT, "2"),
        (What.POST, "3"),
    ]
    assert (first.gap, again.gap) == (False, False)


def test_a_feed_that_moved_on_beyond_all_that_was_seen_says_gap() -> None:
    first = reading(rss(item(1)))

    assert reading(rss(item(9), item(8)), first.cursor).gap
    assert not reading(rss(), first.cursor).gap


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Tue, 17 Nov 2026 08:00:00 GMT", datetime(2026, 11, 17, 8, 0, tzinfo=UTC)),
        ("Tue, 17 Nov 2026 08:00:00", datetime(2026, 11, 17, 7, 0, tzinfo=UTC)),
        ("2026-11-17T08:00:00Z", datetime(2026, 11, 17, 8, 0, tzinfo=UTC)),
        ("2026-11-17T08:00:00", datetime(2026, 11, 17, 7, 0, tzinfo=UTC)),
        ("Fri, 01 Jan 2038 00:00:00 GMT", NOON),
        ("hier", NOON),
        ("", NOON),
    ],
)
def test_dates_without_a_zone_are_those_of_the_source_and_odd_ones_are_of_the_reading(
    date: str, expected: datetime
) -> None:
    (heard,) = reading(rss(item(1, date=date)), zone="Europe/Paris").heard

    assert heard.posted_at == expected


def test_atom_is_read_in_any_encoding() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><entry>'
        "<id>42</id><title>Storm</title><updated>2026-11-17T08:00:00Z</updated>"
        '<link href="/a"/><author><name>Ana</name></author>'
        '<content type="html">&lt;b&gt;Wind&lt;/b&gt;</content></entry></feed>'
    ).encode("utf-16")
    (heard,) = reading(atom, kind="application/atom+xml; charset=utf-16").heard

    assert (heard.text, heard.author_name) == ("Storm\n\nWind", "Ana")
    assert heard.url == "https://journal.example/a"


def test_a_name_that_says_nothing_elsewhere_is_one_within_its_site() -> None:
    own = "<item><guid isPermaLink='false'>42</guid><title>Vent</title></item>"

    (heard,) = reading(rss(own)).heard

    assert heard.key == "journal.example/42"


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_a_document_that_declares_entities_is_refused(encoding: str) -> None:
    body = rss(item(1, "&b;"), head=BOMB).decode().encode(encoding)

    answer = entries.read(body, url=URL, kind="application/xml", memory=Memory(), at=NOON)

    assert answer == Unreadable(reason="unreadable: it declares entities")


@pytest.mark.parametrize("body", [b"", b"<html><p>Bonjour</p></html>", b"\x00\xff", b"{}"])
def test_what_is_no_feed_is_unreadable(body: bytes) -> None:
    answer = entries.read(body, url=URL, kind="text/html", memory=Memory(), at=NOON)

    assert answer == Unreadable(reason="unreadable: not a feed")


def test_bad_xml_gives_the_entries_that_can_be_read() -> None:
    broken = rss(item(1), "<item><title>Vent & mer</title><br></item>", item(2))[:-30]

    assert {one.text.split("\n")[0] for one in reading(broken).heard} >= {"Titre 1", "Titre 2"}


def test_a_name_that_is_a_file_of_this_machine_opens_nothing() -> None:
    answer = entries.read(b"/etc/hostname", url=URL, kind="", memory=Memory(), at=NOON)

    assert isinstance(answer, Unreadable)


def test_a_feed_is_asked_only_for_news(egress: Egress) -> None:
    def answer(call: Call) -> Reply:
        if call.headers.get("if-none-match") == '"v1"':
            return Reply(status=304, headers={}, body=b"")
        kind = {"content-type": "application/rss+xml", "etag": '"v1"'}
        return Reply(status=200, headers=kind, body=rss(item(1)))

    server = Hostile(answer)
    first = entries.poll(egress, server.url, cursor="", at=NOON)
    assert isinstance(first, Batch)
    second = entries.poll(egress, server.url, cursor=first.cursor, at=NOON)
    server.stop()

    assert len(first.heard) == 1
    assert second == Batch(cursor=first.cursor)


def test_a_redirect_is_told_and_not_followed(egress: Egress) -> None:
    server = Hostile(
        lambda _call: Reply(status=301, headers={"location": "http://169.254.169.254/"}, body=b"")
    )
    answer = entries.poll(egress, server.url, cursor="", at=NOON)
    server.stop()

    assert answer == Unreadable(reason="moved: http://169.254.169.254/")
    assert len(server.received) == 1


PAGE = (
    "<html><head><title>Ville &amp; port</title><script>var a = 'du texte de script';</script>"
    "</head><body><nav>Menu</nav><h1>Avis à la population</h1><p>Consulté 12 fois aujourd’hui</p>"
    "{}<p>Les quais restent ouverts au public.</p></body></html>"
)


def page(middle: str, cursor: str = "") -> Batch:
    source = PAGE.format(middle)
    return pages.read(source, url="https://ville.example/", memory=Memory.of(cursor), at=NOON)


def test_a_page_is_remembered_first_and_then_its_new_blocks_are_heard() -> None:
    first = page("")
    same = pages.read(
        PAGE.format("").replace("12", "4 511"),
        url="https://ville.example/",
        memory=Memory.of(first.cursor),
        at=NOON,
    )
    news = page("<p>Alerte vent violent dès 18 h.</p><p>Évitez le front de mer.</p>", first.cursor)

    assert (first.heard, dict(first.passed)) == ((), {"first_reading": 3})
    assert same.heard == ()
    (heard,) = news.heard
    assert heard.text == "Alerte vent violent dès 18 h.\nÉvitez le front de mer."
    assert heard.key.startswith("https://ville.example/#")
    assert (heard.author_name, heard.posted_at) == ("Ville & port", NOON)


def test_a_block_that_goes_is_counted_and_one_that_comes_back_is_news() -> None:
    alert = "<p>Alerte vent violent dès 18 h.</p>"
    with_it = page(alert)
    without = page("", with_it.cursor)
    back = page(alert, without.cursor)

    assert (without.heard, without.passed["withdrawn"]) == ((), 1)
    assert [one.text for one in back.heard] == ["Alerte vent violent dès 18 h."]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("été".encode(), "text/html"),
        ("été".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (b'<meta charset="windows-1252">' + "été".encode("cp1252"), "text/html"),
        ("été".encode("cp1252"), "text/html; charset=nonsense"),
    ],
)
def test_a_page_is_read_in_the_encoding_it_has(body: bytes, kind: str) -> None:
    assert pages.decoded(body, kind).endswith("été")


def test_a_picture_is_no_page(egress: Egress) -> None:
    server = Hostile(
        lambda _call: Reply(status=200, headers={"content-type": "image/png"}, body=b"\x89PNG")
    )
    answer = pages.poll(egress, server.url, cursor="", at=NOON)
    server.stop()

    assert answer == Unreadable(reason="unreadable: image/png")
