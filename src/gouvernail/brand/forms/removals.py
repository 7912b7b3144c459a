"""Why something is taken out of force."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemovalForm(forms.Form):
    """The reason: whoever agrees decides upon it."""

    reason = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndContractForm(forms.Form):
    """Why a contract ends before its day."""

    reason = forms.CharField(
        label=_("Why it ends early"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
