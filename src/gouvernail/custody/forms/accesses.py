"""Who can get in, as people say it; the address of a narrowed board; whom to imagine away."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.custody.actions import AccessFacts, Tried
from gouvernail.custody.models import Access, Criterion, Rotation
from gouvernail.custody.queries.board import DEFAULT_ORDER, ORDERS, PROOFS, WAYS, Filters
from gouvernail.foundation.chips import Chip
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_people, visible_units
from gouvernail.registry.forms.accounts import DayInput, PersonField
from gouvernail.registry.queries import network_choices, network_label

PLAIN = ("holder", "name", "contact", "means", "level", "second_factor", "belongs", "detail")
DAYS = ("since_on", "until_on", "note")


class AccessForm(forms.Form):
    """One access, new or known."""

    holder = forms.ChoiceField(label=_("Who holds it"), choices=Access.Holder.choices)
    person = PersonField(label=_("Person"), help_text=_("For a person of the directory."))
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=160,
        help_text=_("For an agency, a shared mailbox or device, a tool."),
    )
    contact = forms.CharField(
        label=_("Contact"),
        required=False,
        max_length=200,
        help_text=_("Whom to ask when it must be taken away."),
    )
    means = forms.ChoiceField(label=_("By which means"), choices=Access.Means.choices)
    level = forms.ChoiceField(label=_("At which level"), choices=Access.Level.choices)
    second_factor = forms.ChoiceField(label=_("Second factor"), choices=Access.Factor.choices)
    detail = forms.CharField(
        label=_("Which one"),
        required=False,
        max_length=200,
        help_text=_("The mailbox, the number or the item of the vault. Never a password."),
    )
    belongs = forms.ChoiceField(
        label=_("Whose address or number"),
        required=False,
        choices=[("", "—"), *Access.Belongs.choices],
        help_text=_("For a recovery e-mail or phone."),
    )
    since_on = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    until_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    note = forms.CharField(label=pgettext_lazy("access", "Note"), required=False, max_length=500)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        viewer: Person,
        access: Access | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        if access is not None:
            initial = {name: getattr(access, name) for name in (*PLAIN, *DAYS, "person")}
        super().__init__(data, initial=initial)
        cast("PersonField", self.fields["person"]).viewer = viewer
        self.access = access

    def facts(self) -> AccessFacts:
        """Return what was said. The form is valid."""
        told = self.cleaned_data
        person = told["person"]
        return AccessFacts(
            **{name: told[name] for name in (*PLAIN, *DAYS)},
            person_id=person.pk if person is not None else None,
        )


class ConfirmForm(forms.Form):
    """It was tried today, or looked at."""

    tried = forms.ChoiceField(label=_("What you did"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, viewer: Person, access: Access) -> None:
        super().__init__(data)
        choices = [
            (Tried.WORKS.value, _("I signed in today, and it works")),
            (Tried.FAILS.value, _("I tried today, and it does not work")),
            (Tried.STANDS.value, _("I looked on the network: it is there, not tried")),
        ]
        personal = access.means not in Access.SHARED_SECRET and access.person_id != viewer.pk
        wanted = choices[2:] if personal and access.person_id else choices
        cast("Any", self.fields["tried"]).choices = wanted
        self.fields["tried"].initial = wanted[0][0]

    def answer(self) -> Tried:
        """Return the answer. The form is valid."""
        return Tried(self.cleaned_data["tried"])


GIVEN = [
    (Access.Why.UNNEEDED, Access.Why.UNNEEDED.label),
    (Access.Why.HANDOVER, Access.Why.HANDOVER.label),
    (Access.Why.INCIDENT, Access.Why.INCIDENT.label),
    (Access.Why.MISTAKE, Access.Why.MISTAKE.label),
]


class CloseForm(forms.Form):
    """It was taken away on the network."""

    why = forms.ChoiceField(label=_("Why"), choices=GIVEN)
    note = forms.CharField(
        label=pgettext_lazy("access", "What was done"),
        required=False,
        max_length=500,
        help_text=_("Role removed, password changed, sessions closed…"),
    )

    def __init__(self, data: QueryDict | None = None, *, access: Access) -> None:
        super().__init__(data, prefix="close")
        if access.is_due:
            del self.fields["why"]


class OrderForm(forms.Form):
    """It is to be taken away by a day."""

    why = forms.ChoiceField(label=_("Why"), choices=GIVEN)
    due_on = forms.DateField(label=_("To revoke by"), widget=DayInput())

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data, prefix="order", initial={"due_on": today})


class AskForm(forms.Form):
    """Somebody else was asked to do it."""

    asked_of = forms.CharField(
        label=_("Who was asked"),
        max_length=200,
        help_text=_("The agency, or whoever administers the page on the network."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="ask")


class RotationForm(forms.Form):
    """The password was renewed."""

    rotated_on = forms.DateField(label=_("Renewed on"), widget=DayInput())
    why = forms.ChoiceField(label=_("Why"), choices=Rotation.Why.choices)

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data, initial={"rotated_on": today})


WAYS_NAMES = {
    "none": _("nobody"),
    "one": _("one person only"),
    "several": _("several people"),
    "unknown": pgettext_lazy("second factor", "not known"),
}
ORDER_NAMES = {
    "weak": _("the fewest ways in first"),
    "level": _("the lowest level first"),
    "-level": _("the highest level first"),
    "name": _("by name"),
    "-name": _("by name, backwards"),
    "unit": _("by unit"),
}
LEVELS = [(str(level), str(level)) for level in range(6)]


PROOF_NAMES = {
    "recent": pgettext_lazy("proof of control", "given this quarter"),
    "none": pgettext_lazy("proof of control", "none this quarter"),
    "asked": pgettext_lazy("proof of control", "awaited now"),
    "missing": pgettext_lazy("proof of control", "missing, to decide"),
}


class FilterForm(forms.Form):
    """What the board is narrowed to."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label="—"
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    ways = forms.ChoiceField(
        label=_("Who could get in"), required=False, choices=[("", "—"), *WAYS_NAMES.items()]
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", "—"), *LEVELS])
    lost = forms.ChoiceField(
        label=_("Criterion not earned"), required=False, choices=[("", "—"), *Criterion.choices]
    )
    proof = forms.ChoiceField(
        label=_("Proof of control"), required=False, choices=[("", "—"), *PROOF_NAMES.items()]
    )

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data)
        cast("Any", self.fields["unit"]).queryset = visible_units(viewer).order_by("path")
        cast("Any", self.fields["network"]).choices = [("", "—"), *network_choices()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks of the board; what it names and does not exist is left out."""

    filters: Filters
    order: str
    chips: tuple[Chip, ...]


def asked_of(query: QueryDict, *, viewer: Person, today: date) -> Asked:
    """Return what the address asks. One query when it names a unit."""
    order = query.get("sort", "")
    filters = Filters(
        unit=unit_named(query.get("unit", ""), viewer=viewer),
        networks=tuple(value for value in query.getlist("network") if value),
        levels=tuple(value for value in query.getlist("level") if value in dict(LEVELS)),
        ways=query.get("ways", "") if query.get("ways", "") in WAYS else "",
        lost=tuple(value for value in query.getlist("lost") if value in Criterion.values),
        due=query.get("due", "") == "1",
        proof=query.get("proof", "") if query.get("proof", "") in PROOFS else "",
        today=today,
        search=query.get("q", "").strip()[:200],
    )
    order = order if order in ORDERS else DEFAULT_ORDER
    return Asked(filters=filters, order=order, chips=tuple(_chips(filters, order)))


def unit_named(key: str, *, viewer: Person) -> Unit | None:
    """Return a unit the viewer sees by its key; None when there is none. One query."""
    field = forms.ModelChoiceField(visible_units(viewer), required=False)
    return cast("Unit | None", _clean(field, key))


def people_named(keys: list[str], *, viewer: Person) -> list[Person]:
    """Return people still here whom the viewer sees, by key. One query for each key."""
    field = forms.ModelChoiceField(visible_people(viewer).filter(is_active=True), required=False)
    found = [cast("Person | None", _clean(field, key)) for key in keys[:20]]
    return [person for person in found if person is not None]


def _clean(field: "forms.ModelChoiceField[Any]", key: str) -> object:
    try:
        return field.clean(key) if key else None
    except forms.ValidationError:
        return None


def _chips(filters: Filters, order: str) -> list[Chip]:
    chips = []
    if filters.unit is not None:
        chips.append(Chip(name="unit", label=_said(gettext("Unit"), filters.unit.label)))
    if filters.ways:
        label = _said(gettext("Who could get in"), WAYS_NAMES[filters.ways])
        chips.append(Chip(name="ways", label=label))
    chips += _repeated(filters)
    if filters.due:
        chips.append(Chip(name="due", label=gettext("With an access to revoke")))
    if filters.proof:
        label = _said(gettext("Proof of control"), PROOF_NAMES[filters.proof])
        chips.append(Chip(name="proof", label=label))
    if filters.search:
        chips.append(Chip(name="q", label=_said(gettext("Search"), filters.search)))
    if order != DEFAULT_ORDER:
        chips.append(Chip(name="sort", label=_said(gettext("Sort"), ORDER_NAMES[order])))
    return chips


def _repeated(filters: Filters) -> list[Chip]:
    network, level, lost = gettext("Network"), gettext("Level"), gettext("Not earned")
    told = [("network", value, network, network_label(value)) for value in filters.networks]
    told += [("level", value, level, value) for value in filters.levels]
    told += [("lost", value, lost, str(Criterion(value).label)) for value in filters.lost]
    return [
        Chip(name=name, value=value, label=_said(what, said)) for name, value, what, said in told
    ]


def _said(what: str, value: object) -> str:
    return gettext("%(what)s: %(value)s") % {"what": what, "value": value}


class DepartureForm(forms.Form):
    """Whom to imagine away."""

    who = PersonField(label=_("Person"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Or a whole unit"), required=False, empty_label="—"
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        cast("PersonField", self.fields["who"]).viewer = viewer
        cast("Any", self.fields["unit"]).queryset = visible_units(viewer).order_by("path")
