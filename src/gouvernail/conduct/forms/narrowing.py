"""The address of a narrowed list of cases."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.conduct.models import Case
from gouvernail.conduct.queries.cases import CaseFilters
from gouvernail.foundation.chips import Chip


def case_filters_of(query: QueryDict) -> CaseFilters:
    """Return what the address asks; what it names and does not exist is left out."""
    return CaseFilters(
        statuses=tuple(one for one in query.getlist("status") if one in Case.Status.values),
        outcomes=tuple(one for one in query.getlist("outcome") if one in Case.Outcome.values),
        seriousness=tuple(
            one for one in query.getlist("seriousness") if one in Case.Seriousness.values
        ),
        mine=query.get("mine") == "1",
        late=query.get("late") == "1",
    )


def case_chips_of(filters: CaseFilters) -> list[Chip]:
    """Return the filters in force, to be taken out one by one."""
    named = (
        ("status", filters.statuses, dict(Case.Status.choices)),
        ("outcome", filters.outcomes, dict(Case.Outcome.choices)),
        ("seriousness", filters.seriousness, dict(Case.Seriousness.choices)),
    )
    chips = [
        Chip(name=name, value=one, label=str(labels[one]))
        for name, values, labels in named
        for one in values
    ]
    if filters.mine:
        chips.append(Chip(name="mine", label=gettext("Mine to decide")))
    if filters.late:
        chips.append(Chip(name="late", label=gettext("Late")))
    return chips


class CaseFilterForm(forms.Form):
    """Narrows the list; sent by GET, so that the address can be passed on."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    outcome = forms.ChoiceField(label=_("What follows"), required=False)
    seriousness = forms.ChoiceField(label=_("How serious it is"), required=False)
    mine = forms.BooleanField(label=_("Only those I decide"), required=False)
    late = forms.BooleanField(label=_("Only those that are late"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        for name in ("mine", "late"):
            self.fields[name].widget = forms.CheckboxInput(attrs={"value": "1"})
        for name, kind in (
            ("status", Case.Status),
            ("outcome", Case.Outcome),
            ("seriousness", Case.Seriousness),
        ):
            cast("Any", self.fields[name]).choices = [("", _("any")), *kind.choices]
