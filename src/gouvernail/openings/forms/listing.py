"""The address of a narrowed list of requests, read and shown back."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.openings.forms.writing import networks_offered
from gouvernail.openings.models import Opening
from gouvernail.openings.queries import Filters
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.queries import network_label


def filters_of(query: QueryDict, *, viewer: Person) -> Filters:
    """Return what the address asks; what it names and does not exist is left out."""
    return Filters(
        statuses=tuple(one for one in query.getlist("status") if one in Opening.Status.values),
        networks=tuple(one for one in query.getlist("network") if one),
        unit=_unit(query.get("unit", ""), viewer),
        mine=query.get("mine") == "1",
        late=query.get("late") == "1",
        search=query.get("q", "").strip()[:200],
    )


def _unit(key: str, viewer: Person) -> Unit | None:
    field = forms.ModelChoiceField(visible_units(viewer), required=False)
    try:
        return cast("Unit | None", field.clean(key) if key else None)
    except forms.ValidationError:
        return None


def chips_of(filters: Filters) -> list[Chip]:
    """Return the filters in force, to be taken out one by one."""
    labels = dict(Opening.Status.choices)
    chips = [
        Chip(name="status", value=one, label=_said(gettext("Status"), labels[one]))
        for one in filters.statuses
    ]
    chips += [
        Chip(name="network", value=one, label=_said(gettext("Network"), network_label(one)))
        for one in filters.networks
    ]
    if filters.unit is not None:
        chips.append(Chip(name="unit", label=_said(gettext("Unit"), filters.unit.label)))
    if filters.mine:
        chips.append(Chip(name="mine", label=gettext("Mine")))
    if filters.late:
        chips.append(Chip(name="late", label=gettext("Late")))
    if filters.search:
        chips.append(Chip(name="q", label=_said(gettext("Search"), filters.search)))
    return chips


def _said(what: str, value: object) -> str:
    return gettext("%(what)s: %(value)s") % {"what": what, "value": value}


class FilterForm(forms.Form):
    """Narrows the list; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Name, purpose, person"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    mine = forms.BooleanField(label=_("Only those that name me"), required=False)
    late = forms.BooleanField(label=_("Only those that are late"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        for name in ("mine", "late"):
            self.fields[name].widget = forms.CheckboxInput(attrs={"value": "1"})
        self._offer("status", Opening.Status.choices)
        self._offer("network", networks_offered())

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("Any", self.fields[name]).choices = [("", _("any")), *choices]
