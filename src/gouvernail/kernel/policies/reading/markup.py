"""HTML to blocks, line by line; also the HTML inside Markdown, fed piece by piece."""

import re
from html.parser import HTMLParser
from typing import Final

from gouvernail.kernel.policies.documents import Block, Place

_SKIPPED: Final = frozenset({"script", "style", "nav", "template", "noscript", "svg", "form"})
_BREAKS: Final = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "table"}
    | {"tbody", "thead", "tr", "blockquote", "pre", "figure", "figcaption", "dl", "dt", "dd", "hr"}
    | {"address", "details", "caption"}
)
_ENDS: Final = frozenset({"table", "ul", "ol", "li", "tr"})
_CONTENTS: Final = re.compile(
    r"(?:in this section|on this page|(?:table of )?contents|sommaire|table des matières"
    r"|sur cette page|dans cette (?:page|section))\s*:?",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"(?:figure|fig\.|tableau|table|exemple|example)\b", re.IGNORECASE)
_HEADING: Final = re.compile(r"h([1-6])")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_DEEPEST: Final = 6


def is_contents(title: str) -> bool:
    """Whether a heading announces a table of contents."""
    return _CONTENTS.fullmatch(title.strip()) is not None


class MarkupReader(HTMLParser):
    """Gathers blocks; `base` is added to the lines of the parser, for pieces of another file."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title = ""
        self.pictures = 0
        self.base = 0
        self._depth = 0  # of the last heading outside `details`
        self._details = 0
        self._words: list[str] = []
        self._line = 1
        self._level = 0
        self._skipping: list[str] = []
        self._tables = 0
        self._cells = 0
        self._lists: list[int] = []
        self._links: list[tuple[str, int]] = []
        self._in_title = False

    def saw_heading(self, level: int) -> None:
        """Take note of a heading: the summary of `details` stands one level below."""
        if not self._details:
            self._depth = level

    def feed_at(self, source: str, line: int) -> None:
        """Read a piece whose first line is `line` (from 1) of the file."""
        self.base = line - self.getpos()[0]
        self.feed(source if source.endswith("\n") else source + "\n")

    def finish(self) -> list[Block]:
        """Return the blocks once everything was fed."""
        self.close()
        self.flush()
        return self.blocks

    def flush(self) -> None:
        """End the block under way."""
        text = "\n".join(
            _SPACES.sub(" ", line).strip() for line in "".join(self._words).split("\v")
        )
        text = text.strip("\n ")
        self._words.clear()
        level, self._level = self._level, 0
        if text:
            place = Place(line=self._line)
            self.blocks.append(Block(text=text, place=place, level=level))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a heading, a link or a list item."""
        if self._skipping or tag in _SKIPPED:
            if tag in _SKIPPED:
                self._skipping.append(tag)
            return
        if tag == "title":
            self._in_title = True
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._words)))
        elif tag == "img":
            self.pictures += 1
        elif tag == "br":
            self._words.append("\v")
        else:
            self._start_block(tag)

    def _start_block(self, tag: str) -> None:
        heading = _HEADING.fullmatch(tag)
        if (heading or tag == "summary") and not self._tables:
            self.flush()
            self._level = int(heading[1]) if heading else min(self._depth + 1, _DEEPEST)
        elif tag == "li":
            self.flush()
            self._item()
        elif tag in {"td", "th"}:
            self._words.append(" | " if self._cells else "")
            self._cells += 1
        elif tag in _BREAKS:
            self._start_group(tag)

    def _start_group(self, tag: str) -> None:
        if not (tag in {"p", "div"} and self._words and (self._lists or self._cells)):
            self.flush()
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else 0)
        self._tables += tag == "table"
        self._details += tag == "details"
        self._cells = 0 if tag == "tr" else self._cells

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else 0
        self._begin()
        self._words.append("  " * (len(self._lists) - 1))
        self._words.append(f"{number}. " if number else "- ")
        if number:
            self._lists[-1] += 1

    def _begin(self) -> None:
        if not self._words:
            self._line = max(1, self.getpos()[0] + self.base)

    def handle_endtag(self, tag: str) -> None:
        """End what began with this tag."""
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        self._details = max(0, self._details - (tag == "details"))
        if tag == "title":
            self._in_title = False
        elif tag == "a" and self._links:
            self._end_link()
        elif tag == "summary" or (_HEADING.fullmatch(tag) and not self._tables):
            self._end_heading(tag)
        else:
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        outside = not self._lists and not self._cells
        if tag in _ENDS or (tag in _BREAKS and outside):
            self.flush()
        if tag == "table":
            self._tables = max(0, self._tables - 1)
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "tr":
            self._cells = 0

    def _end_link(self) -> None:
        target, start = self._links.pop()
        shown = "".join(self._words[start:]).strip()
        if target.startswith(("http://", "https://", "mailto:")) and shown and shown != target:
            self._words[start:] = [f"[{_SPACES.sub(' ', shown)}]({target})"]

    def _end_heading(self, tag: str) -> None:
        shown = _SPACES.sub(" ", "".join(self._words)).strip()
        if tag == "summary" and _FIGURE.match(shown):
            self._level = 0
        elif tag != "summary" and self._level:
            self.saw_heading(self._level)
        if self._level:
            self._words[:] = [shown]
        self.flush()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if self._skipping:
            return
        if self._in_title:
            self.title += data
            return
        if data.strip():
            self._begin()
        if data.strip() or self._words:
            self._words.append(data.replace("\v", " "))


def without_contents(blocks: list[Block]) -> list[Block]:
    """Return the blocks less the tables of contents: their heading, and the list below it."""
    kept: list[Block] = []
    dropping = False
    for block in blocks:
        if block.level:
            dropping = is_contents(block.text)
        elif dropping and not block.text.lstrip().startswith(("- ", "* ", "1", "2", "3", "[")):
            dropping = False
        if not dropping:
            kept.append(block)
    return kept
