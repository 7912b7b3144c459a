"""Pages of the team."""

from gouvernail.people.views.absences import absence_cancel, absence_declare
from gouvernail.people.views.access import person_reset_factors, person_sign_out, session_close
from gouvernail.people.views.doors import door_export, door_list
from gouvernail.people.views.imports import people_import, people_import_run
from gouvernail.people.views.invitations import (
    invitation_list,
    invitation_revoke,
    invite,
    join,
)
from gouvernail.people.views.persons import (
    person_add,
    person_detail,
    person_edit,
    person_export,
    person_invite,
    person_leave,
    person_list,
    person_return,
    role_grant,
    role_revoke,
)
from gouvernail.people.views.profile import key_create, key_revoke, profile
from gouvernail.people.views.units import unit_close, unit_create, unit_edit, unit_list, unit_move

__all__ = [
    "absence_cancel",
    "absence_declare",
    "door_export",
    "door_list",
    "invitation_list",
    "invitation_revoke",
    "invite",
    "join",
    "key_create",
    "key_revoke",
    "people_import",
    "people_import_run",
    "person_add",
    "person_detail",
    "person_edit",
    "person_export",
    "person_invite",
    "person_leave",
    "person_list",
    "person_reset_factors",
    "person_return",
    "person_sign_out",
    "profile",
    "role_grant",
    "role_revoke",
    "session_close",
    "unit_close",
    "unit_create",
    "unit_edit",
    "unit_list",
    "unit_move",
]
