"""Handing over, as people say it."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.custody.models import Handover, HandoverStep
from gouvernail.people.models import Person
from gouvernail.registry.forms.accounts import DayInput, PersonField
from gouvernail.registry.models import Account

USUAL = timedelta(days=14)


class OpenForm(forms.Form):
    """Who follows whom, by when."""

    place = forms.ChoiceField(label=_("Which place"))
    successor = PersonField(
        label=_("Who follows"), help_text=_("Empty: whoever decides in the unit is asked to say.")
    )
    due_on = forms.DateField(label=_("To be finished by"), widget=DayInput())

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, account: Account, today: date
    ) -> None:
        super().__init__(data, initial={"due_on": today + USUAL})
        held = [
            (place.value, f"{place.label} ({getattr(account, place.value).name})")
            for place in Handover.Place
            if getattr(account, place.value) is not None
        ]
        cast("Any", self.fields["place"]).choices = held
        cast("PersonField", self.fields["successor"]).viewer = viewer

    def told(self) -> dict[str, Any]:
        """Return what was said, as the action takes it. The form is valid."""
        person = self.cleaned_data["successor"]
        return {
            "place": self.cleaned_data["place"],
            "successor_id": person.pk if person is not None else None,
            "due_on": self.cleaned_data["due_on"],
        }


class SuccessorForm(forms.Form):
    """Who follows, after a refusal or a departure."""

    successor = PersonField(label=_("Who follows"))
    due_on = forms.DateField(label=_("To be finished by"), widget=DayInput())

    def __init__(self, data: QueryDict | None = None, *, viewer: Person, due_on: date) -> None:
        super().__init__(data, prefix="successor", initial={"due_on": due_on})
        field = cast("PersonField", self.fields["successor"])
        field.viewer, field.required = viewer, True

    def told(self) -> dict[str, UUID | date]:
        """Return what was said, as the action takes it. The form is valid."""
        told = self.cleaned_data
        return {"successor_id": told["successor"].pk, "due_on": told["due_on"]}


class StepForm(forms.Form):
    """How a step went."""

    outcome = forms.ChoiceField(label=_("How it went"), choices=HandoverStep.Outcome.choices)
    note = forms.CharField(
        label=pgettext_lazy("access", "Note"),
        required=False,
        max_length=300,
        help_text=_("Why, when it is not needed here."),
    )

    def __init__(self, data: QueryDict | None = None, *, kind: str) -> None:
        super().__init__(data, prefix=f"step-{kind}")


class RefusalForm(forms.Form):
    """Why somebody does not follow."""

    reason = forms.CharField(
        label=_("Why you refuse"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever decides in the unit reads it and answers you."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="refusal")
