"""Who is told of a drill: its team and its trainer, nobody else, and always as a drill."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.drills.models import Drill
from gouvernail.foundation.actors import machine
from gouvernail.notifications.actions import Message, tell, titles_of

WORKER: Final = machine("worker")


def team_of(drill: Drill) -> set[UUID]:
    """Return who plays and who leads. One query."""
    return {*drill.players.values_list("person_id", flat=True), drill.trainer_id}


def tell_team(
    drill: Drill,
    kind: str,
    *,
    people: Iterable[UUID],
    once: str,
    at: datetime,
    facts: Mapping[str, str] | None = None,
) -> int:
    """Tell people once of something in a drill; the sentence begins by saying that it is one."""
    message = Message(
        kind=f"drill.{kind}",
        once=f"drill:{drill.pk.hex}:{once}",
        path=reverse("drills:drill-detail", args=[drill.pk]),
        facts={**titles_of(drill), "drill": "yes", **(facts or {})},
        subject_kind=Drill.ledger_kind,
        subject_id=str(drill.pk),
    )
    return tell(people=people, message=message, at=at)
