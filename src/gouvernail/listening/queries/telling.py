"""How alerts are told, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gouvernail.listening.models import ChatChannel, OnCall, QuietHours
from gouvernail.listening.permissions import visible_channels
from gouvernail.listening.queries.calm import on_call_now
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.teams.models import Team
from gouvernail.teams.permissions import visible_teams

CRISIS: Final = "crisis"
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A crisis team, who is on call for it now, and whether the viewer says so."""

    team: Team
    on_call: Sequence[OnCall]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """The channels a viewer may know about, with whether each may be changed, and crisis teams."""

    channels: Sequence[tuple[ChatChannel, bool]]
    teams: Sequence[TeamRow]


@dataclass(frozen=True, slots=True)
class TeamCalm:
    """The quiet hours of a team, and the times on call that are not over, the next first."""

    quiet: QuietHours | None
    calls: Sequence[tuple[OnCall, bool]]


def board_of_telling(viewer: Person, *, at: datetime) -> Telling:
    """Return how alerts are told. Five queries beside the rights; 200 rows of each at most."""
    edited = set(
        visible_channels(viewer)
        .filter(scope(viewer, Right.EDIT_LISTENING, "unit__path"))
        .values_list("pk", flat=True)
    )
    channels = visible_channels(viewer).select_related("unit").order_by("name", "id")[:MOST]
    rows = visible_teams(viewer).filter(duty=CRISIS, closed_at__isnull=True)
    chosen = set(
        rows.filter(scope(viewer, Right.EDIT_LISTENING, "unit__path")).values_list("pk", flat=True)
    )
    teams = list(rows.select_related("unit").order_by("name_fr", "pk")[:MOST])
    now = [one for one in on_call_now([team.pk for team in teams], at=at) if one.since <= at]
    return Telling(
        channels=[(one, one.pk in edited) for one in channels],
        teams=[
            TeamRow(team, [one for one in now if one.team_id == team.pk], team.pk in chosen)
            for team in teams
        ],
    )


def calm_of_team(team: Team, *, at: datetime) -> TeamCalm:
    """Return when a team is left in peace and who is on call; with each, whether it is now. Two."""
    quiet = QuietHours.objects.filter(team=team, ended_at__isnull=True).first()
    return TeamCalm(quiet, [(one, one.since <= at) for one in on_call_now([team.pk], at=at)])
