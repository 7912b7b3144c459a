"""The one interface of every network. See the package for the order of the calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from gouvernail.kernel.text import Limits
from gouvernail.networks.contract.capabilities import Capability, Means
from gouvernail.networks.contract.outcomes import (
    DeleteOutcome,
    Profile,
    Refused,
    Resolved,
    SendOutcome,
    Sighting,
    Unknown,
    Unreadable,
    Uploaded,
    UploadOutcome,
)
from gouvernail.networks.contract.posts import Fields, Intent, Media, WireRequest
from gouvernail.networks.contract.sessions import Session


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

    def build_edit(
        self, fields: Fields, remote_id: str, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return the bytes that put new words in place of a published post; pure.

        Sent by `send`, as often as needed: the same edit twice is one edit.

        Raises:
            UnbuildableError: nothing can be made of these fields, or there are no edits
                (`no_edits`).
        """

    def expires_soon(self, session: Session, *, at: datetime) -> bool:
        """Return whether `renew` would ask the network for another session; pure."""

    def renew(self, session: Session, *, at: datetime) -> Session | Refused | Unknown:
        """Return a session that lasts; the same object when it still does.

        A new one must be sealed before it is used, since the old one may be void.
        """

    def upload(self, session: Session, media: Media, data: bytes) -> UploadOutcome:
        """Hand over one picture; not public. An unknown upload may simply be repeated."""

    def resolve(self, session: Session, fields: Fields) -> Resolved | Refused | Unknown:
        """Return the author and the accounts that the text mentions; only reads."""

    def send(self, session: Session, request: WireRequest) -> SendOutcome:
        """Make the post public. Never called twice for one intent before `find`."""

    def find(self, session: Session, intent: Intent, fields: Fields, *, at: datetime) -> Sighting:
        """Look for the post of an intent whose outcome is unknown; only reads."""

    def read(self, session: Session, remote_id: str, fields: Fields) -> Sighting:
        """Read a post back and compare it with what was approved."""

    def delete(self, session: Session, remote_id: str) -> DeleteOutcome:
        """Withdraw a post. Absent counts as withdrawn."""

    def limits(self, session: Session) -> Limits | Unreadable:
        """Return what the account's server announces, or the network's published limits."""

    def profile(self, session: Session) -> Profile | Unreadable:
        """Return what the network shows of the account."""

    def compose_url(self, fields: Fields) -> str:
        """Return where a person posts this by hand, filled in where the network allows."""
