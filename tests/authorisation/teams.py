"""Teams, for the matrix: one in each unit, and what its forms send."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.teams.queries import members
from tests.make.people import make_person
from tests.make.teams import make_team

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {"teams:team-lead": {"person_id": "seated_id"}}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "teams:team-create": lambda t: {"name_fr": "Presse", "duty": "press", "unit": t["unit_id"]},
    "teams:team-edit": lambda t: {"name_fr": "Presse", "duty": "press", "unit": t["unit_id"]},
    "teams:team-seat": lambda t: {"person": t["seated_name"]},
}


def put_teams(world: "World") -> None:
    """Have each unit form a team of two."""
    for place, unit in world.units.items():
        head = make_person(name=f"Head {place}", home_unit=unit)
        second = make_person(name=f"Second {place}", home_unit=unit)
        team = make_team(head, second, unit=unit)
        world.things[place] |= {
            "team_id": team.pk,
            "seat_id": members(team)[1].pk,
            "seated_id": second.pk,
            "seated_name": second.name,
        }
