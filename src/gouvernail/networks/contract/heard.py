"""What a source of listening hears, as one plain value whatever the source.

A source gives `Batch`es. Nothing raises because of what came: an event that cannot be read is
counted under a reason, one that is no publication under its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias


class What(StrEnum):
    """What happened."""

    POST = "post"
    REPLY = "reply"
    REPOST = "repost"
    QUOTE = "quote"
    DELETE = "delete"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that somebody published, changed or withdrew.

    Attributes:
        network: slug, such as `bluesky`; `web` for feeds and pages.
        what: what happened; of a post that answers and quotes, `reply`.
        remote_id: the source's name for the post (an AT URI, a number, the id of a feed's entry).
        origin: host within which the names are valid; empty where they are valid everywhere. Two
            servers of Mastodon may give one number to two posts: see `key`.
        url: where people see it; may be empty.
        author_id: the network's unchanging name for the author (a DID, a number); may be empty.
        author_handle: without `@`; empty where the source does not tell (Bluesky's streams).
        author_name: as displayed.
        author_followers: None when not told.
        text: plain, as a database keeps it; of a repost, that of the post where the source tells.
        lang: language tag as the author or the server said it; empty when unknown.
        posted_at: aware, UTC; of a deletion, when it was heard of. A clock that runs ahead of the
            source's is set back to it.
        urls: addresses it links to, in full.
        has: among `hashtag`, `link`, `mention`, `picture`, `quote`, `reply`, `video`.
        parent_id: the post it answers.
        root_id: the first post of the thread, where the source tells; never without `parent_id`.
        quoted_id: the post it quotes, or of a repost the one it passes on.
        quoted_author: handle of who wrote what a repost passes on; empty where not told.
        mentions: accounts it names: DIDs on Bluesky, `user@host` on Mastodon.
        media: one mapping a picture or video, `kind`, `url`, `alt`; values may be empty.
        uri: address of the post that every server of the network agrees on; may be empty.
    """

    network: str
    what: What
    remote_id: str
    posted_at: datetime
    origin: str = ""
    url: str = ""
    author_id: str = ""
    author_handle: str = ""
    author_name: str = ""
    author_followers: int | None = None
    text: str = ""
    lang: str = ""
    urls: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()
    parent_id: str = ""
    root_id: str = ""
    quoted_id: str = ""
    quoted_author: str = ""
    mentions: tuple[str, ...] = ()
    media: tuple[Mapping[str, str], ...] = ()
    uri: str = ""

    @property
    def key(self) -> str:
        """The name of the post, one for the whole network: what is told twice has it twice."""
        return self.key_of(self.remote_id)

    def key_of(self, name: str) -> str:
        """Return the key of a post that this one names (`parent_id`...); empty for none."""
        return f"{self.origin}/{name}" if self.origin and name else name


@dataclass(frozen=True, slots=True)
class Named:
    """An account says what it is called now; its posts carry only `author_id`."""

    author_id: str
    handle: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Something sound that is no publication: `like`, `account`, `filters_changed`..."""

    kind: str


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that cannot be read, by a stable snake_case reason.

    `broken_json`, `broken_frame`, `broken_blocks`, `altered_block`, `not_an_event`, `no_name`,
    `no_text`, `no_date`, `too_long`, `too_big`...
    """

    reason: str


Event: TypeAlias = Heard | Named | Passed | Odd


def _nothing() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a source gave between two cursors. Commit `heard` and `cursor` together.

    Attributes:
        heard: in the order of the source.
        cursor: where to go on; the same as before when nothing was given. Opaque.
        gap: something between the cursor before and this one is lost; back-fill where possible.
        odd: how many events could not be read, by reason.
        passed: how many were no publication, by kind.
        names: handles of accounts that told theirs, by `author_id`.
        ended: why the source stopped: empty while it goes on, else a code of `egress` or of the
            network (`outdated_cursor`, `future_cursor`, `consumer_too_slow`...).
        more: the source has more to give at once.
    """

    heard: tuple[Heard, ...] = ()
    cursor: str = ""
    gap: bool = False
    odd: Mapping[str, int] = field(default_factory=_nothing)
    passed: Mapping[str, int] = field(default_factory=_nothing)
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ended: str = ""
    more: bool = False
