"""Moving a draft to another time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from gouvernail.content.actions import schedule_draft
from gouvernail.content.forms.composer import as_chosen, timetable_in
from gouvernail.content.models import Draft
from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What came of a move: refused moments keep what was typed, with the choices offered."""

    wall: str = ""
    zone: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    choices: Sequence[tuple[str, int]] = ()


def moved(draft: Draft, data: QueryDict, *, by: Person, at: datetime) -> Moved:
    """Move a draft as the form says; a moment that cannot be is told beside its fields."""
    timetable = timetable_in(data)
    if timetable is None:
        return Moved(wall=draft.wall_time, zone=draft.time_zone)
    try:
        schedule_draft(draft_id=draft.pk, timetable=as_chosen(draft, timetable), by=by, at=at)
    except DomainError as refused:
        if "wall_time" not in refused.fields:
            raise
        return Moved(
            wall=timetable.wall_time,
            zone=timetable.time_zone,
            problems=refused.fields,
            choices=getattr(refused, "choices", ()),
        )
    return Moved()
