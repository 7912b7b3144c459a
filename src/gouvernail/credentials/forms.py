"""What people answer about items of the vault. A value that was typed is never shown back."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.credentials.actions import ItemFacts
from gouvernail.credentials.actions.requests import Asked
from gouvernail.credentials.models import Item
from gouvernail.credentials.queries import SHOWS, Narrowing, Times, keeper_choices
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_choices

LINES = frozenset({"recovery", "note"})
HELP = {
    "password": _("Change it on the network first, or put in the one that holds today."),
    "recovery": _("One code on each line, as the network gave them."),
    "totp": _("The letters under the QR code, or its address (otpauth://…)."),
    "note": _("What else is needed to get in, such as the answer to a question."),
}


class WriteOnlyLines(forms.Textarea):
    """Several lines that are never shown back, whatever was refused."""

    def format_value(self, value: Any) -> str:  # noqa: ANN401, ARG002 - Django's own
        """Return nothing."""
        return ""


class ValueForm(forms.Form):
    """A value on its way to the vault."""

    value = forms.CharField(label=_("Value"), strip=False, max_length=4000)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        quiet = {"autocomplete": "new-password", "spellcheck": "false", "autocapitalize": "off"}
        field = self.fields["value"]
        field.label = Item.Kind(kind).label.capitalize()
        field.help_text = HELP[kind]
        if kind in LINES:
            field.widget = WriteOnlyLines(attrs={**quiet, "rows": 5, "class": "g-code"})
        else:
            field.widget = forms.PasswordInput(attrs={**quiet, "data-value": kind})

    def secret(self) -> Secret:
        """Return the value, wrapped so that nothing prints it."""
        return Secret(self.cleaned_data["value"])


class FactsForm(forms.Form):
    """What is said of an item beside its value."""

    label = forms.CharField(label=_("Name"), max_length=120)
    place = forms.CharField(
        label=_("Where it is used"),
        max_length=300,
        required=False,
        help_text=_("The page where one signs in, or the tool."),
    )
    keeper = forms.ChoiceField(
        label=_("Who keeps it"),
        required=False,
        help_text=_("This person is reminded. Nobody: the account’s custodian is."),
    )
    rotate_days = forms.IntegerField(
        label=_("Renewed every (days)"), min_value=1, max_value=3650, required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        account: Account,
        days: int,
        kept_by: Person | None = None,
        **kwargs: Any,  # noqa: ANN401 - likewise
    ) -> None:
        super().__init__(*args, **kwargs)
        nobody = [("", gettext("nobody in particular"))]
        people = keeper_choices(account, also=kept_by)
        self.fields["keeper"].choices = [*nobody, *people]  # type: ignore[attr-defined]  # a ChoiceField
        hint = gettext("Empty: as the unit says, %(days)d days.") % {"days": days}
        self.fields["rotate_days"].help_text = hint

    def facts(self) -> ItemFacts:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return ItemFacts(
            label=data["label"],
            place=data["place"],
            keeper_id=UUID(data["keeper"]) if data["keeper"] else None,
            rotate_days=data.get("rotate_days"),  # asked only of what is learnt by seeing it
        )


class AskForm(forms.Form):
    """Why somebody wants to see a value, and for how long."""

    reason = forms.CharField(
        label=_("What you need it for"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever approves reads it; it is kept in the journal."),
    )
    minutes = forms.IntegerField(label=_("For how many minutes"), min_value=1, initial=10)

    def __init__(self, *args: Any, times: Times, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        limit = {"count": times.longest_minutes}
        self.fields["minutes"].help_text = gettext("%(count)d at most.") % limit
        self.fields["minutes"].initial = min(10, times.longest_minutes)

    def asked(self, *, emergency: bool) -> Asked:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return Asked(reason=data["reason"], minutes=data["minutes"], emergency=emergency)


class RefuseForm(forms.Form):
    """Why somebody says no."""

    note = forms.CharField(label=_("Why"), max_length=500, required=False)


class AccountForm(forms.Form):
    """What happened, after an emergency."""

    text = forms.CharField(
        label=_("What happened, and what you did with the account"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class WhichForm(forms.Form):
    """Of which unit and network times are said; sent by GET."""

    unit = forms.ChoiceField(label=_("Unit and what stands below it"))
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.units = unit_choices(person, Right.EDIT_UNIT_CHARTER)
        self.fields["unit"].choices = self.units  # type: ignore[attr-defined]  # a ChoiceField
        networks = [("", gettext("all")), *network_choices()]
        self.fields["network"].choices = networks  # type: ignore[attr-defined]  # likewise

    def chosen(self) -> dict[str, str]:
        """Return the unit and network asked for; the first unit and all networks by default."""
        if self.is_bound and self.is_valid():
            return {name: self.cleaned_data[name] for name in ("unit", "network")}
        return {"unit": self.units[0][0] if self.units else "", "network": ""}

    def named(self) -> str:
        """Return how a page calls what is chosen."""
        chosen = self.chosen()
        unit = dict(self.units).get(chosen["unit"], "").strip()
        network = dict(network_choices()).get(chosen["network"])
        return f"{unit}, {network}" if network else unit


class TermsForm(WhichForm):
    """How long and how often, in one unit; what is empty is as above."""

    rotation_days = forms.IntegerField(
        label=_("Passwords are renewed every (days)"), min_value=1, max_value=3650, required=False
    )
    after_days = forms.IntegerField(
        label=_("After somebody saw one, within (days)"), min_value=0, max_value=90, required=False
    )
    longest_minutes = forms.IntegerField(
        label=_("Longest time to see one (minutes)"), min_value=1, max_value=480, required=False
    )
    alone_minutes = forms.IntegerField(
        label=_("Alone, in a small team: wait (minutes)"),
        min_value=5,
        max_value=1440,
        required=False,
    )
    emergency_hours = forms.IntegerField(
        label=_("Emergency: wait (hours)"), min_value=1, max_value=72, required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, person=person, **kwargs)
        for name in ("unit", "network"):  # chosen before: the page shows what is said there
            self.fields[name].widget = forms.HiddenInput()

    def times(self) -> dict[str, int | None]:
        """Return the five answers by name."""
        names = set(self.cleaned_data) - {"unit", "network"}
        return {name: self.cleaned_data[name] for name in names}


class FilterForm(forms.Form):
    """How the lists are narrowed; sent by GET."""

    q = forms.CharField(
        label=_("Words of the name"), required=False, widget=forms.TextInput({"type": "search"})
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    show = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        every = [("", gettext("all"))]
        self.fields["network"].choices = every + network_choices()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["kind"].choices = every + list(Item.Kind.choices)  # type: ignore[attr-defined]  # likewise


def narrowing_of(query: Any, *, unit: Unit | None) -> tuple[Narrowing, list[dict[str, str]]]:  # noqa: ANN401 - a QueryDict
    """Return what an address asks, and one chip for each filter in force."""
    networks, kinds = dict(network_choices()), dict(Item.Kind.choices)
    network = query.get("network", "") if query.get("network", "") in networks else ""
    kind = query.get("kind", "") if query.get("kind", "") in kinds else ""
    show = query.get("show", "") if query.get("show", "") in SHOWS else "items"
    search = query.get("q", "").replace("\x00", "").strip()[:100]
    chips = []
    if search:
        chips.append({"name": "q", "label": search})
    if network:
        chips.append({"name": "network", "label": networks[network]})
    if kind:
        chips.append({"name": "kind", "label": str(kinds[kind])})
    asked = Narrowing(show=show, unit=unit, network=network, kind=kind, search=search)
    return asked, chips
