"""Units, persons, roles, absence, keys."""

from gouvernail.people.actions.absences import cancel_absence, declare_absence
from gouvernail.people.actions.keys import create_key, revoke_key
from gouvernail.people.actions.persons import (
    PersonFacts,
    add_person,
    bring_back,
    mark_left,
    update_person,
)
from gouvernail.people.actions.roles import grant_role, revoke_role
from gouvernail.people.actions.units import (
    UnitFacts,
    close_unit,
    create_unit,
    move_unit,
    update_unit,
)

__all__ = [
    "PersonFacts",
    "UnitFacts",
    "add_person",
    "bring_back",
    "cancel_absence",
    "close_unit",
    "create_key",
    "create_unit",
    "declare_absence",
    "grant_role",
    "mark_left",
    "move_unit",
    "revoke_key",
    "revoke_role",
    "update_person",
    "update_unit",
]
