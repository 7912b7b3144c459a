"""Makers of teams."""

from datetime import UTC, datetime

from gouvernail.people.models import Person, Unit
from gouvernail.teams.models import Seat, Team

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_team(*people: Person, unit: Unit, duty: str = "care", name: str = "Clients") -> Team:
    """Return a team in use; the first of `people` leads it, the others stand in, in order."""
    team = Team.objects.create(unit=unit, duty=duty, name_fr=name, created_at=NOON)
    for position, person in enumerate(people):
        Seat.objects.create(
            team=team, person=person, lead=position == 0, position=position, since=NOON
        )
    return team
