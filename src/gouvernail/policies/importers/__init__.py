"""Policies that people bring as files: read in a confined process, corrected, written as drafts."""

from gouvernail.policies.importers.correcting import (
    cut_clause,
    join_clause,
    markdown_of,
    problems_in,
    without_twin,
)
from gouvernail.policies.importers.reading import FileReadingError, read_policy

__all__ = [
    "FileReadingError",
    "cut_clause",
    "join_clause",
    "markdown_of",
    "problems_in",
    "read_policy",
    "without_twin",
]
