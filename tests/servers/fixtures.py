"""Fixtures of real servers and of faulty ones; a pytest plugin (see `tests/conftest.py`)."""

from collections.abc import Iterator

import pytest

from tests.servers.hostile import Hostile, before
from tests.servers.mastodon_fake import MastodonFake
from tests.servers.oidc import running_provider
from tests.servers.pds.server import Pds
from tests.servers.seaweedfs import SeaweedFS
from tests.servers.snac2 import Snac2
from tests.servers.tools import NotInstalledError


@pytest.fixture(scope="session")
def pds() -> Iterator[Pds]:
    """A real Bluesky server, started once, stopped at the end."""
    try:
        server = Pds()
    except NotInstalledError as error:
        pytest.fail(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def snac2() -> Iterator[Snac2]:
    """A real server of the Mastodon API, started once, stopped at the end."""
    try:
        server = Snac2()
    except NotInstalledError as error:
        pytest.fail(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def seaweedfs() -> Iterator[SeaweedFS]:
    """A real S3-compatible server, started once, stopped at the end."""
    try:
        server = SeaweedFS()
    except NotInstalledError as error:
        pytest.fail(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def oidc_server() -> Iterator[str]:
    """Return the address of a real OpenID Connect provider, a program of its own."""
    with running_provider() as address:
        yield address


@pytest.fixture
def mastodon_fake() -> Iterator[MastodonFake]:
    """A strict fake of the Mastodon API; `mastodon_fake.line` adds the faults."""
    server = MastodonFake()
    yield server
    server.stop()


@pytest.fixture
def faulty_pds(pds: Pds) -> Iterator[Hostile]:
    """A faulty line before the real Bluesky server."""
    line = Hostile(before(pds.url))
    yield line
    line.stop()
