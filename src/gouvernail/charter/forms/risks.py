"""The address of a narrowed register of risks, read and shown back."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import Risk
from gouvernail.charter.models.risks import STEPS
from gouvernail.charter.queries.risks import BANDS, DEFAULT_ORDER, FAULTS, ORDERS, RisksAsked
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, visible_units
from gouvernail.people.queries import unit_choices

ORDER_NAMES: dict[str, str | Promise] = {
    "level": _("the highest first"),
    "review": pgettext_lazy("risk", "the next review first"),
    "title": _("by title"),
}
DUE_NAMES: dict[str, str | Promise] = {
    "overdue": _("review overdue"),
    "soon": _("review within a week"),
}
LACK_NAMES: dict[str, str | Promise] = {
    "owner": _("no owner"),
    "treatment": _("nothing decided"),
    "review": _("no review date"),
    "proposed": _("from the starter, to confirm"),
}
BAND_NAMES: dict[str, str | Promise] = {
    "stop": pgettext_lazy("risk", "high"),
    "warn": pgettext_lazy("risk", "medium"),
    "ok": pgettext_lazy("risk", "low"),
}
STATE_NAMES: dict[str, str | Promise] = {"all": _("all, closed ones too")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskChip:
    """One filter in force."""

    name: str
    label: str


def risks_asked_of(query: QueryDict, *, viewer: Person) -> RisksAsked:
    """Return what the address asks; what it names and does not exist is left out.

    One query for a unit, if it names one.
    """
    unit = query.get("unit", "")
    order = query.get("sort", "")
    return RisksAsked(
        search=query.get("q", "").strip()[:200],
        category=_known(query, "class", Risk.Category.values),
        state=_known(query, "state", (*Risk.Status.values, "all")),
        unit=visible_units(viewer).filter(pk=unit).first() if is_uuid(unit) else None,
        likelihood=_step(query, "likelihood"),
        impact=_step(query, "impact"),
        band=_known(query, "level", BANDS),
        due=_known(query, "due", DUE_NAMES),
        lacks=_known(query, "lacks", FAULTS),
        order=order if order in ORDERS else DEFAULT_ORDER,
    )


def _known(query: QueryDict, name: str, among: Container[str]) -> str:
    value = query.get(name, "")
    return value if value in among else ""


def _step(query: QueryDict, name: str) -> int:
    value = query.get(name, "")
    return int(value) if value in {str(step) for step in STEPS} else 0


def chips_of(asked: RisksAsked) -> list[RiskChip]:
    """Return the filters in force, as chips. No query."""
    states = dict(Risk.Status.choices) | STATE_NAMES
    found: list[tuple[str, str | Promise, object]] = [
        ("q", _("Search"), asked.search),
        ("class", pgettext_lazy("risk", "Class"), _label(Risk.Category.choices, asked.category)),
        ("state", pgettext_lazy("risk", "State"), states.get(asked.state, "")),
        ("unit", _("Unit"), asked.unit.label if asked.unit else ""),
        ("level", pgettext_lazy("risk", "Level"), BAND_NAMES.get(asked.band, "")),
        ("likelihood", _("Likelihood"), asked.likelihood or ""),
        ("impact", _("Impact"), asked.impact or ""),
        ("due", pgettext_lazy("risk", "Review"), DUE_NAMES.get(asked.due, "")),
        ("lacks", _("Missing"), LACK_NAMES.get(asked.lacks, "")),
        ("sort", _("Sort"), ORDER_NAMES[asked.order] if asked.order != DEFAULT_ORDER else ""),
    ]
    words = gettext("%(what)s: %(value)s")
    return [
        RiskChip(name=name, label=words % {"what": what, "value": value})
        for name, what, value in found
        if value
    ]


def _label(choices: Iterable[tuple[str, str | Promise]], value: str) -> str:
    return str(dict(choices).get(value, ""))


class RiskFilterForm(forms.Form):
    """Narrows the register; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Words, owner"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("risk", "State"), required=False)
    level = forms.ChoiceField(label=pgettext_lazy("risk", "Level"), required=False)
    due = forms.ChoiceField(label=pgettext_lazy("risk", "Review"), required=False)
    lacks = forms.ChoiceField(label=_("Missing"), required=False)
    sort = forms.ChoiceField(label=_("Sort"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["class"] = forms.ChoiceField(
            label=pgettext_lazy("risk", "Class"), required=False
        )
        self.order_fields(("q", "class", "unit", "state", "level", "due", "lacks", "sort"))
        self._offer("class", Risk.Category.choices)
        self._offer("unit", unit_choices(viewer, Right.SEE_UNIT))
        self._offer("state", [*Risk.Status.choices, *STATE_NAMES.items()], _("not closed"))
        self._offer("level", list(BAND_NAMES.items()))
        self._offer("due", list(DUE_NAMES.items()))
        self._offer("lacks", list(LACK_NAMES.items()))
        names = [pair for pair in ORDER_NAMES.items() if pair[0] != DEFAULT_ORDER]
        self._offer("sort", names, ORDER_NAMES[DEFAULT_ORDER])

    def _offer(
        self, name: str, choices: Iterable[tuple[str, str | Promise]], usual: object = ""
    ) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", usual or _("any")), *choices]
