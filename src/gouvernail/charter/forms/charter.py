"""What the organisation answers about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.actions import CharterChoices
from gouvernail.charter.models import Charter
from gouvernail.people.queries.zones import zone_names

NAMES = ("name", "name_en", "country", "time_zone", "separation", "second_factor")


class CharterForm(forms.Form):
    """The organisation's own choices."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=2, help_text=_("Two letters, such as FR or CA.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Units and people may choose their own.")
    )
    separation = forms.ChoiceField(
        label=_("Separation of duties"),
        choices=Charter.Separation.choices,
        widget=forms.RadioSelect,
    )

    second_factor = forms.ChoiceField(
        label=_("Who must have a second factor"),
        choices=Charter.SecondFactor.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "A passkey or a code of an app. Whoever has none is led to set one up when they sign "
            "in, and can do nothing else meanwhile but sign out and freeze."
        ),
    )

    def __init__(self, *args: Any, charter: Charter, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        kwargs["initial"] = {name: getattr(charter, name) for name in NAMES}
        super().__init__(*args, **kwargs)
        places = list(zone_names())
        if charter.time_zone not in places:
            places.insert(0, charter.time_zone)
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (zone, zone.replace("_", " ")) for zone in places
        ]

    def choices(self) -> CharterChoices:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return CharterChoices(**data | {"country": data["country"].upper()})
