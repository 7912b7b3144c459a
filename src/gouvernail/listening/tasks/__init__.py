"""What happens by itself in listening: spikes looked for, the past looked through, time kept."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.listening.actions import backfill_topic, topics_to_backfill
from gouvernail.listening.actions.clearing import clear_topic, topics_to_clear
from gouvernail.listening.actions.counting import quarter_of
from gouvernail.listening.actions.keeping import (
    erase_notes,
    prune_terms,
    prune_topic,
    sweep_mentions,
)
from gouvernail.listening.actions.naming import forget_names
from gouvernail.listening.actions.spikes import SPIKE, WAITED_FOR, follow_topic, topics_to_follow
from gouvernail.listening.queries.sources import heard_until
from gouvernail.listening.tasks.naming import ask_for_names
from gouvernail.listening.tasks.telling import end_the_night, tell_of_spike

CHUNKS: Final = 20  # of the past, at a turn


def look_for_spikes(at: datetime) -> None:
    """Look at the quarters of an hour that ended, as far as sources were heard."""
    heard = min(heard_until(at=at), at)
    until = quarter_of(max(heard, at - WAITED_FOR))
    for topic in topics_to_follow(until=until):
        follow_topic(topic, until=until, at=at, heard=heard)
        still_at_work()


def look_through_the_past(at: datetime) -> None:
    """Look for new topics in what was kept, some of it at each turn.

    What the former query of a topic found is taken away first.
    """
    left = CHUNKS
    for topic in topics_to_clear():
        while left and clear_topic(topic, at=at):
            left -= 1
            still_at_work()
    for topic in topics_to_backfill():
        while left and backfill_topic(topic, at=at) is not None:
            left -= 1
            still_at_work()
        if topic not in topics_to_backfill():
            prune_topic(topic, at=at)


def keep_to_the_time(at: datetime) -> None:
    """Delete what was kept long enough."""
    while sweep_mentions(at=at):
        still_at_work()
    prune_terms(at=at)
    while forget_names(at=at):
        still_at_work()


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what somebody erased had written beside mentions."""
    erase_notes(person_id=UUID(event.payload["person_id"]), at=at)


PERIODIC = (
    Periodic("listening.spikes", timedelta(minutes=1), look_for_spikes),
    Periodic("listening.mornings", timedelta(minutes=1), end_the_night),
    Periodic("listening.names", timedelta(minutes=1), ask_for_names),
    Periodic("listening.past", timedelta(minutes=1), look_through_the_past),
    Periodic("listening.keeping", timedelta(hours=6), keep_to_the_time),
)
READERS = (
    Reader("listening.erased", frozenset({"people.erased"}), hear_erasure),
    Reader("listening.told", frozenset({SPIKE}), tell_of_spike),
)
