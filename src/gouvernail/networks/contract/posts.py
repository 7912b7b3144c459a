"""What was approved, what was fixed just before sending, and the bytes the two make."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture as it was approved; the bytes are known by their digest.

    Attributes:
        sha256: lower-case hex digest of exactly the bytes to send.
        mime: type of the file, such as `image/png`.
        alt: text for those who do not see it; may be empty.
        width: pixels.
        height: pixels.
        order: place in the post, from 0.
    """

    sha256: str
    mime: str
    alt: str
    width: int
    height: int
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What people approved for one account, and nothing else.

    Attributes:
        text: the text as it will stand, links included.
        lang: language tag (BCP 47), or empty when it was not said.
        links: final addresses, in the order of the text.
        media: pictures; the order of the post is `Media.order`.
        options: what a network offers beyond, such as `visibility` or `spoiler_text` on
            Mastodon, `card_url`, `card_title` and `card_description` on Bluesky.
    """

    text: str
    lang: str = ""
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    options: Mapping[str, str] = field(default_factory=_nothing)

    def ordered_media(self) -> tuple[Media, ...]:
        """Return the pictures in the order of the post."""
        return tuple(sorted(self.media, key=lambda media: media.order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is fixed once, just before the first attempt, and kept through every retry.

    Attributes:
        key: what `Connector.new_key` gave; the network or we recognise the post by it.
        created_at: aware, UTC; what the post will say of its own time, where it says so.
        delivery_id: ours.
        author: what `Connector.resolve` said of the account (a DID on Bluesky).
        mentions: what `Connector.resolve` said of the handles of the text.
        root: the `reference` of the first post of the thread; empty for a first post.
        parent: the `reference` of the post this one answers; empty for a first post.
        parent_id: the `remote_id` of the same.
    """

    key: str
    created_at: datetime
    delivery_id: str
    author: str = ""
    mentions: Mapping[str, str] = field(default_factory=_nothing)
    root: str = ""
    parent: str = ""
    parent_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRequest:
    """The bytes of the public step, without address or credential.

    Attributes:
        method: HTTP method, upper case.
        path: path on the account's server, with its query if any.
        content_type: value of the header of that name.
        body: exactly what is sent.
        headers: further headers that belong to the meaning, such as `Idempotency-Key`.
    """

    method: str
    path: str
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        """Lower-case hex digest over every part, each preceded by its length in bytes."""
        digest = hashlib.sha256()
        head = [self.method, self.path, self.content_type]
        for name, value in self.headers:
            head += [name, value]
        for part in (*(text.encode() for text in head), self.body):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.hexdigest()


class UnbuildableError(ValueError):
    """These fields can never become a post on this network.

    Attributes:
        code: stable, snake_case: `too_many_pictures`, `picture_not_uploaded`,
            `unknown_option`, `no_threads`, `no_edits`, `by_hand`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
