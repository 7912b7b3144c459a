"""Writing to the ledger: entries, and the machinery that must be a change of state of its own."""

from gouvernail.ledger.actions.anchors import note_anchor, note_verification
from gouvernail.ledger.actions.appending import Entry, append, erase_openings
from gouvernail.ledger.actions.epochs import open_epoch
from gouvernail.ledger.actions.recording import record, record_each
from gouvernail.ledger.actions.redacting import Words, redact

__all__ = [
    "Entry",
    "Words",
    "append",
    "erase_openings",
    "note_anchor",
    "note_verification",
    "open_epoch",
    "record",
    "record_each",
    "redact",
]
