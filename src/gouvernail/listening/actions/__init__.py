"""What changes what we listen to, what is taken in, and what is done with what is heard."""

from gouvernail.listening.actions.backfilling import backfill_topic, topics_to_backfill
from gouvernail.listening.actions.health import note_silence, note_trouble
from gouvernail.listening.actions.sources import (
    NewSource,
    add_source,
    edit_source,
    forget_source,
    pause_source,
    resume_source,
)
from gouvernail.listening.actions.taking import MENTIONS, Taken, take_in

__all__ = [
    "MENTIONS",
    "NewSource",
    "Taken",
    "add_source",
    "backfill_topic",
    "edit_source",
    "forget_source",
    "note_silence",
    "note_trouble",
    "pause_source",
    "resume_source",
    "take_in",
    "topics_to_backfill",
]
