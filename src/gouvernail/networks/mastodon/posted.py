"""Statuses of an account as its server shows them to everybody."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gouvernail.networks.contract.posted import Posted
from gouvernail.networks.mastodon.markup import plain_text
from gouvernail.networks.mastodon.status import created_at

_PUBLIC: Final = frozenset({"public", "unlisted"})


def read_status(status: Mapping[str, Any]) -> Posted | None:
    """Return one status; None for what is not public, a repost, or cannot be read."""
    at = created_at(status)
    if status.get("visibility") not in _PUBLIC or status.get("reblog") or at is None:
        return None
    warning = str(status.get("spoiler_text") or "")
    words = plain_text(str(status.get("content") or "")).replace("\n\n\n", "\n\n")
    attached = status.get("media_attachments")
    return Posted(
        remote_id=str(status["id"]),
        url=str(status.get("url") or status.get("uri") or ""),
        text=f"{warning}\n\n{words}".strip(),
        published_at=datetime.fromtimestamp(at.timestamp(), UTC),
        language=str(status.get("language") or "")[:8],
        media=tuple(
            {"sha256": "", "mime": "", "alt": str(one.get("description") or "")}
            for one in (attached if isinstance(attached, list) else ())
            if isinstance(one, dict)
        ),
    )
