"""How one wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.notifications.models import Preference


class PreferenceForm(forms.Form):
    """E-mail at once, once a day at an hour, or never."""

    email = forms.ChoiceField(label=_("Sent to you"), choices=Preference.Email.choices)
    digest_hour = forms.IntegerField(
        label=_("Hour of the daily letter"), min_value=0, max_value=23, initial=8
    )
