"""Policies to start from, in both languages, and how a policy is read from Markdown."""

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
