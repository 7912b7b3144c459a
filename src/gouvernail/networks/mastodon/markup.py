"""From the HTML of a post to words that can be compared with what was approved."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "br", "li", "div", "blockquote", "pre", "h1", "h2", "h3"})
_REMOTE_MENTION = re.compile(r"(@[A-Za-z0-9_.-]+)@[\w.:-]*\w")
_SPACE = re.compile(r"\s+")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")


def plain_text(html: str) -> str:
    """Return the words of a post; the parts of a link that are hidden on screen count."""
    words = _Words()
    words.feed(html)
    words.close()
    return "".join(words.parts).strip()


def comparable(text: str) -> str:
    """Return what survives rendering: spaces are one, a mention keeps its local part."""
    return _SPACE.sub(" ", _REMOTE_MENTION.sub(r"\1", text)).strip()
