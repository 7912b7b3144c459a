"""What the site promises, counted in its hours of opening."""

from datetime import date, datetime
from functools import lru_cache
from typing import Final

import holidays

from gouvernail.inbox.models import Conversation, Desk
from gouvernail.kernel.opening import Opening, read_week

YEARS_AHEAD: Final = 3


def the_desk() -> Desk:
    """Return how comments are answered; what nobody wrote yet has its defaults. One query."""
    return Desk.objects.first() or Desk()


def opening_of(desk: Desk, *, at: datetime) -> Opening:
    """Return when somebody is there, days off of the years around `at` known. No query."""
    return Opening(
        zone=desk.zone,
        week=read_week(desk.opening),
        closed=days_off(desk.holidays, at.year) if desk.holidays else frozenset(),
    )


@lru_cache(maxsize=64)
def days_off(code: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country (`FR`), or of a part of it (`CA-QC`).

    Raises:
        NotImplementedError: the library knows no such place.
    """
    country, _dash, part = code.partition("-")
    years = range(year, year + YEARS_AHEAD)
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))


def promise(conversation: Conversation, desk: Desk, *, since: datetime, first: bool) -> None:
    """Set what is promised for a message that came at `since`; nothing where no clock can run.

    A network without access carries no clock: nobody would know in time. Changes the row only.
    """
    if not desk.clocks_on or conversation.by_hand:
        conversation.first_due_at = conversation.next_due_at = conversation.solve_due_at = None
        return
    opening = opening_of(desk, at=since)
    if first:
        conversation.first_due_at = _after(opening, since, desk.first_minutes)
        conversation.solve_due_at = _after(opening, since, desk.solve_minutes)
    elif conversation.first_answer_at is not None:
        conversation.next_due_at = _after(opening, since, desk.next_minutes)


def _after(opening: Opening, since: datetime, minutes: int) -> datetime | None:
    return opening.after(since, minutes) if minutes else None
