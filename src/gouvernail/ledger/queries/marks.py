"""The icon beside what a verb of the ledger says."""

from collections.abc import Mapping
from typing import Final

# participle: icon, colour class of the timeline
MARKS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("created", "added", "registered", "drafted", "opened"), ("plus", "idle")),
    **dict.fromkeys(
        ("approved", "verified", "confirmed", "given", "accepted", "ticked", "finished"),
        ("circle-check", "ok"),
    ),
    **dict.fromkeys(("sent", "published"), ("send", "info")),
    **dict.fromkeys(("refused", "failed", "disappeared"), ("circle-x", "stop")),
    **dict.fromkeys(("altered", "unknown", "needs_human", "missed"), ("alert-triangle", "warn")),
    **dict.fromkeys(("returned", "changes_requested", "reopened"), ("arrow-back-up", "warn")),
    **dict.fromkeys(("voided", "cancelled", "withdrawn", "expired", "abandoned"), ("ban", "idle")),
    **dict.fromkeys(("removed", "revoked", "destroyed"), ("circle-minus", "idle")),
    **dict.fromkeys(("retired", "archived", "closed", "superseded"), ("archive", "idle")),
    **dict.fromkeys(("queued", "scheduled", "rescheduled"), ("clock", "info")),
    **dict.fromkeys(("submitted", "requested"), ("writing-sign", "info")),
    **dict.fromkeys(("stored", "replaced", "rewrapped"), ("key", "idle")),
    **dict.fromkeys(("engaged", "sealed"), ("lock", "stop")),
    "adopted": ("scale", "ok"),
    "granted": ("user-check", "ok"),
    "imported": ("file-import", "idle"),
    "left": ("user-x", "stop"),
    "lifted": ("lock-open", "ok"),
    "made": ("gavel", "info"),
    "moved": ("switch-horizontal", "idle"),
    "updated": ("pencil", "idle"),
}
PLAIN_MARK: Final = ("circle-dashed", "idle")


def mark(verb: str) -> tuple[str, str]:
    """Return the icon and the colour class (`ok`, `info`, `warn`, `stop`, `idle`) of a verb."""
    return MARKS.get(verb.partition(".")[2], PLAIN_MARK)
