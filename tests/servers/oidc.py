"""A real OpenID Connect provider on this machine, a program of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.asking import ask_json
from tests.servers.tools import Running, free_ports


@contextmanager
def running_provider() -> Iterator[str]:
    """Start the provider on a free port; yield its address."""
    [port] = free_ports(1)
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    running = Running(command, folder=Path.cwd(), env={"PYTHONWARNINGS": "ignore"})
    try:
        running.wait_until(lambda said: "running" in said.lower())
        yield f"http://localhost:{port}"
    finally:
        running.stop()


def app_of(server: str) -> dict[str, object]:
    """Return what the settings say of a provider."""
    return {
        "provider_id": "sso",
        "name": "Nordet ID",
        "client_id": "gouvernail",
        "secret": "hush",
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }


def known(server: str, sub: str, **claims: object) -> None:
    """Tell the provider who somebody is."""
    ask_json("PUT", f"{server}/users/{sub}", claims)
