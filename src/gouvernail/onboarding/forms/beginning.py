"""What the first person of a site answers."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import Charter
from gouvernail.onboarding.actions import Beginning
from gouvernail.onboarding.models import FirstHour
from gouvernail.people.queries.zones import zone_names

AS_SIZE = ("", _("as the size suggests"))


class BeginForm(forms.Form):
    """The organisation, and who leads it here. `bare`: with a passkey, without a password."""

    organisation = forms.CharField(label=_("Name of the organisation"), max_length=160)
    organisation_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        min_length=2,
        help_text=_("Two letters, such as FR or CA."),
    )
    language = forms.ChoiceField(label=_("Your language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    size = forms.ChoiceField(
        label=_("How many people work there?"),
        choices=FirstHour.Size.choices,
        widget=forms.RadioSelect,
        initial=FirstHour.Size.SMALL,
        help_text=_(
            "From 10 people on, whoever writes a post does not agree to it alone. Below, one "
            "person may, with a reason that is kept."
        ),
    )
    separation = forms.ChoiceField(
        label=pgettext_lazy("first hour", "How many people behind one act"),
        choices=[AS_SIZE, *Charter.Separation.choices],
        required=False,
        help_text=_("Regulated: a bank, an insurer, health… A second reader looks at each post."),
    )
    name = forms.CharField(label=_("Your name"), max_length=160)
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, help_text=_("You sign in with it.")
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters at least; a sentence is easier to keep than a word."),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, bare: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        zones = [(zone, zone.replace("_", " ")) for zone in zone_names()]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]  # a ChoiceField
        self.bare = bare
        if bare:
            self.fields["password"].required = self.fields["again"].required = False

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        data = super().clean() or {}
        if not self.bare and "again" in data and data.get("password") != data["again"]:
            self.add_error("again", gettext("The two are not the same."))
        return data

    def beginning(self) -> Beginning:
        """Return the answers as the action takes them."""
        names = Beginning.__dataclass_fields__.keys() & self.cleaned_data.keys()
        return Beginning(**{name: self.cleaned_data[name] for name in names})

    def chosen_password(self) -> str:
        """Return the password chosen; empty with a passkey."""
        return "" if self.bare else str(self.cleaned_data["password"])
