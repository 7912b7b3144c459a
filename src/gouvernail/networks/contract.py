"""What every network adapter promises, in words that carry no network's accent.

The road of one post, in the order a sender must follow:

1. `Connector.renew(session, at=…)`: a session that will last for the calls to come.
2. `Connector.upload(session, media, data)` for each picture; not public yet.
3. `Connector.resolve(session, fields)`: who the author is, and whom the text mentions.
4. `Intent(key=connector.new_key(…), …)` and `Connector.build(fields, intent, uploads)`: pure;
   the same arguments give the same bytes for ever. Commit `WireRequest.sha256` first.
5. `Connector.send(session, request)`: the only public step. `Sent`, `Refused` (nothing was
   stored) or `Unknown` (perhaps): an unknown is never sent again before somebody looked.
6. `Connector.find(session, intent, fields, at=…)`: look, by key or by exact content.

No method raises because of a network: each failure is a value of this module.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from gouvernail.kernel.text import Limits


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class Capability(StrEnum):
    """What one may hope to do with an account on a network."""

    PUBLISH = "publish"
    READ_BACK = "read_back"
    COMMENTS = "comments"
    MESSAGES = "messages"
    STATISTICS = "statistics"
    PROFILE = "profile"
    MEMBERS = "members"


class Means(StrEnum):
    """How a capability is served: by a machine, by a person, or by nobody."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"
    IMPOSSIBLE = "impossible"


class Secret:
    """A value that can be used and never be shown.

    Printing, formatting, logging, comparing in an assertion message or pickling it shows
    stars; only `reveal()` gives the value, and a reader can search the code for that word.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself; call it at the last moment and keep it nowhere."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__

    def __format__(self, format_spec: str) -> str:
        return "Secret(•••)"

    def __reduce__(self) -> str:
        raise TypeError("A secret is not to be pickled.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __bool__(self) -> bool:
        return bool(self._value)


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
    """

    key: str
    created_at: datetime
    delivery_id: str
    author: str = ""
    mentions: Mapping[str, str] = field(default_factory=_nothing)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The right to act for one account, as one network understands it.

    Attributes:
        network: slug, such as `bluesky`.
        base_url: `https://host[:port]` of the server that holds the account.
        account_id: the network's own unchanging name for it (a DID, a number).
        handle: as the network writes it, without `@`.
        access: token for each call.
        refresh: token that buys a new `access`, where the network has them.
        password: app password (Bluesky), so that a lost rotation does not lose the account.
        facts: what the server said of itself when we connected; nothing secret.
    """

    network: str
    base_url: str
    account_id: str
    handle: str
    access: Secret
    refresh: Secret | None = None
    password: Secret | None = None
    facts: Mapping[str, str] = field(default_factory=_nothing)

    def dump(self) -> Secret:
        """Return all of it as one JSON text, to be sealed at once by the vault."""
        return Secret(
            json.dumps(
                {
                    "network": self.network,
                    "base_url": self.base_url,
                    "account_id": self.account_id,
                    "handle": self.handle,
                    "access": self.access.reveal(),
                    "refresh": self.refresh.reveal() if self.refresh else None,
                    "password": self.password.reveal() if self.password else None,
                    "facts": dict(self.facts),
                },
                ensure_ascii=False,
                sort_keys=True,
            )
        )

    @classmethod
    def load(cls, sealed: Secret) -> "Session":
        """Return the session that `dump` wrote.

        Raises:
            ValueError: it is not one.
        """
        try:
            raw = json.loads(sealed.reveal())
            return cls(
                network=raw["network"],
                base_url=raw["base_url"],
                account_id=raw["account_id"],
                handle=raw["handle"],
                access=Secret(raw["access"]),
                refresh=Secret(raw["refresh"]) if raw["refresh"] else None,
                password=Secret(raw["password"]) if raw["password"] else None,
                facts=MappingProxyType(dict(raw["facts"])),
            )
        except (KeyError, TypeError, json.JSONDecodeError):
            # No chaining: the cause would carry the text.
            raise ValueError("This is not a stored session.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The network says it holds the post.

    Attributes:
        remote_id: the network's name for it (an AT URI, a number).
        url: where people see it; may be empty when the network did not say.
        response_sha256: lower-case hex digest of the body of the answer.
    """

    remote_id: str
    url: str
    response_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was stored, and that is certain.

    Attributes:
        code: stable, snake_case, for translation: `not_connected`, `rate_limited`,
            `unavailable`, `expired_token`, `not_allowed`, `invalid`, `not_found`,
            `picture_too_large`, `picture_type`, `by_hand`, `address_refused`…
        message: the server's words, or ours in English; shown as evidence, never alone.
        retry_after_seconds: how long the network asks to wait, when it said.
        permanent: trying the same bytes again cannot succeed.
    """

    code: str
    message: str
    retry_after_seconds: int | None = None
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It may or may not have been stored; only looking can tell.

    Attributes:
        reason: `timeout`, `reset`, `unreadable`, `server_error`, `too_large`, `redirect`,
            `already_there`… and, after a colon, the evidence.
    """

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A picture the network holds and nobody sees yet.

    Attributes:
        sha256: digest of the bytes, equal to that of the `Media`.
        reference: what `build` must write in the post; opaque to everyone else.
    """

    sha256: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the network says of the names a post needs. See `Intent`."""

    author: str
    mentions: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The post is there.

    Attributes:
        remote_id: the network's name for it.
        url: where people see it.
        text: as it stands there, without mark-up.
        matches: everything that can be compared is what was approved.
        differences: names of the parts that are not: `text`, `lang`, `media`, `alt`,
            `links`, `mentions`.
    """

    remote_id: str
    url: str
    text: str
    matches: bool
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """The server answered, and the post is not there.

    Attributes:
        conclusive: it is not there and cannot appear later by itself, so that sending the
            same key again is safe. The caller still waits and asks twice.
    """

    conclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """We could not look; nothing follows from it.

    Attributes:
        reason: as in `Unknown`.
        retry_after_seconds: how long the network asks to wait, when it said.
    """

    reason: str
    retry_after_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """It is gone, or was gone already."""

    remote_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the network shows of an account, for checks and for custody.

    Attributes:
        handle: without `@`.
        display_name: may be empty.
        description: without mark-up; may be empty.
        url: where people see it.
        followers: as the network says, or None when it does not.
    """

    handle: str
    display_name: str
    description: str
    url: str
    followers: int | None = None


class UnbuildableError(ValueError):
    """These fields can never become a post on this network.

    Attributes:
        code: stable, snake_case: `too_many_pictures`, `picture_not_uploaded`,
            `unknown_option`, `by_hand`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@runtime_checkable
class Connector(Protocol):
    """One network, as the rest of the product knows it.

    A connector holds no state of an account: everything it needs comes as argument.
    """

    network: str
    capabilities: Mapping[Capability, Means]

    def new_key(self, *, created_at: datetime, delivery_id: str, entropy: bytes) -> str:
        """Return the key of a new intent; pure. `entropy` is at least two random bytes."""

    def build(
        self, fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return the bytes of the public step; pure, deterministic.

        Raises:
            UnbuildableError: no post can be made of these fields.
        """

    def renew(self, session: Session, *, at: datetime) -> Session | Refused | Unknown:
        """Return a session that lasts; the same object when it still does.

        A new one must be sealed before it is used, since the old one may be void.
        """

    def upload(self, session: Session, media: Media, data: bytes) -> Uploaded | Refused | Unknown:
        """Hand over one picture; not public. An unknown upload may simply be repeated."""

    def resolve(self, session: Session, fields: Fields) -> Resolved | Refused | Unknown:
        """Return the author and the accounts that the text mentions; only reads."""

    def send(self, session: Session, request: WireRequest) -> Sent | Refused | Unknown:
        """Make the post public. Never called twice for one intent before `find`."""

    def find(
        self, session: Session, intent: Intent, fields: Fields, *, at: datetime
    ) -> Found | Absent | Unreadable:
        """Look for the post of an intent whose outcome is unknown; only reads."""

    def read(self, session: Session, remote_id: str, fields: Fields) -> Found | Absent | Unreadable:
        """Read a post back and compare it with what was approved."""

    def delete(self, session: Session, remote_id: str) -> Deleted | Refused | Unknown:
        """Withdraw a post. Absent counts as withdrawn."""

    def limits(self, session: Session) -> Limits | Unreadable:
        """Return what the account's server announces, or the network's published limits."""

    def profile(self, session: Session) -> Profile | Unreadable:
        """Return what the network shows of the account."""

    def compose_url(self, fields: Fields) -> str:
        """Return where a person posts this by hand, filled in where the network allows."""
