"""Who sees a team, and who forms it."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, scope
from gouvernail.teams.errors import SeatNotFoundError, TeamClosedError, TeamNotFoundError
from gouvernail.teams.models import Seat, Team


def visible_teams(viewer: Person) -> QuerySet[Team]:
    """Return the teams of the units whose people `viewer` sees, and those they sit in."""
    mine = Seat.objects.filter(team=OuterRef("pk"), person=viewer, ended_at__isnull=True)
    return Team.objects.filter(scope(viewer, Right.SEE_PEOPLE, "unit__path") | Q(Exists(mine)))


def visible_team(team_id: UUID | str, *, viewer: Person, lock: bool = False) -> Team:
    """Return one team that `viewer` may know about, its unit loaded.

    Raises:
        TeamNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Team.objects.select_for_update().filter(pk=team_id).first()
    team = visible_teams(viewer).select_related("unit").filter(pk=team_id).first()
    if team is None:
        raise TeamNotFoundError
    return team


def formed_team(team_id: UUID | str, *, by: Person) -> Team:
    """Return one team in use that `by` may change, its row locked.

    Raises:
        TeamNotFoundError: missing or hidden.
        RightMissingError: `by` manages nobody there.
        TeamClosedError: it is closed.
    """
    team = visible_team(team_id, viewer=by, lock=True)
    require(by, Right.MANAGE_PEOPLE, unit=team.unit)
    if team.closed_at is not None:
        raise TeamClosedError
    return team


def seat_of(team: Team, seat_id: UUID | str) -> Seat:
    """Return one place of a team where somebody sits.

    Raises:
        SeatNotFoundError: nobody sits there, or it is another team's.
    """
    seat = team.seats.filter(pk=seat_id, ended_at__isnull=True).select_related("person").first()
    if seat is None:
        raise SeatNotFoundError
    return seat
