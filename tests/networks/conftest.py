"""The way out, the pictures and the sessions that the tests of the networks share."""

import hashlib
import io
import secrets
from collections.abc import Callable

import pytest
from PIL import Image

from gouvernail.egress import Egress, Policy
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Media, Secret, Session
from tests.servers.pds.server import Pds

LOOPBACK = Policy(allowed_hosts=frozenset({"localhost", "127.0.0.1"}), timeout_seconds=15)

Picture = tuple[Media, bytes]
NewSession = Callable[[], Session]


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


def sign_in(connector: BlueskyConnector, pds: Pds) -> Session:
    """Return a session of a new account."""
    account = pds.create_account(f"u{secrets.token_hex(6)}.test")
    session = connector.connect(
        handle=account.handle, app_password=Secret(account.app_password), service_url=pds.url
    )
    assert isinstance(session, Session), session
    return session


@pytest.fixture
def bluesky_session(bluesky: BlueskyConnector, pds: Pds) -> Session:
    return sign_in(bluesky, pds)
