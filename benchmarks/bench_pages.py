"""Every page of the demo: how many queries, and how many milliseconds on the server.

Signs in as three people of the demo, follows every link from Today, and asks each kind of page
(one address for each URL name) five times. Milliseconds are the median of the last four.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urlsplit

import django

ROOT: Final = Path(__file__).resolve().parents[1]
MOST_QUERIES: Final = 40
MOST_MILLISECONDS: Final = 300
TIMES: Final = 5
LINK: Final = re.compile(r'href="(/[^"]*)"')


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page as one person sees it."""

    name: str
    path: str
    person: str
    queries: int
    milliseconds: float
    kilobytes: float

    @property
    def within(self) -> bool:
        """Return whether the page keeps to its budget."""
        return self.queries <= MOST_QUERIES and self.milliseconds <= MOST_MILLISECONDS


def main() -> int:
    """Load the demo in a home of its own, measure, print the table."""
    with tempfile.TemporaryDirectory(prefix="gouvernail-bench-") as home:
        os.environ["GOUVERNAIL_HOME"] = home
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/gouvernail.sqlite3"
        os.environ["GOUVERNAIL_LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "gouvernail.project.settings.demo"
        sys.path.insert(0, str(ROOT))
        from gouvernail.project import preparation

        sys.stdout, output = sys.stderr, sys.stdout
        preparation.main(["alize"])
        sys.stdout = output
        pages = list(measured())
    print("| page | as | queries | ms | kB | within |\n|---|---|---:|---:|---:|---|")
    for page in pages:
        verdict = "yes" if page.within else "**no**"
        cells = (page.name, page.person, page.queries, f"{page.milliseconds:.0f}")
        print("|", " | ".join(str(cell) for cell in cells), f"| {page.kilobytes:.0f} | {verdict} |")
    outside = [page for page in pages if not page.within]
    print(
        f"\n{len(pages)} pages; budget {MOST_QUERIES} queries and {MOST_MILLISECONDS} ms; ", end=""
    )
    print(f"{len(outside)} outside it")
    return 1 if outside or not pages else 0


def measured() -> Iterator[Page]:
    """Yield the figures of every kind of page that three people can reach."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    people = get_user_model().objects.filter(is_active=True)
    seen: set[str] = set()
    for role in ("lead", "contributor", "reviewer"):
        person = people.filter(grants__role=role).order_by("pk").first()
        if person is None:
            continue
        client = Client()
        client.force_login(person)
        for name, path in reachable(client):
            if name not in seen:
                seen.add(name)
                yield figures(client, name, path, role)


def reachable(client: "django.test.Client") -> Iterator[tuple[str, str]]:
    """Yield each kind of page and one address of it, by following links from the first page."""
    from django.urls import Resolver404, resolve

    waiting, known, asked = ["/"], set[str](), set[str]()
    while waiting:
        path = waiting.pop(0)
        if path in asked:
            continue
        asked.add(path)
        try:
            name = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        if name in known or "logout" in name:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        known.add(name)
        yield name, path
        waiting += [urldefrag(link)[0].replace("&amp;", "&") for link in LINK.findall(answer.text)]


def figures(client: "django.test.Client", name: str, path: str, role: str) -> Page:
    """Ask one address several times."""
    size, queries = counted(client, path)
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - started) * 1000)
    return Page(name, path, role, queries, statistics.median(times[1:]), size / 1000)


def counted(client: "django.test.Client", path: str) -> tuple[int, int]:
    """Return the bytes of one answer and the queries it cost."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        size = len(client.get(path).content)
    return size, len(asked)


if __name__ == "__main__":
    sys.exit(main())
