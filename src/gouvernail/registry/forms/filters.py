"""The address of a narrowed register, read and shown back."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import (
    BY_CODE,
    CUSTODY,
    DEFAULT_ORDER,
    FAULTS,
    ORDERS,
    STATES,
    Choices,
    Filters,
    network_label,
)

ORDER_NAMES = {
    "fragile": _("the most fragile first"),
    "name": _("by name"),
    "-name": _("by name, backwards"),
    "unit": _("by unit"),
    "review": _("the next review first"),
    "-review": _("the latest review first"),
    "seen": _("the last publication first"),
    "-seen": _("the oldest publication first"),
    "custody": _("the weakest custody first"),
    "-custody": _("the strongest custody first"),
    "ways": _("the fewest ways in first"),
}
CUSTODY_NAMES = {
    **{str(level): f"{level}/5" for level in range(6)},
    "one": _("one way in at most"),
    "unknown": _("not assessed"),
}
STATE_NAMES = {
    "stop": _("at fault"),
    "warn": _("to watch"),
    "ok": _("in order"),
    "risk": _("at fault or to watch"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks of the register; what it names and does not exist is left out."""

    filters: Filters
    order: str
    chips: tuple[Chip, ...]


def asked_of(query: QueryDict, *, viewer: Person, found: bool = False) -> Asked:
    """Return what the address asks, of ours or of the accounts found.

    One query for a unit, one for a person, if it names them.
    """
    unit = _unit(query.get("unit", ""), viewer)
    holder = _holder(query.get("holder", ""), viewer)
    order = query.get("sort", "")
    filters = Filters(
        networks=_filled(query.getlist("network")),
        statuses=_known(query.getlist("status"), Account.Status.values),
        unit=unit,
        owner=holder,
        tags=_filled(query.getlist("tag")),
        faults=_known(query.getlist("fault"), BY_CODE),
        health=query.get("health", "") if query.get("health", "") in STATES else "",
        search=query.get("q", "").strip()[:200],
        found=found or query.get("found") == "1",
        custody=query.get("custody", "") if query.get("custody", "") in CUSTODY else "",
    )
    order = order if order in ORDERS else DEFAULT_ORDER
    return Asked(filters=filters, order=order, chips=tuple(_chips(filters, order)))


def _filled(values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value)


def _known(values: list[str], among: Container[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value in among)


def _unit(key: str, viewer: Person) -> Unit | None:
    field = forms.ModelChoiceField(visible_units(viewer), required=False)
    return cast("Unit | None", _clean(field, key))


def _holder(key: str, viewer: Person) -> Person | None:
    """Return a person who holds an account the viewer may see."""
    accounts = visible_accounts(viewer)
    people = Person.objects.filter(owns__in=accounts) | Person.objects.filter(backs_up__in=accounts)
    field = forms.ModelChoiceField(people.distinct(), required=False)
    return cast("Person | None", _clean(field, key))


def _clean(field: "forms.ModelChoiceField[Any]", key: str) -> object:
    try:
        return field.clean(key) if key else None
    except forms.ValidationError:
        return None


def _chips(filters: Filters, order: str) -> list[Chip]:
    labels = dict(Account.Status.choices)
    chips = [
        Chip(name="status", value=value, label=_said(gettext("Status"), labels[value]))
        for value in filters.statuses
    ]
    chips += [
        Chip(name="network", value=value, label=_said(gettext("Network"), network_label(value)))
        for value in filters.networks
    ]
    chips += [
        Chip(name="fault", value=code, label=_said(gettext("Fault"), BY_CODE[code].short))
        for code in filters.faults
    ]
    chips += [Chip(name="tag", value=tag, label=_said(gettext("Tag"), tag)) for tag in filters.tags]
    chips += _single_chips(filters)
    if order != DEFAULT_ORDER:
        chips.append(Chip(name="sort", label=_said(gettext("Sort"), ORDER_NAMES[order])))
    return chips


def _single_chips(filters: Filters) -> list[Chip]:
    chips = []
    if filters.unit is not None:
        chips.append(Chip(name="unit", label=_said(gettext("Unit"), filters.unit.label)))
    if filters.owner is not None:
        chips.append(Chip(name="holder", label=_said(gettext("Person"), filters.owner.name)))
    if filters.health:
        label = _said(gettext("Health"), STATE_NAMES[filters.health])
        chips.append(Chip(name="health", label=label))
    if filters.custody:
        label = _said(gettext("Custody"), CUSTODY_NAMES[filters.custody])
        chips.append(Chip(name="custody", label=label))
    if filters.search:
        chips.append(Chip(name="q", label=_said(gettext("Search"), filters.search)))
    return chips


def _said(what: str, value: object) -> str:
    return gettext("%(what)s: %(value)s") % {"what": what, "value": value}


class FilterForm(forms.Form):
    """Narrows the register; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Name, handle, person"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    fault = forms.ChoiceField(label=_("Fault"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    custody = forms.ChoiceField(
        label=_("Custody"), required=False, choices=[("", _("any")), *CUSTODY_NAMES.items()]
    )
    sort = forms.ChoiceField(label=_("Sort"), required=False)

    def __init__(self, data: QueryDict, *, offered: Choices, found: bool = False) -> None:
        super().__init__(data, auto_id="filter_%s")
        labels = dict(Account.Status.choices)
        self._offer("status", [(value, labels[value]) for value, _n in offered.statuses])
        self._offer("network", [(value, network_label(value)) for value, _n in offered.networks])
        self._offer("fault", [(fault.code, fault.title) for fault in FAULTS])
        self._offer("tag", [(tag, tag) for tag in offered.tags])
        sort = self.fields["sort"]
        if isinstance(sort, forms.ChoiceField):
            sort.choices = [
                ("" if name == DEFAULT_ORDER else name, words)
                for name, words in ORDER_NAMES.items()
            ]
        if not offered.tags:
            del self.fields["tag"]
        if found:
            del self.fields["fault"], self.fields["sort"], self.fields["custody"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("any")), *choices]
