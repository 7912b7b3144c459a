"""What comes out of an archive, entry by entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

FORMS: Final = ("mastodon", "bluesky", "x", "meta", "linkedin", "csv", "jsonl")
MAX_TEXT: Final = 65_536
MAX_URL: Final = 500
MAX_REMOTE_ID: Final = 300


class ArchiveProblemError(ValueError):
    """The whole file cannot be read, or no further.

    Attributes:
        code: stable, snake_case; `queries.history.problem_words` says it in words.
        where: the file inside the archive, when it is one of them.
    """

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.where = where


class BadEntryError(ValueError):
    """One entry cannot be taken in; the next ones may."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One publication of the account. `published_at` is aware, in UTC.

    `mark` tells it from others of the same words and time where its network gives it no name.
    `is_day`: only its day was written, and `published_at` is the beginning of it.
    """

    text: str
    published_at: datetime
    language: str = ""
    remote_id: str = ""
    url: str = ""
    media: tuple[Mapping[str, object], ...] = ()
    where: str = ""
    mark: str = ""
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not a publication of the account: `repost`, `not_public`, `no_text`..."""

    kind: str


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that should be one and cannot be read: a reason code and its beginning."""

    reason: str
    where: str = ""
    excerpt: str = ""


Item: TypeAlias = Entry | Left | Bad


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person says of the file: which column is what, whose clock wrote the times.

    Attributes:
        columns: for CSV and JSON lines, `text`, `published_at`, `url`, `remote_id`, `language` to
            the name of a column; what is missing is guessed from the usual names.
        time_zone: IANA name, for times that say none.
        day_first: whether 03/04/2025 is the third of April.
    """

    columns: Mapping[str, str] = field(default_factory=_nothing)
    time_zone: str = "UTC"
    day_first: bool = True

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Options":
        """Return options from their JSON."""
        return cls(
            columns=told.get("columns", {}),
            time_zone=told.get("time_zone", "UTC"),
            day_first=told.get("day_first", True),
        )

    def plain(self) -> dict[str, Any]:
        """Return the options as JSON."""
        return {
            "columns": dict(self.columns),
            "time_zone": self.time_zone,
            "day_first": self.day_first,
        }


def sound_text(text: object) -> str:
    """Return a text as it can be kept.

    Raises:
        BadEntryError: not a text (`no_text`), bytes that were no UTF-8 (`encoding`), or too long.
    """
    if not isinstance(text, str):
        raise BadEntryError("no_text")
    if any("\ud800" <= char <= "\udfff" for char in text) if not text.isascii() else False:
        raise BadEntryError("encoding")
    if "\x00" in text:
        raise BadEntryError("encoding")
    if len(text) > MAX_TEXT:
        raise BadEntryError("too_long")
    return text.replace("\r\n", "\n").strip()


def as_shown(text: str) -> str:
    """Return a text as every database keeps it: what is no character is shown as one."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def short_name(value: object, limit: int) -> str:
    """Return an id or an address of an entry; empty when it is none, or no sound one."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return "" if len(text) > limit or not text.isprintable() else text


def web_address(value: object) -> str:
    """Return an address of the web; empty for anything else."""
    text = short_name(value, MAX_URL)
    return text if text.startswith(("https://", "http://")) else ""
