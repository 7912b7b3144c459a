"""An account as people fill it in: the whole record, one repair, one reading."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.kernel.text.addresses import Address, AddressError, parse_address
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.actions import (
    AccountFacts,
    Figures,
    record_reading,
    register_account,
    set_holder,
    set_review,
    update_account,
)
from gouvernail.registry.errors import AccountStaleError
from gouvernail.registry.models import Account
from gouvernail.registry.queries import nameable_people, network_choices, person_named, whom_else
from gouvernail.registry.queries.addresses import address_problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGES = [
    ("", "—"),
    ("fr", "Français"),
    ("en", "English"),
    ("es", "Español"),
    ("de", "Deutsch"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pt", "Português"),
]


# What an account may be the day it is registered; the rest comes with its life.
BEGINNINGS = frozenset(("opening", "official", "dormant", "suspended", "closed", "to_confirm"))


class PersonField(forms.CharField):
    """One person, by e-mail or by name; the page offers names in a list."""

    def __init__(self, *, label: "_StrPromise | str", help_text: "_StrPromise | str" = "") -> None:
        super().__init__(label=label, help_text=help_text, required=False)
        self.viewer: Person | None = None
        self.widget.attrs |= {"list": "people-offered", "autocomplete": "off"}

    def clean(self, value: object) -> Person | None:
        """Return the person, or None for an empty field. Two queries at most."""
        text = super().clean(value)
        if not text:
            return None
        person = person_named(text, viewer=cast("Person", self.viewer))
        if person is None:
            near = nameable_people(cast("Person", self.viewer))
            raise forms.ValidationError(whom_else(text, near))
        return person

    def prepare_value(self, value: object) -> object:
        """Show a person as the e-mail that names them, or the name."""
        return (value.email or value.name) if isinstance(value, Person) else value


class DayInput(forms.DateInput):
    """A day in the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TagsField(forms.CharField):
    """Words between commas."""

    def clean(self, value: object) -> tuple[str, ...]:
        """Return the words, without repeats, in order."""
        words = [word.strip().lstrip("#") for word in super().clean(value).split(",")]
        return tuple(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: object) -> object:
        """Show a list of words as one line."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class ActionForm(forms.Form):
    """A form that calls an action and keeps what it refuses beside the field it concerns."""

    def refused(self, error: DomainError) -> None:
        """Show a refusal at its place, or on top when it concerns no field of this form."""
        placed = {name: text for name, text in error.fields.items() if name in self.fields}
        for name, text in placed.items():
            self.add_error(name, text)
        if not placed:
            self.add_error(None, error.message)


class AccountForm(ActionForm):
    """The whole record of an account, new or known."""

    address = forms.CharField(
        label=_("Address or handle"),
        max_length=2048,
        help_text=_("Paste the page’s address as it is, or write the handle and its network."),
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    name = forms.CharField(label=_("Name shown"), required=False, max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    owner = PersonField(label=_("Owner"))
    backup = PersonField(label=_("Backup"))
    custodian = PersonField(
        label=_("Custodian"), help_text=_("Keeps the means to get in: e-mail, phone, keys.")
    )
    purpose = forms.CharField(
        label=_("Purpose"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.CharField(label=_("Audience"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    kind = forms.ChoiceField(label=_("Kind"), choices=Account.Kind.choices)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(value, label) for value, label in Account.Status.choices if value in BEGINNINGS],
        initial=Account.Status.OFFICIAL,
    )
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=DayInput())
    review_on = forms.DateField(label=_("Next review"), required=False, widget=DayInput())
    tags = TagsField(label=_("Tags"), required=False, help_text=_("Between commas."))
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Never a password: connect the account, or ask its custodian."),
    )
    seen_at = forms.DateTimeField(
        required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"]
    )

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, account: Account | None = None
    ) -> None:
        self.viewer, self.account = viewer, account
        super().__init__(data, initial=initial_of(account) if account is not None else None)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.viewer = viewer
        units = Unit.objects.filter(scope(viewer, Right.EDIT_ACCOUNTS), status=Unit.Status.OPEN)
        cast("Any", self.fields["unit"]).queryset = units.order_by("path")
        cast("Any", self.fields["unit"]).label_from_instance = indented
        cast("Any", self.fields["network"]).choices = [
            ("", _("as the address says")),
            *network_choices(),
        ]
        if account is not None:
            del self.fields["status"]
        else:
            del self.fields["seen_at"]

    def clean(self) -> dict[str, Any]:
        """Read the address, with the network when one was chosen."""
        values = super().clean() or {}
        if values.get("address"):
            try:
                values["parsed"] = parse_address(
                    values["address"], network=values.get("network") or None
                )
            except AddressError as error:
                self.add_error("address", address_problem(error))
        return values

    def submit(self, *, by: Person, at: datetime) -> Account | None:
        """Register or update the account; None when it was refused, which the form now says."""
        if not self.is_valid():
            return None
        try:
            if self.account is None:
                return register_account(facts=self._facts(), by=by, at=at)
            seen_at = self.cleaned_data["seen_at"]
            changes = self._changes()
            return update_account(self.account.pk, changes=changes, seen_at=seen_at, by=by, at=at)
        except AccountStaleError as error:
            self.refused(error)
            self._compare()
            return None
        except DomainError as error:
            self.refused(error)
            return None

    def _compare(self) -> None:
        """Show, beside each answer that differs, what the record holds now; then save is meant."""
        account = cast("Account", self.account)
        account.refresh_from_db()
        for name, kept in initial_of(account).items():
            field = self.fields[name]
            if name != "seen_at" and field.has_changed(field.prepare_value(kept), self._sent(name)):
                shown = _shown(field, kept) or "—"
                self.add_error(name, _("In the record now: %(value)s") % {"value": shown})
        self.data = cast("QueryDict", self.data).copy()
        self.data["seen_at"] = _instant(account.updated_at)

    def _sent(self, name: str) -> object:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, name)

    def _facts(self) -> AccountFacts:
        return AccountFacts(**self._changes(), status=self.cleaned_data["status"])

    def _changes(self) -> dict[str, Any]:
        told = self.cleaned_data
        plain = ("name", "purpose", "audience", "language", "kind", "tags", "notes")
        days = ("opened_on", "review_on")
        address: Address = told["parsed"]
        changes = {name: told[name] for name in (*plain, *days)}
        changes |= {f"{place}_id": _key(told[place]) for place in ("owner", "backup", "custodian")}
        changes |= {"unit_id": told["unit"].pk, "address": address}
        changes["name"] = told["name"] or address.handle
        return changes


def _key(person: Person | None) -> UUID | None:
    return person.pk if person is not None else None


def indented(unit: Unit) -> str:
    """Return a unit's name behind one dash per level, for lists that cannot indent."""
    return "– " * unit.depth + unit.label


def initial_of(account: Account) -> dict[str, Any]:
    """Return the values a form starts from."""
    names = ("name", "purpose", "audience", "language", "kind", "tags", "notes")
    days = ("opened_on", "review_on", "owner", "backup", "custodian")
    initial = {name: getattr(account, name) for name in (*names, *days)}
    return initial | {
        "address": account.url or account.handle,
        "network": account.network,
        "unit": account.unit_id,
        "seen_at": _instant(account.updated_at),
    }


def _instant(at: datetime) -> str:
    """Return an instant to the microsecond, as `seen_at` reads it back."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")


def _shown(field: forms.Field, kept: object) -> str:
    """Return a kept value as the form would show it."""
    if isinstance(field, forms.ModelChoiceField):
        unit = Unit.objects.filter(pk=str(kept)).first()
        return unit.label if unit is not None else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(cast("Any", field.choices)).get(kept, kept))
    return str(field.prepare_value(kept) or "")


class RepairForm(ActionForm):
    """One thing of an account to put right: a holder or the review."""

    HOLDERS = ("owner", "backup", "custodian")
    KINDS = (*HOLDERS, "review")

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, account: Account, kind: str
    ) -> None:
        self.account, self.kind = account, kind
        super().__init__(data)
        field = self._field(viewer)
        field.initial = self._value()
        self.fields[kind] = field

    def _field(self, viewer: Person) -> forms.Field:
        if self.kind == "review":
            return forms.DateField(label=_("Next review"), required=False, widget=DayInput())
        labels = {"owner": _("Owner"), "backup": _("Backup"), "custodian": _("Custodian")}
        person = PersonField(label=labels[self.kind])
        person.viewer = viewer
        return person

    def _value(self) -> object:
        names = {"review": "review_on"}
        return getattr(self.account, names.get(self.kind, self.kind))

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Mend it; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        value = self.cleaned_data[self.kind]
        try:
            if self.kind == "review":
                set_review(self.account.pk, review_on=value, by=by, at=at)
            else:
                set_holder(self.account.pk, place=self.kind, person_id=_key(value), by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True


class ReadingForm(ActionForm):
    """What somebody read on the network: always with the day it was read."""

    last_post_on = forms.DateField(label=_("Last publication"), required=False, widget=DayInput())
    followers = forms.IntegerField(label=_("Followers"), required=False, min_value=0)
    read_on = forms.DateField(label=_("Read on"), widget=DayInput())

    def __init__(self, data: QueryDict | None = None, *, account: Account, today: date) -> None:
        self.account = account
        super().__init__(data, initial={"read_on": today})

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Keep the figures; False when they were refused, which the form now says."""
        if not self.is_valid():
            return False
        told = self.cleaned_data
        figures = Figures(
            read_on=told["read_on"],
            last_post_on=told["last_post_on"],
            followers=told["followers"],
        )
        try:
            record_reading(self.account.pk, figures=figures, by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True


def repair_title(kind: str) -> str:
    """Return what a repair does, as the title of its page."""
    return {
        "owner": gettext("Name the owner"),
        "backup": gettext("Name the backup"),
        "custodian": gettext("Name the custodian"),
        "review": gettext("Plan the next review"),
    }[kind]
