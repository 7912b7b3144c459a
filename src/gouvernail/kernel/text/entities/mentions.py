"""Mentions of other accounts in a text as written, by the rules of each network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_NOT_BEFORE: Final = r"(?<![A-Za-z0-9_!#$%&*@\uff20/.])"
_PLAIN: Final = re.compile(
    rf"{_NOT_BEFORE}[@\uff20]([A-Za-z0-9_.]*[A-Za-z0-9_])(?![A-Za-z0-9_@\uff20]|://)"
)
_X: Final = re.compile(
    r"(?<![A-Za-z0-9_!#$%&*@\uff20/])[@\uff20]([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_@\uff20]|://)"
)
_LIST: Final = re.compile(r"/[A-Za-z][A-Za-z0-9_\-]{0,24}")  # of X: `@user/list`
_REPLY: Final = re.compile(r"\s*[@\uff20]([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_@\uff20]|://)")
_MASTODON: Final = re.compile(
    r"(?<![=/\w])@((?:[A-Za-z0-9_]+(?:[A-Za-z0-9_.-]+[A-Za-z0-9_]+)?)"
    r"(?:@[\w](?:[\w.-]*[\w])?)?)"
)
_BLUESKY: Final = re.compile(
    r"(?<![\w@])@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?![\w-])"
)
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {"x": _X, "mastodon": _MASTODON, "bluesky": _BLUESKY}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention; `handle` without its sign, offsets with it, half-open code points."""

    handle: str
    start: int
    end: int


def find_mentions(text: str, network: str) -> list[Mention]:
    """Return the accounts that `text` mentions on `network` (its slug), in order."""
    if "@" not in text and "\uff20" not in text:
        return []
    return [
        Mention(handle=found[1], start=found.start(), end=found.end())
        for found in _PATTERNS.get(network, _PLAIN).finditer(text)
    ]


def list_of(text: str, mention: Mention) -> str:
    """Return what follows a mention on X when it names a list (`/press`), `""` when it does not."""
    found = _LIST.match(text, mention.end)
    return found[0] if found is not None else ""


def reply_to(text: str) -> str:
    """Return the handle that opens `text`, which makes it a reply on X; `""` when none does."""
    found = _REPLY.match(text)
    return found[1] if found is not None else ""
