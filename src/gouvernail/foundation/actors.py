"""Who acts, said the same way to every layer that must remember it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The author of a change.

    `kind` is `person`, `key` (an API key acting for its owner), `guest` or `machine`; `ref` the
    person's id or the machine's name; `auth` how the act was authenticated (`session:…`, `key:…`,
    `cli`, `worker`); `mfa` whether a second factor had been given.
    """

    kind: str
    ref: str
    auth: str = ""
    mfa: bool = False


class HasActor(Protocol):
    """Anything that can answer for a change."""

    def as_actor(self) -> Actor:
        """Return who answers."""
        ...


Proof = Callable[[], datetime | None]


@dataclass(frozen=True, slots=True)
class Presence:
    """How whoever acts is known: `auth` and `mfa` as in `Actor`.

    `proved` tells, when it is asked, when they last proved who they are in this session.
    """

    auth: str = ""
    mfa: bool = False
    proved: Proof | None = None


_NOBODY = Presence()
_presence: ContextVar[Presence] = ContextVar("gouvernail_presence", default=_NOBODY)


@contextmanager
def acting(*, auth: str, mfa: bool = False, proved: Proof | None = None) -> Iterator[None]:
    """Say, for the duration of a request or task, how whoever acts was authenticated."""
    token = _presence.set(Presence(auth, mfa, proved))
    try:
        yield
    finally:
        _presence.reset(token)


def presence() -> Presence:
    """Return what `acting` said; nothing in a process that serves nobody (a command, a task)."""
    return _presence.get()


def key_in_use() -> str:
    """Return what names the API key that acts now, `""` when a person or the site does."""
    kind, _colon, name = presence().auth.partition(":")
    return name if kind == "key" else ""


def with_authentication(actor: Actor) -> Actor:
    """Return `actor` with what `acting` said, unless it already says it."""
    here = presence()
    return actor if actor.auth else replace(actor, auth=here.auth, mfa=here.mfa)


def machine(name: str) -> Actor:
    """Return the actor of a background process, such as `sender`."""
    return Actor(kind="machine", ref=name, auth="worker")
