"""Policies to start from, ours and those that people bring as files, read into clauses."""

from gouvernail.policies.starters.reading import (
    STARTERS,
    ClauseText,
    PolicyText,
    PolicyTextError,
    joined_clauses,
    paired_clauses,
    read_clauses,
    starter,
    starter_titles,
)

__all__ = [
    "STARTERS",
    "ClauseText",
    "PolicyText",
    "PolicyTextError",
    "joined_clauses",
    "paired_clauses",
    "read_clauses",
    "starter",
    "starter_titles",
]
