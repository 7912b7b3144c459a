"""Proving control, as people say it."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.custody.models import ControlProof, ProofDrill, ProofRule
from gouvernail.custody.permissions import managed_units, visible_drills
from gouvernail.custody.queries.proofs import STATES, ProofFilters
from gouvernail.foundation.chips import Chip
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.forms.accounts import DayInput

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

USUAL_DAYS = 14
STATE_NAMES = {
    "to_decide": _("To decide"),
    "to_confirm": _("To confirm"),
    "asked": pgettext_lazy("proofs of control", "Asked"),
    "proved": pgettext_lazy("proofs of control", "Proved"),
    "left_in": _("Token still in the profile"),
    "late": pgettext_lazy("proofs of control", "Late"),
    "refused": pgettext_lazy("proofs of control", "Refused"),
    "unable": pgettext_lazy("proofs of control", "Could not get in"),
}


class DrillForm(forms.Form):
    """Whom to ask, and how long they have."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        help_text=_("The units below are asked too."),
    )
    window_days = forms.IntegerField(
        label=_("Days to prove it"),
        initial=USUAL_DAYS,
        help_text=_("From 2 to 60. After that, the token is worth nothing."),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        units = managed_units(viewer)
        super().__init__(data, initial={"unit": units.first()})
        cast("Any", self.fields["unit"]).queryset = units


class RuleForm(DrillForm):
    """How often, in how many days, from when."""

    every_months = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[*ProofRule.Every.choices, (0, _("never by itself"))],
        initial=ProofRule.Every.QUARTER,
    )
    next_on = forms.DateField(label=_("Next drill on"), widget=DayInput())

    field_order = ("unit", "every_months", "next_on", "window_days")

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, rule: ProofRule | None, today: date
    ) -> None:
        super().__init__(data, viewer=viewer)
        self.fields["next_on"].initial = today
        if rule is not None:
            for name in ("unit", "every_months", "window_days"):
                self.fields[name].initial = getattr(rule, name)
            self.fields["next_on"].initial = max(rule.next_on, today)
            self.initial["unit"] = rule.unit


class PictureForm(forms.Form):
    """A photograph of the profile, and the day it was taken."""

    picture = forms.FileField(
        label=_("Photograph or screenshot"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("The whole profile: its name, its address and the token."),
    )
    taken_on = forms.DateField(label=_("Taken on"), widget=DayInput())

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        today: date,
    ) -> None:
        super().__init__(data, files, initial={"taken_on": today}, prefix="picture")

    def sent(self) -> bytes:
        """Return the bytes that were sent. The form is valid."""
        file = cast("UploadedFile[bytes]", self.cleaned_data["picture"])
        return bytes(file.read())


class SendBackForm(forms.Form):
    """What the photograph lacks."""

    reason = forms.CharField(
        label=_("What is missing"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For instance: the token is cut, or it is another account."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="back")


class DeclineForm(forms.Form):
    """Why there will be no proof."""

    how = forms.ChoiceField(
        label=_("What happens"),
        choices=[
            (ControlProof.State.UNABLE.value, _("I cannot get in")),
            (ControlProof.State.REFUSED.value, _("I will not do it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever manages the accesses of the unit reads it and decides."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="decline")


class SettleForm(forms.Form):
    """What follows a missing proof."""

    how = forms.ChoiceField(label=_("What follows"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Why, or what was done"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Asked for when the account is accepted without proof."),
    )

    def __init__(self, data: QueryDict | None = None, *, hand_over: bool) -> None:
        super().__init__(data, prefix="settle")
        choices = [
            ("again", _("Ask again, with a new token and 14 days")),
            ("handover", _("Hand the account over to somebody else")),
            ("excused", _("Accept it without proof")),
        ]
        kept = [one for one in choices if hand_over or one[0] != "handover"]
        cast("Any", self.fields["how"]).choices = kept


class ProofFilterForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", "—"), *STATE_NAMES.items()]
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label="—"
    )
    mine = forms.BooleanField(label=_("Only what is asked of me"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data)
        cast("Any", self.fields["unit"]).queryset = visible_units(viewer).order_by("path")


def proofs_asked(query: QueryDict, *, viewer: Person) -> ProofFilters:
    """Return what an address asks; what it names and does not exist is left out. Two queries."""
    drills = forms.ModelChoiceField(visible_drills(viewer).select_related("unit"), required=False)
    units = forms.ModelChoiceField(visible_units(viewer), required=False)
    return ProofFilters(
        drill=cast("ProofDrill | None", _clean(drills, query.get("drill", ""))),
        unit=cast("Unit | None", _clean(units, query.get("unit", ""))),
        state=query.get("state", "") if query.get("state", "") in STATES else "",
        mine=query.get("mine", "") in {"1", "on"},
    )


def _clean(field: "forms.ModelChoiceField[Any]", key: str) -> object:
    try:
        return field.clean(key) if key else None
    except forms.ValidationError:
        return None


def chips_of(filters: ProofFilters) -> list[Chip]:
    """Return each filter in force. No query."""
    told = []
    if filters.mine:
        told.append(Chip(name="mine", label=_now("Only what is asked of me")))
    if filters.state:
        told.append(Chip(name="state", label=str(STATE_NAMES[filters.state])))
    if filters.unit is not None:
        told.append(Chip(name="unit", label=filters.unit.label))
    if filters.drill is not None:
        label = _now("Drill of %(unit)s") % {"unit": filters.drill.unit.label}
        told.append(Chip(name="drill", label=label))
    return told
