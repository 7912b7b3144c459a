"""Asking a website for the few pages that name its accounts: home, contact, about, legal, press.

Only through the site's way out, only pages of the same site, only as far as its robots file
allows, and never longer, more or larger than the limits here, whatever it answers.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from gouvernail.egress import EgressError, NotSentError, Request, Response
from gouvernail.kernel.text import fold
from gouvernail.onboarding.sources.process import Page, PageUnreadError, read_page
from gouvernail.onboarding.sources.recognising import Found, Seen, recognise

Send = Callable[[Request], Response]
AGENT: Final = "Gouvernail"
MAX_PAGES: Final = 8
MAX_REDIRECTS: Final = 4
PAGE_BYTES: Final = 2 * 1024 * 1024
ALL_BYTES: Final = 8 * 1024 * 1024
ROBOTS_BYTES: Final = 200_000
ROBOTS_LINES: Final = 3_000
ALL_SECONDS: Final = 20.0
PAGE_SECONDS: Final = 6.0
SECONDS_TO_READ: Final = 5.0
_HTML: Final = ("text/html", "application/xhtml+xml")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Words of the paths and links worth following, most telling first.
_WORTH: Final = (
    re.compile(r"reseaux-?\s?sociaux|social-?\s?media|suivez|follow-?\s?us"),
    re.compile(r"contact|nous-?\s?joindre|ecrivez"),
    re.compile(r"mentions-?\s?legales|legal|impressum|imprint"),
    re.compile(r"a-?\s?propos|qui-?\s?sommes|about|the-company|notre-?\s?organisation"),
    re.compile(r"presse|press|newsroom|media"),
)
_FILE: Final = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|svg|webp|zip|docx?|xlsx?|pptx?|mp[34]|ics|xml|json|css|js)$",
    re.IGNORECASE,
)


class WebsiteProblemError(Exception):
    """The website cannot be read at all; `code` says why.

    Codes: `not_an_address`, `refused` (not ours to reach), `not_found` (no such name), `robots`,
    `elsewhere` (`detail` is the host it leads to), `loop`, `not_a_page`, `too_large`, `too_slow`,
    `unreadable`, `silent`, and `status` (`detail` is what it answered).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """What a website names: its pages with what became of each, and the accounts found."""

    url: str
    pages: list[tuple[str, str]]
    found: list[Found]
    left_out: Counter[str]
    links: int


@dataclass(slots=True)
class _Visit:
    """One visit under way: what it may still spend, and what it came to."""

    send: Send
    clock: Callable[[], float]
    end: float
    robots: RobotFileParser = field(default_factory=RobotFileParser)
    size: int = 0
    pages: list[tuple[str, str]] = field(default_factory=list)
    links: list[Seen] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Return the seconds that remain."""
        return self.end - self.clock()

    def ask(self, url: str) -> Response:
        """Ask for one address, as long as there is time."""
        if self.left <= 0 or self.size > ALL_BYTES:
            raise WebsiteProblemError("too_slow" if self.left <= 0 else "too_large")
        headers = {"accept": "text/html,application/xhtml+xml", "user-agent": AGENT}
        seconds = min(PAGE_SECONDS, self.left)
        request = Request(method="GET", url=url, headers=headers, timeout_seconds=seconds)
        try:
            response = self.send(request)
        except EgressError as error:
            raise _problem(error) from None
        self.size += len(response.body)
        return response


def _problem(error: EgressError) -> WebsiteProblemError:
    codes = {
        "name_not_found": "not_found",
        "timeout": "too_slow",
        "connection_timeout": "too_slow",
        "too_large": "too_large",
        "unreadable": "unreadable",
    }
    if error.code in codes:
        return WebsiteProblemError(codes[error.code])
    refused = isinstance(error, NotSentError) and error.permanent
    return WebsiteProblemError("refused" if refused else "silent")


def first_address(typed: str) -> str:
    """Return the address to begin with: `https` unless it was said otherwise.

    Raises:
        WebsiteProblemError: `not_an_address`.
    """
    text = typed.strip()
    parts = _parts(text if "://" in text else f"https://{text}")
    if parts is None or "." not in (parts.hostname or "").strip(".") + "." or " " in text:
        raise WebsiteProblemError("not_an_address")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable and not parts.username else None


def _host(parts: SplitResult) -> tuple[str, int | None]:
    return (parts.hostname or "").removeprefix("www."), parts.port


def is_same_site(url: str, other: str) -> bool:
    """Return whether two addresses are of one host, `www.` or not, on the same port."""
    one, two = _parts(url), _parts(other)
    return one is not None and two is not None and _host(one) == _host(two)


def read_website(typed: str, *, send: Send, clock: Callable[[], float] = time.monotonic) -> Website:
    """Return what a website names. At most 10 requests for pages, 8 MB, 20 seconds.

    Raises:
        WebsiteProblemError: its first page cannot be read.
    """
    visit = _Visit(send, clock, clock() + ALL_SECONDS)
    home, page = _home(visit, first_address(typed))
    for url in _worth_following(home, page):
        if len(visit.pages) >= MAX_PAGES or visit.left <= 0:
            break
        try:
            _read(visit, url)
        except WebsiteProblemError as problem:
            visit.pages.append((url, problem.code))
    found, left_out = recognise(visit.links)
    return Website(
        url=home, pages=visit.pages, found=found, left_out=left_out, links=len(visit.links)
    )


def _home(visit: _Visit, url: str) -> tuple[str, Page]:
    """Read the first page, with `https` where plain `http` may not leave."""
    try:
        _read_robots(visit, url)
        return _read(visit, url)
    except WebsiteProblemError as problem:
        if problem.code != "refused" or not url.startswith("http://"):
            raise
    secure = "https://" + url.removeprefix("http://")
    _read_robots(visit, secure)
    return _read(visit, secure)


def _read_robots(visit: _Visit, url: str) -> None:
    """Keep what the site allows; nothing is asked of a site whose robots file fails."""
    visit.robots = RobotFileParser()
    response = _followed(visit, urljoin(url, "/robots.txt"), allowed=lambda _url: True)[1]
    if response.status >= 500:  # noqa: PLR2004 - RFC 9309: unreachable means no
        raise WebsiteProblemError("robots")
    text = ""
    if response.status == 200:  # noqa: PLR2004 - what is not there forbids nothing
        text = response.body[:ROBOTS_BYTES].decode("utf-8", "replace")
    visit.robots.parse(text.splitlines()[:ROBOTS_LINES])


def _followed(visit: _Visit, url: str, *, allowed: Callable[[str], bool]) -> tuple[str, Response]:
    """Ask, going on where the same site leads."""
    seen: set[str] = set()
    while True:
        if url in seen or len(seen) > MAX_REDIRECTS:
            raise WebsiteProblemError("loop")
        seen.add(url)
        if not allowed(url):
            raise WebsiteProblemError("robots")
        response = visit.ask(url)
        target = response.headers.get("location", "")
        if response.status not in _REDIRECTS or not target:
            return url, response
        following = _joined(url, target)
        if not is_same_site(url, following) and not _is_same_name(url, following):
            raise WebsiteProblemError("elsewhere", (urlsplit(following).hostname or "")[:200])
        url = following


def _is_same_name(url: str, other: str) -> bool:
    """Return whether `https` takes over from `http` on the usual ports of one host."""
    one, two = _parts(url), _parts(other)
    if one is None or two is None:
        return False
    return _host(one)[0] == _host(two)[0] and one.port in {None, 80} and two.port in {None, 443}


def _joined(base: str, href: str) -> str:
    try:
        return urldefrag(urljoin(base, href))[0]
    except ValueError:
        return ""


def _read(visit: _Visit, url: str) -> tuple[str, Page]:
    """Read one page and keep its links; return where it really is, and what it holds."""
    final, response = _followed(visit, url, allowed=lambda one: visit.robots.can_fetch(AGENT, one))
    kind = response.headers.get("content-type", "text/html").partition(";")
    if response.status != 200:  # noqa: PLR2004 - anything else is no page
        raise WebsiteProblemError("status", str(response.status))
    if kind[0].strip().lower() not in _HTML:
        raise WebsiteProblemError("not_a_page")
    if len(response.body) > PAGE_BYTES:
        raise WebsiteProblemError("too_large")
    said = _CHARSET.search(kind[2])
    seconds = min(SECONDS_TO_READ, max(1.0, visit.left))
    try:
        page = read_page(response.body, charset=said[1] if said else "", seconds=seconds)
    except PageUnreadError:
        raise WebsiteProblemError("unreadable") from None
    visit.pages.append((final, "read"))
    visit.links += _elsewhere(final, page)
    return final, page


def _absolute(url: str, page: Page) -> Iterator[tuple[str, str, str]]:
    base = _joined(url, page.base) if page.base else url
    for link in page.links:
        target = _joined(base or url, link.href.strip())
        if target.startswith(("http://", "https://")):
            yield target, link.place, link.text


def _elsewhere(url: str, page: Page) -> list[Seen]:
    return [
        Seen(url=target, page=url, place=place)
        for target, place, _text in _absolute(url, page)
        if not is_same_site(url, target)
    ]


def _worth_following(url: str, page: Page) -> list[str]:
    """Return the pages of the same site that usually name accounts, most telling first."""
    ranks: dict[str, int] = {}
    for target, _place, text in _absolute(url, page):
        if not is_same_site(url, target) or target == url or _FILE.search(urlsplit(target).path):
            continue
        said = fold(f"{urlsplit(target).path} {text}").text
        rank = next((at for at, words in enumerate(_WORTH) if words.search(said)), None)
        if rank is not None:
            ranks[target] = min(rank, ranks.get(target, rank))
    return sorted(ranks, key=lambda target: (ranks[target], len(target), target))[:40]
