"""What is filled in about how alerts are told: quiet hours, times on call, channels of chat."""

from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gouvernail.listening.actions.calming import Calm
from gouvernail.listening.actions.channels import ChannelFacts
from gouvernail.listening.models import ChatChannel, QuietHours
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.teams.models import Team
from gouvernail.teams.queries import members

SEVERITIES: Final = tuple((str(each), str(each)) for each in range(1, 11))


class Moment(forms.CharField):
    """A wall time where the site is, in the browser's own picker."""

    def __init__(self, *, label: Any) -> None:  # noqa: ANN401 -- a lazy text
        super().__init__(label=label)
        self.widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: object) -> datetime:
        """Return the instant."""
        try:
            wall = datetime.fromisoformat(str(super().clean(value)))
        except ValueError:
            raise forms.ValidationError(_("Write a day and a time.")) from None
        return wall.replace(tzinfo=ZoneInfo(settings.SITE_TIME_ZONE)).astimezone(UTC)


class QuietForm(forms.Form):
    """From when to when alerts wait for the morning."""

    starts = forms.TimeField(
        label=pgettext_lazy("quiet hours", "From"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=pgettext_lazy("quiet hours", "Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Told all the same from severity"),
        required=False,
        choices=(("", pgettext_lazy("severity", "never")), *SEVERITIES),
    )

    def __init__(self, data: QueryDict | None = None, *, quiet: QuietHours | None) -> None:
        initial: dict[str, object] = {"starts": "22:00", "ends": "07:00", "severity": "8"}
        if quiet is not None:
            severity = "" if quiet.severity is None else str(quiet.severity)
            initial = {"starts": quiet.starts, "ends": quiet.ends, "severity": severity}
        super().__init__(data, initial=initial)

    def calm(self) -> Calm:
        """Return what was said, of a form that is valid."""
        said = self.cleaned_data
        return Calm(said["starts"], said["ends"], int(said["severity"] or 0) or None)


class CallForm(forms.Form):
    """Who of a team is on call, from when to when."""

    person = forms.ChoiceField(label=pgettext_lazy("on call", "Who"))
    since = Moment(label=pgettext_lazy("on call", "From"))
    until = Moment(label=pgettext_lazy("on call", "Until"))

    def __init__(self, data: QueryDict | None = None, *, team: Team) -> None:
        super().__init__(data)
        people = self.fields["person"]
        if isinstance(people, forms.ChoiceField):
            people.choices = [(str(seat.person_id), seat.person.name) for seat in members(team)]


class ChannelForm(forms.Form):
    """A channel of chat."""

    name = forms.CharField(
        label=pgettext_lazy("channel", "Name"),
        max_length=120,
        help_text=gettext_lazy("As your people know it, such as #crisis."),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("channel", "Kind"), choices=ChatChannel.Kind.choices
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("channel", "Unit"),
        help_text=gettext_lazy("Alerts of this unit and of those below it are told there."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the webhook"),
        max_length=2000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Whoever has it can write to the channel: it is sealed, and never shown again."
        ),
    )
    severity = forms.TypedChoiceField(
        label=gettext_lazy("From severity"), choices=SEVERITIES, coerce=int
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("channel", "Language"), choices=ChatChannel.Language.choices
    )

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, channel: ChatChannel | None = None
    ) -> None:
        initial: dict[str, object] = {"severity": "3", "language": viewer.language}
        if channel is not None:
            names = ("name", "kind", "severity", "language")
            initial = {name: getattr(channel, name) for name in names}
            initial["unit"] = str(channel.unit_id)
        super().__init__(data, initial=initial)
        if channel is not None:
            self.fields["address"].help_text = format_html(
                _("Sealed (%(host)s). Leave it empty to keep it; what you write replaces it.")
                % {"host": "{}"},
                channel.host,
            )
        units = self.fields["unit"]
        if isinstance(units, forms.ChoiceField):
            units.choices = unit_choices(viewer, Right.EDIT_LISTENING)

    def facts(self) -> ChannelFacts:
        """Return what was said, of a form that is valid."""
        said = self.cleaned_data
        names = ("name", "kind", "language", "severity")
        return ChannelFacts(address=Secret(said["address"]), **{name: said[name] for name in names})
