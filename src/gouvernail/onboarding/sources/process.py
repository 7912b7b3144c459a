"""Reading a page in a process of its own, from the process that was asked."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

READER: Final = "gouvernail.onboarding.sources.pages"
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link as a page writes it, and where it stands.

    `place` is `rel_me`, `declared`, `header`, `footer`, `text` or `embed`.
    """

    href: str
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page links to; `cut` when it has more links than are read."""

    links: tuple[Link, ...]
    base: str
    cut: bool


class PageUnreadError(Exception):
    """The page is too large or too slow to be read."""


def read_page(data: bytes, *, charset: str, seconds: float) -> Page:
    """Return what a page links to.

    The reader inherits nothing of this process: no setting, no key, no database.

    Raises:
        PageUnreadError: it took more than `seconds`, or more than its share of memory.
    """
    source = Path(__file__).resolve().parents[3]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the charset as one argument
            [sys.executable, "-s", "-m", READER, charset[:40]],
            input=data,
            capture_output=True,
            timeout=max(0.5, seconds),
            check=False,
            env=environment | {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise PageUnreadError from None
    links = tuple(Link(**each) for each in answer["links"])
    return Page(links=links, base=answer["base"], cut=answer["cut"])
