"""Networks without a connector: everything but the sending."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from gouvernail.kernel.text import Limits
from gouvernail.networks.byhand.compose import COMPOSE
from gouvernail.networks.byhand.connector import ByHandConnector
from gouvernail.networks.contract import (
    Fields,
    Intent,
    Media,
    Refused,
    Secret,
    Session,
    UnbuildableError,
    Unreadable,
    WireRequest,
)

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TEXT = "Été & mer : 100 % #Alizé\nhttps://exemple.org/a?b=1&c=2"
FIELDS = Fields(text=TEXT, links=("https://exemple.org/a?b=1&c=2",))
SESSION = Session(
    network="x", base_url="https://x.com", account_id="1", handle="alize", access=Secret("")
)
INTENT = Intent(key="d1", created_at=NOON, delivery_id="d1")
PICTURE = Media(sha256="0" * 64, mime="image/png", alt="", width=1, height=1)


def test_nothing_can_be_sent_and_the_reason_is_said() -> None:
    connector = ByHandConnector("x")
    request = WireRequest(method="POST", path="/", content_type="", body=b"")

    outcomes = (
        connector.renew(SESSION, at=NOON),
        connector.upload(SESSION, PICTURE, b""),
        connector.resolve(SESSION, FIELDS),
        connector.send(SESSION, request),
        connector.delete(SESSION, "1"),
    )

    for outcome in outcomes:
        assert isinstance(outcome, Refused)
        assert (outcome.code, outcome.permanent) == ("by_hand", True)
    with pytest.raises(UnbuildableError) as refusal:
        connector.build(FIELDS, INTENT)
    assert refusal.value.code == "by_hand"


def test_nobody_claims_to_have_looked() -> None:
    connector = ByHandConnector("instagram")

    for outcome in (
        connector.find(SESSION, INTENT, FIELDS, at=NOON),
        connector.read(SESSION, "1", FIELDS),
        connector.profile(SESSION),
    ):
        assert outcome == Unreadable(reason="by_hand")


def test_published_limits_are_known_and_unknown_ones_are_not_invented() -> None:
    assert isinstance(ByHandConnector("x").limits(SESSION), Limits)
    assert ByHandConnector("guestbook").limits(SESSION) == Unreadable(reason="by_hand")


@pytest.mark.parametrize(
    ("network", "host", "name"),
    [
        ("x", "x.com", "text"),
        ("threads", "www.threads.net", "text"),
        ("linkedin", "www.linkedin.com", "text"),
        ("whatsapp", "wa.me", "text"),
        ("telegram", "t.me", "text"),
        ("pinterest", "www.pinterest.com", "description"),
    ],
)
def test_the_text_arrives_whole_where_the_network_takes_it(
    network: str, host: str, name: str
) -> None:
    url = urlsplit(ByHandConnector(network).compose_url(FIELDS))

    assert (url.scheme, url.hostname) == ("https", host)
    assert parse_qs(url.query)[name] == [TEXT]


def test_facebook_takes_the_first_link_only() -> None:
    url = urlsplit(ByHandConnector("facebook").compose_url(FIELDS))

    assert parse_qs(url.query) == {"u": ["https://exemple.org/a?b=1&c=2"]}


@pytest.mark.parametrize("network", sorted(COMPOSE))
def test_every_address_is_a_secure_page_even_for_an_empty_post(network: str) -> None:
    url = urlsplit(ByHandConnector(network).compose_url(Fields(text="")))

    assert url.scheme == "https"
    assert url.hostname


def test_a_network_without_such_a_page_has_none() -> None:
    assert ByHandConnector("guestbook").compose_url(FIELDS) == ""
