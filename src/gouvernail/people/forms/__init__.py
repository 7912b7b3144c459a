"""What people answer about people."""

from gouvernail.people.forms.absences import AbsenceForm
from gouvernail.people.forms.imports import ChosenFileForm, FileForm
from gouvernail.people.forms.invitations import InviteForm, JoinForm
from gouvernail.people.forms.persons import FilterForm, GrantForm, PersonForm, asked_of
from gouvernail.people.forms.profile import KeyForm, PreferencesForm
from gouvernail.people.forms.units import MoveForm, UnitForm

__all__ = [
    "AbsenceForm",
    "ChosenFileForm",
    "FileForm",
    "FilterForm",
    "GrantForm",
    "InviteForm",
    "JoinForm",
    "KeyForm",
    "MoveForm",
    "PersonForm",
    "PreferencesForm",
    "UnitForm",
    "asked_of",
]
