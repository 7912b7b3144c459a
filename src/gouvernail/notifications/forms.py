"""How one wants to be told."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.notifications.models import Preference

HOURS = range(24)


def hours() -> list[tuple[int, str]]:
    """Return the hours of a day as they are written: `8 h`, or `08:00`."""
    french = str(get_language()).startswith("fr")
    return [(hour, f"{hour}\u00a0h" if french else f"{hour:02d}:00") for hour in HOURS]


class PreferenceForm(forms.Form):
    """E-mail at once, once a day at an hour, or never."""

    email = forms.ChoiceField(label=_("Sent to you"), choices=Preference.Email.choices)
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily letter"),
        choices=hours,
        coerce=int,
        initial=8,
        help_text=_("Where you are: the time zone is in your profile."),
    )
