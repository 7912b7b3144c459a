"""Units, persons, roles, absence, keys."""

from gouvernail.people.actions.absences import cancel_absence, declare_absence
from gouvernail.people.actions.access import (
    close_session,
    join_by_provider,
    note_factor,
    note_identity,
    note_password,
    reset_factors,
    sign_out,
)
from gouvernail.people.actions.doors import Door, forget_doors, note_at_door
from gouvernail.people.actions.erasure import erase_person, forget_names
from gouvernail.people.actions.imports import import_people, import_units
from gouvernail.people.actions.invitations import (
    Place,
    accept_invitation,
    invitation_path,
    invite_newcomer,
    invite_person,
    mail_invitation,
    make_link,
    note_invitation_used,
    password_path,
    revoke_invitation,
    sends_mail,
)
from gouvernail.people.actions.keys import create_key, note_key_use, revoke_key
from gouvernail.people.actions.persons import (
    add_person,
    bring_back,
    choose_preferences,
    mark_left,
    update_person,
)
from gouvernail.people.actions.roles import grant_role, revoke_role
from gouvernail.people.actions.units import (
    close_unit,
    create_unit,
    move_unit,
    update_unit,
)
from gouvernail.people.queries.facts import PersonFacts, UnitFacts

__all__ = [
    "Door",
    "PersonFacts",
    "Place",
    "UnitFacts",
    "accept_invitation",
    "add_person",
    "bring_back",
    "cancel_absence",
    "choose_preferences",
    "close_session",
    "close_unit",
    "create_key",
    "create_unit",
    "declare_absence",
    "erase_person",
    "forget_doors",
    "forget_names",
    "grant_role",
    "import_people",
    "import_units",
    "invitation_path",
    "invite_newcomer",
    "invite_person",
    "join_by_provider",
    "mail_invitation",
    "make_link",
    "mark_left",
    "move_unit",
    "note_at_door",
    "note_factor",
    "note_identity",
    "note_invitation_used",
    "note_key_use",
    "note_password",
    "password_path",
    "reset_factors",
    "revoke_invitation",
    "revoke_key",
    "revoke_role",
    "sends_mail",
    "sign_out",
    "update_person",
    "update_unit",
]
