"""Fixtures of real servers and of hostile ones; a pytest plugin (see `tests/conftest.py`)."""

from collections.abc import Iterator

import pytest

from tests.servers.pds.server import Pds
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
