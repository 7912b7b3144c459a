"""A unit's own facts and its place."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.people.queries.facts import UnitFacts, facts_of_unit
from gouvernail.people.queries.zones import zone_names


def zone_choices(empty: str) -> list[tuple[str, str]]:
    """Return the zones of places (`Europe/Paris`), after a first choice for none."""
    return [("", empty), *((name, name.replace("_", " ")) for name in zone_names())]


class UnitForm(forms.Form):
    """What a unit says of itself."""

    name = forms.CharField(label=_("Name"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    short_name_en = forms.CharField(label=_("Short name in English"), max_length=40, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("A few letters, such as HR. Imports name it.")
    )
    parent = forms.ChoiceField(label=_("Below"))
    position = forms.IntegerField(
        label=_("Order among its neighbours"), min_value=0, max_value=9999, initial=0
    )
    country = forms.CharField(
        label=_("Country"),
        min_length=2,
        max_length=2,
        required=False,
        help_text=_("Two letters, such as FR; empty for the organisation’s."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, viewer: Person, unit: Unit | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        if unit is not None:
            facts = facts_of_unit(unit)
            kwargs["initial"] = {name: getattr(facts, name) for name in UnitFacts.__slots__}
        super().__init__(*args, **kwargs)
        if unit is None:
            choices = unit_choices(viewer, Right.MANAGE_UNITS)
            self.fields["parent"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["parent"]
        zones = zone_choices(gettext("the organisation’s"))
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]  # likewise

    def facts(self) -> UnitFacts:
        """Return the answers as the action takes them."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "parent"}
        return UnitFacts(**data | {"country": data["country"].upper()})

    def parent_id(self) -> UUID:
        """Return the unit chosen to stand above."""
        return UUID(self.cleaned_data["parent"])


class MoveForm(forms.Form):
    """Where a unit goes, with all below it."""

    parent = forms.ChoiceField(label=_("Put it below"))

    def __init__(self, *args: Any, viewer: Person, unit: Unit, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        choices = unit_choices(viewer, Right.MANAGE_UNITS)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            choice for choice in choices if choice[0] != str(unit.pk)
        ]
        self.fields["parent"].initial = str(unit.parent_id)

    def parent_id(self) -> UUID:
        """Return the unit chosen."""
        return UUID(self.cleaned_data["parent"])
