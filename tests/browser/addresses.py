"""The pages of the product that need no object: what a person can open from the navigation."""

from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gouvernail.people.models import Person

NOT_PAGES = ("api/", "account/", "_/sign-in")


def plain_addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield the addresses below `patterns` that hold no parameter."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if "<" in address or "^" in address or address.startswith(NOT_PAGES):
            continue
        if isinstance(pattern, URLResolver):
            yield from plain_addresses(pattern.url_patterns, address)
        else:
            yield f"/{address}"


def pages_for(reader: Person) -> list[str]:
    """Return the addresses that answer `reader` with a whole page."""
    client = Client()
    client.force_login(reader)
    found = []
    for address in sorted(set(plain_addresses(get_resolver().url_patterns))):
        response = client.get(address)
        kind = response.headers.get("Content-Type", "")
        whole = response.status_code == 200 and kind.startswith("text/html")
        if whole and "<html" in response.text:
            found.append(address)
    return found
