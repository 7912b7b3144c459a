"""The short forms around a request: beginning, ticking, ending, appealing, merging."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gouvernail.kernel.text import Address, AddressError, parse_address
from gouvernail.openings.actions import Beginning, Upload
from gouvernail.openings.forms.fields import DayInput, long_text
from gouvernail.openings.models import Appeal, Opening
from gouvernail.openings.queries import Figure
from gouvernail.registry.queries import address_problem


class BeginForm(forms.Form):
    """Where the account will be, and by when it should be open."""

    address = forms.CharField(
        label=_("Address or handle"),
        max_length=2048,
        help_text=_("Where the account is, or will be once it is registered."),
    )
    due_on = forms.DateField(label=_("To be open by"), widget=DayInput())

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.opening = opening
        kwargs["initial"] = {"address": opening.handle, "due_on": opening.wished_on}
        super().__init__(*args, **kwargs)

    def clean_address(self) -> Address:
        """Return the account named."""
        try:
            return parse_address(self.cleaned_data["address"], network=self.opening.network)
        except AddressError as error:
            raise forms.ValidationError(address_problem(error)) from error

    def beginning(self) -> Beginning:
        """Return the answers as the action takes them."""
        said = self.cleaned_data
        return Beginning(address=said["address"], due_on=said["due_on"])


class TickForm(forms.Form):
    """A word and a file to show for a step."""

    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    proof = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("A picture of the screen or a PDF, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,application/pdf"}),
    )

    def upload(self) -> Upload | None:
        """Return the file that was sent, if any."""
        sent: UploadedFile[bytes] | None = self.cleaned_data.get("proof")
        return Upload(name=sent.name or "", content=sent.read()) if sent else None


class ReasonForm(forms.Form):
    """Why an opening is abandoned."""

    reason = forms.CharField(label=_("Why"), widget=long_text(rows=3))


class MergeForm(forms.Form):
    """Which account is reworked instead, and what is to be done with it."""

    account = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("What is to be reworked, and why"), widget=long_text(rows=3))


class NoteForm(forms.Form):
    """What was done."""

    note = forms.CharField(label=_("What was done"), widget=long_text(rows=3))


class AppealForm(forms.Form):
    """What the requester asks the lead to look at again."""

    text = forms.CharField(label=_("Why the refusal should be looked at again"), widget=long_text())


class AnswerForm(forms.Form):
    """The lead's answer."""

    outcome = forms.ChoiceField(
        label=_("Your answer"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(label=_("Your reasons; the requester reads them"), widget=long_text())


class AssumptionForm(forms.Form):
    """Another figure, and where it comes from."""

    value = forms.IntegerField(label=_("Figure"), min_value=1, max_value=10_000)
    source = forms.CharField(label=_("Where it comes from"), max_length=300)

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.figure = figure
        kwargs["initial"] = {"value": figure.value, "source": figure.source if figure.own else ""}
        kwargs["auto_id"] = f"{figure.code}_%s"
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["value"]).label = figure.label
