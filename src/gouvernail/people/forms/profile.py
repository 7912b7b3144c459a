"""One's own preferences and keys."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.people.forms.units import zone_choices
from gouvernail.people.permissions import API_SCOPES

SCOPES = {
    "accounts:read": _("read the register of accounts"),
    "accounts:write": _("change accounts"),
    "content:read": _("read drafts and deliveries"),
    "content:write": _("write and submit drafts"),
    "rules:check": _("check texts against the rules"),
    "rules:write": _("write rules, ask for levels and waivers"),
    "ledger:read": _("read the journal"),
}
assert SCOPES.keys() == API_SCOPES  # noqa: S101 - every scope has its words


class PreferencesForm(forms.Form):
    """How one reads Gouvernail."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("auto", _("as on this device")), ("light", _("light")), ("dark", _("dark"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        zones = zone_choices(gettext("the organisation’s"))
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]  # a ChoiceField


class KeyForm(forms.Form):
    """A key for a programme that acts in one's name."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def choices(self) -> dict[str, Any]:
        """Return the answers as `create_key` takes them."""
        last = self.cleaned_data["expires_on"]
        zone = get_current_timezone()
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "expires_at": last and datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
        }
