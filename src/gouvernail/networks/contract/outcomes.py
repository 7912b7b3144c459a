"""What became of a call. No method raises because of a network: it answers one of these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The network says it holds the post.

    Attributes:
        remote_id: the network's name for it (an AT URI, a number).
        url: where people see it; may be empty when the network did not say.
        response_sha256: lower-case hex digest of the body of the answer.
        reference: what `build` writes in an answer to this post; opaque to everyone else,
            empty when the network did not say (`read` then tells).
    """

    remote_id: str
    url: str
    response_sha256: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was stored, and that is certain.

    Attributes:
        code: stable, snake_case, for translation. On the way: `name_not_found`,
            `connection_refused`, `connection_timeout`, `tls_failed`, `address_refused`,
            `port_refused`, `url_refused`. By the server: `rate_limited`, `unavailable`,
            `expired_token`, `signed_out`, `wrong_credentials`, `second_factor_required`,
            `account_blocked`, `not_allowed`, `not_found`, `not_supported`, `conflict`,
            `invalid`, `too_large`, `upload_lost` (upload the pictures again). By us:
            `not_an_app_password`, `picture_too_large`, `picture_type`, `picture_changed`,
            `by_hand`.
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
        reference: as in `Sent`.
        reply_to: the `remote_id` of the post it answers; empty when it answers none.
        root: the `reference` of the first post of its thread, where the network keeps it in each
            answer; empty for the first one.
    """

    remote_id: str
    url: str
    text: str
    matches: bool
    differences: tuple[str, ...] = ()
    reference: str = ""
    reply_to: str = ""
    root: str = ""


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
        avatar: whether a picture was chosen, or None when the network does not tell.
    """

    handle: str
    display_name: str
    description: str
    url: str
    followers: int | None = None
    avatar: bool | None = None


SendOutcome: TypeAlias = Sent | Refused | Unknown
UploadOutcome: TypeAlias = Uploaded | Refused | Unknown
DeleteOutcome: TypeAlias = Deleted | Refused | Unknown
Sighting: TypeAlias = Found | Absent | Unreadable
