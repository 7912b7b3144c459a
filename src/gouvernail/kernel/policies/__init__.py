"""Policies as files: read them, cut them into clauses, and say what they lack. Pure."""

from gouvernail.kernel.policies.clauses import FoundClause, Recognised, recognise, to_markdown
from gouvernail.kernel.policies.documents import Block, Document, Place, ReadingError, Warned
from gouvernail.kernel.policies.reading import read_file

__all__ = [
    "Block",
    "Document",
    "FoundClause",
    "Place",
    "ReadingError",
    "Recognised",
    "Warned",
    "read_file",
    "recognise",
    "to_markdown",
]
