"""What was answered, how soon, and by which team."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from gouvernail.foundation.sorting import plainly
from gouvernail.inbox.models import Conversation
from gouvernail.inbox.permissions import visible_conversations
from gouvernail.people.models import Person
from gouvernail.teams.models import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The conversations of a team (empty: no team); `first` is the mean delay of a first answer."""

    team: str
    opened: int
    answered: int
    closed: int
    late: int
    first: Any


def figures(viewer: Person, *, since: datetime, until: datetime) -> list[Line]:
    """Return what was opened between two instants, a line a team, by name. One query."""
    rows = _opened(viewer, since=since, until=until).values(
        "team__name_fr", "team__name_en", "team_id"
    )
    wait = ExpressionWrapper(F("first_answer_at") - F("opened_at"), output_field=DurationField())
    found = rows.annotate(
        opened=Count("pk"),
        answered=Count("pk", filter=Q(first_answer_at__isnull=False)),
        closed=Count("pk", filter=Q(status=Conversation.Status.CLOSED)),
        late=Count("pk", filter=Q(late_at__isnull=False)),
        first=Avg(wait),
    ).order_by("team_id")
    lines = [
        Line(
            team=Team(name_fr=one["team__name_fr"] or "", name_en=one["team__name_en"] or "").label,
            opened=one["opened"],
            answered=one["answered"],
            closed=one["closed"],
            late=one["late"],
            first=one["first"],
        )
        for one in found
    ]
    return sorted(lines, key=lambda line: plainly(line.team))


def _opened(viewer: Person, *, since: datetime, until: datetime) -> QuerySet[Conversation]:
    rows = visible_conversations(viewer).filter(merged_into__isnull=True)
    return rows.filter(opened_at__gte=since, opened_at__lt=until)
