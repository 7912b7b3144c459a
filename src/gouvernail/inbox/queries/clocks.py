"""What the site promises, counted in its hours of opening."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import holidays

from gouvernail.inbox.models import Conversation, Desk
from gouvernail.kernel.opening import Opening, read_week

YEARS_AHEAD: Final = 3
ON_ITS_WAY: Final = timedelta(minutes=15)
"""How long a message may take from its network to us."""


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


def starts_at(posted_at: datetime, *, at: datetime) -> datetime:
    """Return when the delay of a message begins that we received at `at`.

    Its author chooses what the network calls its time: one long past would be late as it comes,
    and first in every queue. Pure.
    """
    return min(max(posted_at, at - ON_ITS_WAY), at)


def promise(conversation: Conversation, desk: Desk, *, since: datetime) -> None:
    """Set what is promised for a message that came at `since`; nothing where no clock can run.

    What is promised already stays: who insists is not answered later for it. A network without
    access carries no clock: nobody would know in time. Changes the row only.
    """
    if not desk.clocks_on or conversation.by_hand:
        forget_promises(conversation)
        return
    opening = opening_of(desk, at=since)
    if conversation.first_answer_at is not None:
        name, minutes = "next_due_at", desk.next_minutes
    else:
        name, minutes = "first_due_at", desk.first_minutes
    if getattr(conversation, name) is None:
        setattr(conversation, name, _after(opening, since, minutes))
    if conversation.solve_due_at is None:
        conversation.solve_due_at = _after(opening, since, desk.solve_minutes)


def forget_promises(conversation: Conversation) -> None:
    """Let no delay run that was promised before. Changes the row only."""
    if conversation.first_answer_at is None:  # one that was kept stays beside its answer
        conversation.first_due_at = None
    conversation.next_due_at = conversation.solve_due_at = None


def note_answer(
    conversation: Conversation, desk: Desk, *, answered_at: datetime, asked_at: datetime | None
) -> None:
    """Stop the delay that our answer, public since `answered_at`, was expected in.

    `asked_at`: when they wrote again after it was written, if they did: the next delay runs from
    there. Changes the row only.
    """
    conversation.first_answer_at = conversation.first_answer_at or answered_at
    conversation.next_due_at = None
    if asked_at is not None:
        promise(conversation, desk, since=asked_at)


def _after(opening: Opening, since: datetime, minutes: int) -> datetime | None:
    return opening.after(since, minutes) if minutes else None
