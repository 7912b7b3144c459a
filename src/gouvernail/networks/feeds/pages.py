"""A web page named by hand: which of its blocks of text are new since the last reading.

A block is a line of its text (a paragraph, a heading, a cell). New blocks that follow one another
are heard as one. Numbers do not count, so that a counter or the date of today is no news; nor does
a block that only moved.
"""

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from gouvernail.egress import Egress
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.contract.heard import Batch, Heard, What
from gouvernail.networks.feeds.polling import MAX_SEEN, Memory, fetched
from gouvernail.networks.hearing import Gathering, digest, sound_text
from gouvernail.networks.hypertext import read_html

NETWORK: Final = "web"
SHORTEST: Final = 12
"""Characters: a shorter block is a button or a label."""
_SPACE: Final = re.compile(r"\s+")
_NUMBER: Final = re.compile(r"\d[\d\s.,]*")
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)
_READABLE: Final = ("text/html", "application/xhtml+xml", "text/plain", "")


def poll(egress: Egress, url: str, *, cursor: str, at: datetime) -> Batch | Unreadable:
    """Ask a page, and return what is new on it; the first time nothing is, all is remembered.

    Args:
        egress: the way out.
        url: of the page.
        cursor: what the last batch gave.
        at: aware; the time of this reading.
    """
    memory = Memory.of(cursor)
    response = fetched(egress, url, memory)
    if response is None:
        return Batch(cursor=cursor)
    if isinstance(response, Unreadable):
        return response
    kind = response.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in _READABLE:
        return Unreadable(reason=f"unreadable: {kind[:100]}")
    return read(decoded(response.body, kind), url=url, memory=memory, at=at)


def read(source: str, *, url: str, memory: Memory, at: datetime) -> Batch:
    """Return what is new in the HTML of a page. See `poll`; total."""
    first, gathering = not memory.begun, Gathering()
    title = _TITLE.search(source)
    seen: dict[str, str] = {}
    for block in blocks_of(source):
        seen.setdefault(digest(_NUMBER.sub("0", block)), block)
    run: list[str] = []
    for name, block in (*seen.items(), ("", "")):
        if name and name not in memory.seen and not first:
            run.append(block)
        elif run:
            gathering.add(_heard(run, url, title[1] if title else "", at))
            run = []
    if first:
        gathering.passed["first_reading"] = len(seen)
    else:
        gathering.passed["withdrawn"] = len(memory.seen.keys() - seen.keys())
    memory.seen = dict.fromkeys(seen, "")
    gathering.cursor = memory.cursor()
    return gathering.batch()


def blocks_of(source: str) -> list[str]:
    """Return the blocks of text of a page, in order, at most `MAX_SEEN`."""
    lines = (_SPACE.sub(" ", line).strip() for line in read_html(source).text.split("\n"))
    return [sound_text(line) for line in lines if len(line) >= SHORTEST][:MAX_SEEN]


def _heard(run: list[str], url: str, title: str, at: datetime) -> Heard:
    text, host = "\n".join(run), urlsplit(url).netloc.lower()
    return Heard(
        network=NETWORK,
        what=What.POST,
        remote_id=f"{url[:270]}#{digest(text)}",
        posted_at=at.astimezone(UTC),
        url=url,
        author_id=host,
        author_handle=host,
        author_name=read_html(title).text or host,
        text=sound_text(text),
    )


def decoded(body: bytes, kind: str) -> str:
    """Return the text of an answer: by its header, by what it says of itself, else UTF-8."""
    told = _CHARSET.search(kind.encode("latin-1", "replace")) or _CHARSET.search(body[:2048])
    names = [told[1].decode("ascii")] if told else []
    for name in (*names, "utf-8", "cp1252"):
        try:
            return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")
