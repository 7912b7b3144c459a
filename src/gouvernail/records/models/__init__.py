"""What was really published, kept as it was."""

from gouvernail.records.models.capture import Capture
from gouvernail.records.models.history import (
    BadEntry,
    HistoryBatch,
    HistoryImport,
    members_digest,
)
from gouvernail.records.models.records import Ending, Record
from gouvernail.records.models.retention import RetentionClass
from gouvernail.records.models.segments import Segment, Words

__all__ = [
    "BadEntry",
    "Capture",
    "Ending",
    "HistoryBatch",
    "HistoryImport",
    "Record",
    "RetentionClass",
    "Segment",
    "Words",
    "members_digest",
]
