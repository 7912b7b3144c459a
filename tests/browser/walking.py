"""The pages of the demo that people reach by following links, a few of each kind."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from gouvernail.people.models import Person

LINK = re.compile(r'<a [^>]*href="([^"#]+)')
OUTSIDE = ("/static/", "/media/", "/account/logout")
# Pages of a view for all readers, and as many again for each of its filters.
EACH = int(os.environ.get("GOUVERNAIL_SOAK_EACH", "2"))


def kind_of(address: str) -> str:
    """Return the view of an address and its filter: pages of one kind are alike."""
    parts = urlsplit(address)
    view = resolve(parts.path).view_name
    return f"{view}?{parts.query.partition('=')[0]}" if parts.query else view


def links_of(html: str, address: str) -> Iterator[str]:
    """Yield the addresses of this site that a page leads to, with one filter at most."""
    for found in LINK.findall(html):
        link = urljoin(address, unescape(found))
        if link.startswith("/") and not link.startswith(OUTSIDE) and link.count("=") <= 1:
            yield link


def walk(reader: Person, seen: Counter[str] | None = None) -> list[str]:
    """Return addresses of pages `reader` comes to, `EACH` of a kind; `seen` is counted on."""
    seen = Counter() if seen is None else seen
    client = Client()
    client.force_login(reader)
    known, waiting, found = {"/"}, ["/"], []
    while waiting:
        address = waiting.pop(0)
        try:
            kind = kind_of(address)
        except Resolver404:
            continue
        if seen[kind] >= EACH:
            continue
        response = client.get(address)
        whole = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code != 200 or not whole or "<html" not in response.text:
            continue
        seen[kind] += 1
        found.append(address)
        fresh = [link for link in links_of(response.text, address) if link not in known]
        known.update(fresh)
        waiting.extend(dict.fromkeys(fresh))
    return found
