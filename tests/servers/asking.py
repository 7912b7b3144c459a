"""A plain HTTP client for the tests: no policy, no judgement, loopback only."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Said:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = 30,
) -> Said:
    """Make one call."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target or "/", body=body, headers=dict(headers or {}))
        response = connection.getresponse()
        lowered = {name.lower(): value for name, value in response.getheaders()}
        return Said(response.status, lowered, response.read())
    finally:
        connection.close()


def ask_json(method: str, url: str, body: object = None, *, token: str = "") -> Any:
    """Make one call with JSON both ways and return the answer.

    Raises:
        AssertionError: it was not a success.
    """
    headers = {"content-type": "application/json"} if body is not None else {}
    if token:
        headers["authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    said = ask(method, url, headers=headers, body=data)
    assert said.status < 300, f"{method} {url}: {said.status} {said.body[:500]!r}"
    return said.json() if said.body else None
