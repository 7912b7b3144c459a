"""Reading what an account posted by whatever means, for networks that show it to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from gouvernail.networks.contract.outcomes import Unreadable
from gouvernail.networks.contract.sessions import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One public post of an account as it stands on its network. `published_at` is in UTC."""

    remote_id: str
    url: str
    text: str
    published_at: datetime
    language: str = ""
    media: tuple[Mapping[str, object], ...] = ()


@runtime_checkable
class ReadsPosted(Protocol):
    """A connector that can list what an account posted; the others need not."""

    def posted(self, session: Session, *, since: datetime) -> tuple[Posted, ...] | Unreadable:
        """Return public posts since an instant, newest first; as many as a few pages hold.

        Reposts are left out. Only reads; a session without access will do where the network
        shows posts to everybody.
        """
