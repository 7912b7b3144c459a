"""A file to take in."""

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = (("people", _("people")), ("units", _("units")))


class FileForm(forms.Form):
    """A CSV, and what it lists."""

    kind = forms.ChoiceField(
        label=_("It lists"), choices=KINDS, widget=forms.RadioSelect, initial="people"
    )
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("From any spreadsheet: “Save as”, then CSV. 5,000 rows at most."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
    )


class ChosenFileForm(forms.Form):
    """The same file, looked at: sent back to be taken in."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=3_000_000)
