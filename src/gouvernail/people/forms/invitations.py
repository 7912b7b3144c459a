"""Inviting somebody, and what the invited person answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.people.actions import Place
from gouvernail.people.forms.persons import role_choices
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.people.queries.facts import PersonFacts


class InviteForm(forms.Form):
    """Who is invited, where, and to do what."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The link is sent there.")
    )
    unit_id = forms.ChoiceField(label=_("Unit"))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The mail is written in it.")
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        units, roles = self.fields["unit_id"], self.fields["role"]
        units.choices = unit_choices(viewer, Right.MANAGE_PEOPLE)  # type: ignore[attr-defined]  # a ChoiceField
        roles.choices = role_choices()  # type: ignore[attr-defined]  # likewise

    def facts(self) -> PersonFacts:
        """Return who it is, as the action takes it."""
        data = self.cleaned_data
        return PersonFacts(
            name=data["name"],
            email=data["email"],
            unit_id=UUID(data["unit_id"]),
            language=data["language"],
        )

    def place(self) -> Place:
        """Return the role and where, as the action takes it."""
        role, _colon, seat = self.cleaned_data["role"].partition(":")
        return Place(role=role, seat=seat, unit_id=UUID(self.cleaned_data["unit_id"]))


class JoinForm(forms.Form):
    """The password an invited person chooses."""

    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters at least; a sentence is easier to keep than a word."),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        data = super().clean() or {}
        if "again" in data and data.get("password") != data["again"]:
            self.add_error("again", gettext("The two are not the same."))
        return data
