"""Words and states that the pages of openings share."""

from collections.abc import Iterable
from datetime import timedelta

from django import template

from gouvernail.openings.forms.writing import LANGUAGES
from gouvernail.openings.models import Opening
from gouvernail.people.models import Seat

register = template.Library()
Status = Opening.Status

STATES: dict[str, str] = {  # status of a request: kind of state
    Status.DRAFT: "idle",
    Status.REQUESTED: "clock",
    Status.CHANGES: "warn",
    Status.REFUSED: "stop",
    Status.APPROVED: "info",
    Status.OPENING: "info",
    Status.ACTIVE: "ok",
    Status.MERGED: "idle",
    Status.ABANDONED: "idle",
    Status.GIVEN_UP: "idle",
}


@register.filter
def opening_state(opening: Opening) -> str:
    """Return the kind of state a request is shown in."""
    return STATES[opening.status]


@register.filter
def as_time(minutes: int | None) -> timedelta | None:
    """Return minutes as a length of time, for the tag `duration`."""
    return None if minutes is None else timedelta(minutes=minutes)


@register.filter
def language_words(codes: Iterable[str]) -> str:
    """Write languages by their own names."""
    names = dict(LANGUAGES)
    return ", ".join(names.get(code, code) for code in codes)


@register.filter
def seat_words(seats: Iterable[str]) -> str:
    """Write seats as people call them, the first with a capital."""
    words = ", ".join(str(Seat(seat).label) for seat in seats if seat in Seat.values)
    return words[:1].upper() + words[1:]
