"""Reading the archives that networks give to whoever asks for their own history.

Every reader goes through its file once, a piece at a time, counts what it really reads, and yields
what it finds in a lasting order: an `Entry`, something `Left` out because it is not a publication
of the account, or a `Bad` one with its reason.
"""

from gouvernail.records.archives.entries import (
    FORMS,
    ArchiveProblemError,
    Bad,
    Entry,
    Item,
    Left,
    Options,
)
from gouvernail.records.archives.reading import ODD, form_of, header_of, read, sample_of

__all__ = [
    "FORMS",
    "ODD",
    "ArchiveProblemError",
    "Bad",
    "Entry",
    "Item",
    "Left",
    "Options",
    "form_of",
    "header_of",
    "read",
    "sample_of",
]
