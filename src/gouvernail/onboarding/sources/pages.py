"""The process that reads one page of a website: nothing else runs in it.

    python -m gouvernail.onboarding.sources.pages CHARSET  < page.html  > links.json

It bounds its own memory, time and files before the first byte is parsed, writes one JSON object
(`{"links": […], "base": …, "cut": …}`), and knows neither the network nor the database.
"""

import codecs
import json
import re
import resource
import sys
from encodings import normalize_encoding
from encodings.aliases import aliases
from html.parser import HTMLParser
from typing import Any, Final

import nh3

MAX_LINKS: Final = 5_000
MAX_WORDS: Final = 120
MEMORY_BYTES: Final = 768 * 1024 * 1024
CPU_SECONDS: Final = 4
STREAMS: Final = 3
CHARSETS: Final = (
    *("utf-8", "us-ascii", "windows-1252", "iso-8859-1", "iso-8859-15"),
    *("utf-16", "utf-16-le", "utf-16-be"),
    *("windows-1250", "windows-1251", "windows-1253", "windows-1254", "iso-8859-2", "iso-8859-9"),
)
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_LINKED_DATA: Final = re.compile(
    r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.{0,200000}?)</script>",
    re.IGNORECASE | re.DOTALL,
)
_PLACES: Final = {"footer": "footer", "header": "header", "nav": "header"}
_NAMED: Final = (
    ("embed", re.compile(r"twitter-tweet|twitter-video|instagram-media|fb-post|fb-video|-embed\b")),
    ("footer", re.compile(r"\b(?:site-?)?foot(?:er)?\b|\bpied")),
    ("header", re.compile(r"\b(?:site-?)?header\b|\btop-?bar\b|\bentete\b|\bnavbar\b")),
)
_BLOCKS: Final = (
    *("div", "section", "nav", "header", "footer", "aside", "main", "article", "blockquote"),
    *("ul", "ol", "li", "p", "figure"),
)
_VOID: Final = frozenset({"link", "base", "meta", "area"})
_NAMES: Final = {"class", "id"}
ATTRIBUTES: Final = {
    "a": {"href", "rel", "title", "aria-label"} | _NAMES,
    "area": {"href", "rel", "alt"},
    "link": {"href", "rel"},
    "base": {"href"},
    "meta": {"name", "content", "property"},
    **dict.fromkeys(_BLOCKS, _NAMES),
}


def decoded(data: bytes, charset: str) -> str:
    """Return the text of a page: what it says of itself first, then what can be.

    A charset that does not fit, or that we do not keep, is passed over; names are compared before
    anything is looked up, because this process can open no file for a codec it has not read yet.
    """
    said = _DECLARED.search(data[:2048])
    wanted = [charset, said[1].decode("ascii") if said else "", "utf-8"]
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16")):
        if data.startswith(mark):
            wanted.insert(0, name)
    for name in wanted:
        try:
            if _module(name) in _KNOWN:
                return data.decode(_KNOWN[_module(name)]).removeprefix("\ufeff")
        except (UnicodeError, ValueError):
            continue
    return data.decode("windows-1252", "replace")


def _module(name: str) -> str:
    """Return which of Python's codecs a charset is read with, without looking it up."""
    plain = normalize_encoding(name).lower()
    return aliases.get(plain, plain)


_KNOWN: Final = {_module(name): codecs.lookup(name).name for name in CHARSETS}


class _Links(HTMLParser):
    """Gathers links, and in which part of the page each stands. Its input is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[dict[str, str]] = []
        self.base = ""
        self.cut = False
        self._open: list[tuple[str, str]] = []
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a part of the page, or begin a link."""
        given = {name: value or "" for name, value in attrs}
        if tag in {"a", "area", "link"}:
            self._link(tag, given)
        elif tag == "base" and not self.base:
            self.base = given.get("href", "")
        elif tag == "meta":
            self._meta(given)
        if tag not in _VOID:
            self._open.append((tag, self._place(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        """Close what is open down to `tag`."""
        if tag == "a":
            self._words = None
        for index in range(len(self._open) - 1, max(-1, len(self._open) - 50), -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Add to the words of the link that is open."""
        if self._words is not None and self.links:
            shown = f"{self.links[-1]['text']} {data.strip()}".strip()
            self.links[-1]["text"] = shown[:MAX_WORDS]

    def _place(self, tag: str, given: dict[str, str]) -> str:
        before = self._open[-1][1] if self._open else ""
        named = f"{given.get('class', '')} {given.get('id', '')}".lower()[:300]
        found = next((place for place, shape in _NAMED if shape.search(named)), "")
        if "embed" in (before, found):
            return "embed"
        return _PLACES.get(tag, "") or found or before

    def _link(self, tag: str, given: dict[str, str]) -> None:
        rel = given.get("rel", "").lower().split()
        if not given.get("href") or (tag == "link" and "me" not in rel):
            return
        place = self._open[-1][1] if self._open else ""
        text = given.get("aria-label") or given.get("title") or given.get("alt", "")
        place = "rel_me" if "me" in rel and place != "embed" else place or "text"
        self._keep(given["href"], place, text)
        self._words = [] if tag == "a" else None

    def _meta(self, given: dict[str, str]) -> None:
        name = given.get("name") or given.get("property", "")
        handle = given.get("content", "").strip()
        if name.lower() == "twitter:site" and re.fullmatch(r"@\w{1,15}", handle):
            self._keep(f"https://x.com/{handle[1:]}", "declared", "")

    def _keep(self, href: str, place: str, text: str) -> None:
        if len(self.links) >= MAX_LINKS:
            self.cut = True
            return
        self.links.append({"href": href[:2048], "place": place, "text": text.strip()[:MAX_WORDS]})


def links_of(text: str) -> dict[str, Any]:
    """Return what a page links to, whatever its markup: linear in its length."""
    clean = nh3.clean(
        text,
        tags=set(ATTRIBUTES),
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style", "iframe", "template", "svg"},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    reader = _Links()
    reader.feed(clean)
    reader.close()
    for url in _same_as(text):
        reader._keep(url, "declared", "")  # noqa: SLF001 - of this module
    return {"links": reader.links, "base": reader.base[:2048], "cut": reader.cut}


def _same_as(text: str) -> list[str]:
    """Return what the page's linked data declares to be the same organisation elsewhere."""
    found: list[str] = []
    for block in list(_LINKED_DATA.finditer(text))[:5]:
        try:
            waiting = [json.loads(block[1])]
        except (ValueError, RecursionError):
            continue
        while waiting and len(found) < 100:  # noqa: PLR2004 - more is no organisation
            one = waiting.pop()
            if isinstance(one, dict):
                said = one.get("sameAs", [])
                said = said if isinstance(said, list) else [said]
                found += [url for url in said if isinstance(url, str)]
                waiting += [each for name, each in one.items() if name in {"@graph", "publisher"}]
            elif isinstance(one, list):
                waiting += one[:50]
    return found


def bound_resources() -> None:
    """Leave this process a bounded memory and time, and no new file, socket or process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STREAMS, STREAMS))


def main(charset: str) -> int:
    """Read standard input and write its links; 0 when it was read, 1 when it cannot be."""
    bound_resources()
    try:
        answer = links_of(decoded(sys.stdin.buffer.read(), charset))
    except (MemoryError, RecursionError):
        return 1
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
