"""Who acts, said the same way to every layer that must remember it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
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


_how: ContextVar[tuple[str, bool]] = ContextVar("gouvernail_acting", default=("", False))


@contextmanager
def acting(*, auth: str, mfa: bool = False) -> Iterator[None]:
    """Say, for the duration of a request or task, how whoever acts was authenticated."""
    token = _how.set((auth, mfa))
    try:
        yield
    finally:
        _how.reset(token)


def with_authentication(actor: Actor) -> Actor:
    """Return `actor` with what `acting` said, unless it already says it."""
    auth, mfa = _how.get()
    return actor if actor.auth else replace(actor, auth=auth, mfa=mfa)


def machine(name: str) -> Actor:
    """Return the actor of a background process, such as `sender`."""
    return Actor(kind="machine", ref=name, auth="worker")
