"""Archiving what was really published, and bringing in what was published before."""

from gouvernail.records.actions.archiving import (
    Published,
    archive,
    content_digest,
    mark_withdrawn,
)
from gouvernail.records.actions.indexing import index, index_missing

__all__ = ["Published", "archive", "content_digest", "index", "index_missing", "mark_withdrawn"]
