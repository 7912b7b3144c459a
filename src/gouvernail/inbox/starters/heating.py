"""How heated a thread is, by the plan for conflicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import get_language

from gouvernail.inbox.models import Message
from gouvernail.inbox.queries.thread import is_heated
from gouvernail.inbox.starters.reading import HEAT, ConflictStage, starter_conflict_plan

AFTER: Final = HEAT[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heated:
    """How heated a thread is, in the reader's language: the stage, and what is done then."""

    heat: str
    title: str
    steps: tuple[str, ...]


def heat_of(messages: Sequence[Message], *, at: datetime) -> Heated | None:
    """Return how heated a thread is and what the plan says; None while it is calm. No query."""
    stage = conflict_stage(messages, at=at)
    if stage is None:
        return None
    language = (get_language() or "fr")[:2]
    return Heated(
        heat=stage.heat,
        title=stage.title.said(language),
        steps=tuple(step.words.said(language) for step in stage.steps),
    )


def conflict_stage(messages: Sequence[Message], *, at: datetime) -> ConflictStage | None:
    """Return the stage of the plan for conflicts a thread is at; None while it is calm. No query.

    A stage is reached when as many of the messages received within its minutes are negative.
    """
    heated = [one.at for one in messages if is_heated(one)]
    found = None
    for stage in starter_conflict_plan().stages:
        if stage.heat == AFTER or not stage.messages:
            continue
        since = at - timedelta(minutes=stage.minutes)
        if sum(since < moment <= at for moment in heated) >= stage.messages:
            found = stage
    return found
