"""What is filled in about a team."""

from typing import Any, Final

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, visible_people
from gouvernail.people.queries import unit_choices
from gouvernail.teams.actions import TeamFacts
from gouvernail.teams.models import Team

OFFERED: Final = 6


class TeamForm(forms.Form):
    """What a team is."""

    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    duty = forms.ChoiceField(label=pgettext_lazy("team", "Duty"), choices=Team.Duty.choices)
    unit = forms.ChoiceField(
        label=pgettext_lazy("team", "Unit"),
        help_text=gettext_lazy("It serves this unit and those below it."),
    )
    mail = forms.EmailField(
        label=gettext_lazy("Shared e-mail"),
        required=False,
        help_text=gettext_lazy("Where the whole team is written to, if there is such an address."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, team: Team | None = None
    ) -> None:
        initial: dict[str, Any] = {}
        if team is not None:
            names = ("name_fr", "name_en", "duty", "mail")
            initial = {name: getattr(team, name) for name in names} | {"unit": str(team.unit_id)}
        super().__init__(data, initial=initial)
        units = self.fields["unit"]
        if isinstance(units, forms.ChoiceField):
            units.choices = unit_choices(viewer, Right.MANAGE_PEOPLE)

    def facts(self) -> TeamFacts:
        """Return what was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return TeamFacts(**said)


class SeatForm(forms.Form):
    """Who joins a team: named by e-mail or name, whatever the number of people."""

    person = forms.CharField(
        label=gettext_lazy("Name or e-mail"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "people-offered", "autocomplete": "off"}),
    )
    lead = forms.BooleanField(label=gettext_lazy("Leads the team"), required=False)

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        self.people = visible_people(viewer).filter(is_active=True)

    def clean_person(self) -> Person:
        """Return the one person meant; two queries at most."""
        text = self.cleaned_data["person"].strip()
        wanted = Q(email__iexact=text) if "@" in text else Q(name__iexact=text)
        found = list(self.people.filter(wanted).order_by("name", "pk")[:2])
        if len(found) == 1:
            return found[0]
        near = self.people
        for word in text.replace("@", " ").split()[:4]:
            near = near.filter(Q(name__icontains=word) | Q(email__icontains=word))
        named = [
            f"{one.name} ({one.email})" if one.email else one.name
            for one in near.order_by("name", "pk")[:OFFERED]
        ]
        if not named:
            raise forms.ValidationError(_("Nobody here is called “%(name)s”.") % {"name": text})
        raise forms.ValidationError(
            _("Which one? %(names)s. Write the e-mail.") % {"names": ", ".join(named)}
        )
