# ruff: noqa: ARG002 - every method refuses, whatever it is given
"""The connector of every network that has none. See `contract.Connector`."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NoReturn

from gouvernail.kernel.text import DEFAULT_LIMITS, Limits
from gouvernail.networks.byhand.compose import compose_url
from gouvernail.networks.contract import (
    Capability,
    DeleteOutcome,
    Fields,
    Intent,
    Means,
    Media,
    Profile,
    Refused,
    Resolved,
    SendOutcome,
    Session,
    Sighting,
    UnbuildableError,
    Unknown,
    Unreadable,
    Uploaded,
    UploadOutcome,
    WireRequest,
)

_BY_HAND = "A person publishes on this network."
_BY_HAND_EVERYWHERE: Mapping[Capability, Means] = MappingProxyType(
    dict.fromkeys(Capability, Means.BY_HAND)
)


class ByHandConnector:
    """Says where to post and refuses everything else; nothing leaves the machine."""

    capabilities: Mapping[Capability, Means] = _BY_HAND_EVERYWHERE

    def __init__(self, network: str) -> None:
        self.network = network

    def new_key(self, *, created_at: datetime, delivery_id: str, entropy: bytes) -> str:
        """Return the delivery id: only we know it."""
        del created_at, entropy
        return delivery_id

    def build(self, fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()) -> NoReturn:
        """Refuse: there are no bytes to send.

        Raises:
            UnbuildableError: always, with code `by_hand`.
        """
        raise UnbuildableError("by_hand", _BY_HAND)

    def build_edit(
        self, fields: Fields, remote_id: str, uploads: tuple[Uploaded, ...] = ()
    ) -> NoReturn:
        """Refuse, as `build` does."""
        raise UnbuildableError("by_hand", _BY_HAND)

    def expires_soon(self, session: Session, *, at: datetime) -> bool:
        """Return no: there is no session."""
        return False

    def renew(self, session: Session, *, at: datetime) -> Session | Refused | Unknown:
        """Refuse."""
        return _refused()

    def upload(self, session: Session, media: Media, data: bytes) -> UploadOutcome:
        """Refuse."""
        return _refused()

    def resolve(self, session: Session, fields: Fields) -> Resolved | Refused | Unknown:
        """Refuse."""
        return _refused()

    def send(self, session: Session, request: WireRequest) -> SendOutcome:
        """Refuse."""
        return _refused()

    def find(self, session: Session, intent: Intent, fields: Fields, *, at: datetime) -> Sighting:
        """Say that nobody can look but a person."""
        return Unreadable(reason="by_hand")

    def read(self, session: Session, remote_id: str, fields: Fields) -> Sighting:
        """Say that nobody can look but a person."""
        return Unreadable(reason="by_hand")

    def delete(self, session: Session, remote_id: str) -> DeleteOutcome:
        """Refuse."""
        return _refused()

    def limits(self, session: Session) -> Limits | Unreadable:
        """Return the published limits of the network."""
        return DEFAULT_LIMITS.get(self.network, Unreadable(reason="by_hand"))

    def profile(self, session: Session) -> Profile | Unreadable:
        """Say that nobody can look but a person."""
        return Unreadable(reason="by_hand")

    def compose_url(self, fields: Fields) -> str:
        """Return where a person posts this. See `compose.compose_url`."""
        return compose_url(self.network, fields)


def _refused() -> Refused:
    return Refused(code="by_hand", message=_BY_HAND, permanent=True)
