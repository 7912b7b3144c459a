"""The way out, the pictures and the sessions that the tests of the networks share."""

import hashlib
import io
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PIL import Image

from gouvernail.egress import Egress, Policy
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Intent, Media, Resolved, Secret, Session
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.networks.mastodon.oauth import App
from tests.servers.mastodon_fake import Account, MastodonFake
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2

LOOPBACK = Policy(allowed_hosts=frozenset({"localhost", "127.0.0.1"}), timeout_seconds=15)

Picture = tuple[Media, bytes]


def make_picture(
    *, alt: str = "Un voilier", width: int = 64, height: int = 48, order: int = 0
) -> Picture:
    """Return a PNG that nobody has seen before, and how it was approved."""
    image = Image.frombytes("RGB", (width, height), secrets.token_bytes(3 * width * height))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    media = Media(sha256=digest, mime="image/png", alt=alt, width=width, height=height, order=order)
    return media, data


@pytest.fixture
def egress() -> Egress:
    return Egress(LOOPBACK)


@pytest.fixture
def bluesky(egress: Egress) -> BlueskyConnector:
    return BlueskyConnector(egress)


def make_intent(connector: BlueskyConnector, resolved: Resolved) -> Intent:
    return Intent(
        key=connector.new_key(created_at=NOON, delivery_id="d1", entropy=secrets.token_bytes(2)),
        created_at=NOON,
        delivery_id="d1",
        author=resolved.author,
        mentions=resolved.mentions,
    )


def sign_in(connector: BlueskyConnector, pds: Pds) -> Session:
    """Return a session of a new account."""
    account = pds.create_account(f"u{secrets.token_hex(6)}.test")
    session = connector.connect(
        handle=account.handle, app_password=Secret(account.app_password), service_url=pds.url
    )
    assert isinstance(session, Session), session
    return session


@pytest.fixture
def mastodon(egress: Egress) -> MastodonConnector:
    return MastodonConnector(egress)


NOON = datetime(2026, 11, 17, 12, 0, 0, 123456, tzinfo=UTC)
REDIRECT = "http://localhost:9/oauth/back"
VERIFIER = Secret("v" * 43)


def allow(
    connector: MastodonConnector, base_url: str, accept: Callable[[str], tuple[str, str]]
) -> Session:
    """Go through the whole OAuth flow; `accept` does what the person does."""
    app = connector.register_app(base_url=base_url, redirect_uri=REDIRECT)
    assert isinstance(app, App), app
    url = connector.authorize_url(app, state="state-of-this-test", verifier=VERIFIER)
    code, state = accept(url)
    assert state == "state-of-this-test"
    session = connector.exchange(app, code=code, verifier=VERIFIER)
    assert isinstance(session, Session), session
    return session


@pytest.fixture
def fake_account(mastodon_fake: MastodonFake) -> Account:
    return mastodon_fake.create_account("alize")


@pytest.fixture
def new_session(
    mastodon: MastodonConnector, mastodon_fake: MastodonFake, fake_account: Account
) -> Callable[[], Session]:
    def sign_in() -> Session:
        return allow(
            mastodon, mastodon_fake.url, lambda url: mastodon_fake.sign_in(url, fake_account)
        )

    return sign_in


@pytest.fixture
def fake_session(new_session: Callable[[], Session]) -> Session:
    return new_session()


@pytest.fixture
def snac_session(mastodon: MastodonConnector, snac2: Snac2) -> Session:
    return allow(mastodon, snac2.url, lambda url: snac2.sign_in(url, snac2.account))


@pytest.fixture
def bluesky_session(bluesky: BlueskyConnector, pds: Pds) -> Session:
    return sign_in(bluesky, pds)
