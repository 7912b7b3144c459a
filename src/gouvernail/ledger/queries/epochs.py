"""Epochs: which log a place of the tables belongs to, and where in it (see `ledger.models`)."""

from typing import Final

from django.conf import settings

EPOCH_BITS: Final = 40
SPAN: Final = 1 << EPOCH_BITS


def begin_of(number: int) -> int:
    """Return the first place of an epoch, counted from 1."""
    return (number - 1) << EPOCH_BITS


def number_of(place: int) -> int:
    """Return the epoch a place belongs to, counted from 1."""
    return (place >> EPOCH_BITS) + 1


def index_of(place: int) -> int:
    """Return where in its own log a place stands, counted from 0."""
    return place % SPAN


def origin_of(number: int) -> str:
    """Return the name of the log of an epoch: `…/1`, `…/2` after one restore, and so on."""
    first: str = settings.LEDGER_ORIGIN
    stem, _, last = first.rpartition("/")
    if number == 1:
        return first
    return f"{stem}/{int(last) + number - 1}" if last.isdecimal() else f"{first}/{number}"


def statements_name() -> str:
    """Return the name that statements of this site are signed with."""
    first: str = settings.LEDGER_ORIGIN
    return f"{first.rpartition('/')[0] or first}/statements"
