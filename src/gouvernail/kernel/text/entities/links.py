"""Web addresses in a text, with or without their scheme.

The rules are those that X published with twitter-text (its conformance files judge them):
a host ends in a known top-level domain; without a scheme only the ASCII part of a host counts;
a path ends in a letter, a digit or a closed parenthesis rather than in punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.text.entities.domains import fits_dns, top_level_prefix

_LATIN: Final = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268"
    "\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_CYRILLIC: Final = "\u0400-\u04ff"
_LETTER: Final = (  # anything that is not a space, a control or punctuation
    r"[^\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa0\u1680\u180e\u2000-\u206f\u3000-\u3003"
    r"\u3008-\u3011\u3014-\u301f\ufe10-\ufe19\ufe30-\ufe4f\ufeff\uff01-\uff0f\uff1a-\uff20"
    r"\uff3b-\uff40\uff5b-\uff65\ufffe\uffff]"
)
_DOT: Final = re.compile(rf"\.(?={_LETTER})")
_HOST: Final = rf"(?:{_LETTER}|[_-])++\.(?={_LETTER})(?:{_LETTER}|[._-])*+"
_CANDIDATE: Final = re.compile(
    rf"(?P<scheme>(?<![A-Za-z0-9@$#\uff20\uff03])(?i:https?://)){_HOST}"
    rf"|(?<!{_LETTER})(?<![._-]){_HOST}"
)
_GLUED: Final = re.compile(rf"(?P<scheme>){_HOST}")
_SWALLOWED_SCHEME: Final = re.compile(r"https?\Z", re.IGNORECASE)
_ASCII_HOST: Final = re.compile(
    rf"(?<![A-Za-z0-9{_LATIN}-])(?:[A-Za-z0-9{_LATIN}][A-Za-z0-9{_LATIN}-]*+\.)++"
)
_LONGEST_HOST: Final = 400  # code points looked at; the DNS allows 253 bytes
_BARE_AFTER: Final = re.compile(r"[A-Za-z0-9@$#\uff20\uff03_./-]")
_NOT_AFTER_DOMAIN: Final = re.compile(r"[0-9A-Za-z@+-]")
_PATH_CHAR: Final = rf"[A-Za-z0-9{_CYRILLIC}{_LATIN}!*';:=+,.$/%#\[\]\u2013_~@|&-]"
_PATH_PARENS: Final = rf"\({_PATH_CHAR}*(?:\({_PATH_CHAR}+\){_PATH_CHAR}*)?\)"
_PATH_END: Final = rf"[A-Za-z0-9{_CYRILLIC}{_LATIN}=_#/+-]"
_TAIL: Final = re.compile(
    r"(?::[0-9]+)?"
    rf"(?:/(?:(?:{_PATH_CHAR}|{_PATH_PARENS})*(?:{_PATH_END}|{_PATH_PARENS}))?)?"
    r"(?:\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]_.,~|-]*[A-Za-z0-9_&=#/-])?"
)
_TCO_TAIL: Final = re.compile(
    r"/[A-Za-z0-9]{1,40}(?![A-Za-z0-9])(?:\?[\w!?*'@();:&=+$/%#.,~|-]*[\w&=#/-])?"
)
_SUBDOMAIN: Final = re.compile(r"(?![_-]).+(?<![_-])", re.DOTALL)
_DOMAIN_NAME: Final = re.compile(r"(?!-)[^_]+(?<!-)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One web address. `start` and `end` are half-open code points of the text as given.

    `url` is as written, `host` in lower case without its port.
    """

    url: str
    host: str
    start: int
    end: int


def _domain_end(run: str) -> int:
    """Return where the longest valid host at the start of `run` ends, or 0."""
    labels = run[:_LONGEST_HOST].split(".")
    if len(run) > _LONGEST_HOST:
        labels.pop()  # it may be cut
    for last in range(len(labels) - 1, 0, -1):
        domain = top_level_prefix(labels[last])
        if not domain:
            continue
        before = labels[:last]
        end = sum(map(len, before)) + last + len(domain)
        after = run[end : end + 1]
        if (
            not _NOT_AFTER_DOMAIN.match(after)
            and _DOMAIN_NAME.fullmatch(before[-1])
            and all(_SUBDOMAIN.fullmatch(label) for label in before[:-1])
            and fits_dns(run[:end])
        ):
            return end
    return 0


def _bare_hosts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield hosts written without a scheme between two offsets of `text`."""
    position = start
    while found := _ASCII_HOST.search(text, position, end):
        begin = found.start()
        position = found.end()
        if begin > 0 and _BARE_AFTER.match(text, begin - 1):
            continue
        next_dot = text.find(".", position, end)
        size = _domain_end(text[begin : end if next_dot < 0 else next_dot])
        if size and not _NOT_AFTER_DOMAIN.match(text, begin + size):
            yield begin, begin + size
            position = begin + size


def _hosts(text: str, found: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (start of link, start of host, end of host) in one run of host characters."""
    scheme = found["scheme"] or ""
    start, end = found.span()
    position = start
    if scheme:
        position += len(scheme)
        size = _domain_end(text[position:end])
        if size and not _NOT_AFTER_DOMAIN.match(text, position + size):
            yield start, position, position + size
        position += size
    for begin, finish in _bare_hosts(text, position, end):
        yield begin, begin, finish


def _tail_end(text: str, host: str, end: int) -> int | None:
    if host == "t.co" and text.startswith("/", end):
        tail = _TCO_TAIL.match(text, end)
        return tail.end() if tail else None
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


def _candidate(text: str, position: int) -> re.Match[str] | None:
    """Return the next run of host characters with a dot inside, or nothing."""
    dot = _DOT.search(text, position)
    if dot is None:
        return None
    # No run holds a space, and only runs with a dot count: the search starts just before this one.
    return _CANDIDATE.search(text, max(position, text.rfind(" ", position, dot.start()) + 1))


def find_links(text: str) -> list[Link]:
    """Return the web addresses of `text`, in order, never overlapping.

    E-mail addresses, and names glued to `@`, `#` or `$`, are not links. Linear for texts of
    posts; nothing is fetched.
    """
    links: list[Link] = []
    found = _candidate(text, 0)
    while found:
        position = found.end()
        if text.startswith("://", position) and (scheme := _SWALLOWED_SCHEME.search(found[0])):
            position -= len(scheme[0])
        glued = False
        for start, host_start, host_end in _hosts(text, found):
            host = text[host_start:host_end].lower()
            end = _tail_end(text, host, host_end)
            if end is not None:
                links.append(Link(url=text[start:end], host=host, start=start, end=end))
                glued = end > position
                position = max(position, end)
        found = (_GLUED.match(text, position) if glued else None) or _candidate(text, position)
    return links
