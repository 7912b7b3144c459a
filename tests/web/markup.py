"""What a page would run or fetch: the elements, handlers and addresses a browser would find."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.web.payloads import MARK

RUNNING = re.compile(r"^(javascript|data|vbscript|feed|blob):", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x20\u2028\u2029]")  # what a browser drops from an address
ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "xlink:href", "srcset", "poster", "data", "background"}
)
NEVER = frozenset({"iframe", "object", "embed", "base", "frame", "applet", "portal", "style"})
OURS = re.compile(r"^(?:/(?!/)|\.|#|\?|$|[a-z0-9_-]+(?:[/?#]|$)|mailto:)", re.IGNORECASE)
PICTURES = ("data:image/png;base64,", "data:image/svg+xml")
FETCHED = frozenset({("script", "src"), ("img", "src"), ("link", "href"), ("form", "action")})


class Found(HTMLParser):
    """Reads one page and notes what no page of ours may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.outside: list[str] = []
        self.text: list[str] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge one element and its attributes."""
        given = {name: value or "" for name, value in attrs}
        if tag in NEVER or MARK in tag or any(MARK in name for name in given):
            self.wrong.append(f"element {tag}")
        if tag == "meta" and "http-equiv" in given:
            self.wrong.append("meta that acts")
        if tag == "script":
            self._script = given.get("type", "")
            if not given.get("src", "").startswith("/static/") and "json" not in self._script:
                self.wrong.append("script of its own")
        self.wrong += [f"{tag} {said}" for said in _acts(given)]
        self.outside += [
            f"{tag} {value}" for name, value in given.items() if _fetches(tag, name, value)
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element that closes itself like any other."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        """Keep the text one reads; what a script that runs holds must not be anybody's words."""
        if self._script is not None and "json" not in self._script and MARK in data:
            self.wrong.append("words in a script")
        self.text.append(data)


def _acts(given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name.startswith(("on", "hx-on", "data-hx-on")):
            yield f"handler {name}"
        if name in {"style", "srcdoc"}:
            yield name
        if name in ADDRESSES or name.startswith(("hx-get", "hx-post", "data-hx")):
            bare = IGNORED.sub("", value)
            if RUNNING.match(bare) and not bare.startswith(PICTURES):
                yield f"{name} {value[:60]}"


def _fetches(tag: str, name: str, value: str) -> bool:
    """Return whether the page itself would ask another host: a link one may follow is no such."""
    if (tag, name) not in FETCHED and not name.startswith("hx-"):
        return False
    return bool(re.match(r"^\s*(?:https?:)?//", value))


def read(page: str) -> Found:
    """Return what one page holds."""
    found = Found()
    found.feed(page)
    found.close()
    return found
