"""One form for each section of the charter."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.charter.models import (
    Document,
    Line,
    Objective,
    PerimeterLine,
    Risk,
    Stakeholder,
    Variant,
)
from gouvernail.charter.models.scope import Level
from gouvernail.charter.permissions import charter_lines
from gouvernail.charter.queries.facts import FACTS, LineFacts
from gouvernail.charter.queries.risks import IMPACTS, LIKELIHOODS
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import Right
from gouvernail.people.queries import colleagues, unit_choices
from gouvernail.people.queries.zones import zone_names

OFFERED = 300
REFERENCES = frozenset({"unit_id", "person_id", "owner_id"})
BESIDE = frozenset(
    {
        *(("interest", "influence"), ("likelihood", "impact"), ("owner", "treatment")),
        *(("review_on", "status"), ("due_on", "status"), ("role", "person"), ("nature", "address")),
        *(("by_time", "time_zone"), ("country", "sector")),
    }
)
WEEK = (
    *((0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday"))),
    *((4, _("Friday")), (5, _("Saturday")), (6, _("Sunday"))),
)
Choices = list[tuple[str, str | Promise]]


def _area(label: Any) -> forms.CharField:  # noqa: ANN401 - words, lazy
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=2000, widget=widget)


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LineForm(forms.Form):
    """What every line asks; `section` says which facts it makes."""

    section = ""
    title = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    text = _area(_("Text"))
    text_en = _area(_("Text in English"))

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        *,
        viewer: Person,
        line: Line | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=(initial or {}) | (self._said(line) if line else {}))
        self._offer(viewer, line)

    def _said(self, line: Line) -> dict[str, Any]:
        values = {}
        for each in fields(FACTS[self.section]):
            value = getattr(line, each.name)
            name = each.name.removesuffix("_id") if each.name in REFERENCES else each.name
            values[name] = str(value) if isinstance(value, UUID) else value
        return values

    def _offer(self, viewer: Person, line: Line | None) -> None:
        if "unit" in self.fields:
            units: Choices = [*unit_choices(viewer, Right.EDIT_UNIT_CHARTER)]
            self._choose("unit", _with(units, getattr(line, "unit", None)))
        for name in ("person", "owner"):
            if name in self.fields:
                people: Choices = [(str(one.pk), one.name) for one in colleagues(viewer)[:OFFERED]]
                people = _with(people, getattr(line, name, None))
                self._choose(name, [("", _("nobody in particular")), *people])

    def _choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields as they are laid out: those that belong together side by side."""
        rows: list[list[forms.BoundField]] = []
        for name in self.fields:
            before = rows[-1][-1].name if rows else ""
            if name == f"{before}_en" or (before, name) in BESIDE:
                rows[-1].append(self[name])
            else:
                rows.append([self[name]])
        return rows

    def facts(self) -> LineFacts:
        """Return the answers as the action takes them."""
        values: dict[str, Any] = {}
        for each in fields(FACTS[self.section]):
            if each.name in REFERENCES:
                chosen = self.cleaned_data[each.name.removesuffix("_id")]
                values[each.name] = UUID(chosen) if chosen else None
            else:
                given = self.cleaned_data[each.name]
                values[each.name] = tuple(given) if isinstance(given, list) else given
        return FACTS[self.section](**values)


def _with(choices: Choices, kept: Unit | Person | None) -> Choices:
    """Return the choices with the one that stands, whoever edits the rest."""
    if kept is None or str(kept.pk) in {key for key, _label in choices}:
        return choices
    return [(str(kept.pk), str(kept)), *choices]


class ChannelForm(LineForm):
    """A channel and whether it is covered."""

    section = "channels"
    title = forms.CharField(
        label=_("Channel"),
        max_length=160,
        help_text=_("LinkedIn, the internal network, messages of customers…"),
    )
    title_en = forms.CharField(label=_("Channel, in English"), max_length=160, required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    coverage = forms.ChoiceField(
        label=_("Does the model cover it?"),
        choices=PerimeterLine.Coverage,
        widget=forms.RadioSelect,
        initial="covered",
    )
    community = forms.ChoiceField(
        label=_("Whose community?"),
        choices=PerimeterLine.Community,
        widget=forms.RadioSelect,
        initial="external",
    )
    text = _area(_("What exactly, and why"))
    text_en = _area(_("The same in English"))

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        named = sorted((info.name, slug) for slug, info in NETWORKS.items())
        choices = [(slug, name) for name, slug in named]
        self._choose("network", [("", _("none of these")), *choices])


class DocumentForm(LineForm):
    """A document and the channels it binds."""

    section = "documents"
    title = forms.CharField(label=_("Document"), max_length=160)
    title_en = forms.CharField(label=_("Document, in English"), max_length=160, required=False)
    nature = forms.ChoiceField(label=_("What it is"), choices=Document.Nature)
    address = forms.CharField(
        label=_("Where it is read"),
        max_length=400,
        help_text=_("A page of this site, such as /policies/charter/, or an address (https://…)."),
    )
    channels = forms.MultipleChoiceField(
        label=_("The channels it binds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: it binds every channel."),
    )
    text = _area(_("In one sentence"))
    text_en = _area(_("The same in English"))

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self._choose("channels", [(str(one.pk), one.label) for one in charter_lines("channels")])


class StakeholderForm(LineForm):
    """Who is told what, and when."""

    section = "stakeholders"
    title = forms.CharField(
        label=_("Who"),
        max_length=160,
        help_text=_("A body, a function: the board, staff representatives, an agency…"),
    )
    title_en = forms.CharField(label=_("Who, in English"), max_length=160, required=False)
    person = forms.ChoiceField(label=_("Person to speak to"), required=False)
    interest = forms.TypedChoiceField(
        label=_("Interest"), choices=Level.choices, coerce=int, initial=2
    )
    influence = forms.TypedChoiceField(
        label=_("Influence"), choices=Level.choices, coerce=int, initial=2
    )
    text = _area(_("What they are told"))
    text_en = _area(_("The same in English"))
    rhythm = forms.ChoiceField(
        label=_("When"), choices=Stakeholder.Rhythm, initial=Stakeholder.Rhythm.QUARTERLY
    )


class GroupForm(LineForm):
    """A group that may take part."""

    section = "groups"
    title = forms.CharField(label=_("Group"), max_length=160)
    title_en = forms.CharField(label=_("Group, in English"), max_length=160, required=False)
    text = _area(_("What its members may do"))
    text_en = _area(_("The same in English"))


class VariantForm(LineForm):
    """What differs in a country or a sector."""

    section = "variants"
    title = forms.CharField(label=_("What differs here"), max_length=160)
    title_en = forms.CharField(label=_("The same in English"), max_length=160, required=False)
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as FR or CA."),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=[("", _("every sector")), *Variant.Sector.choices],
    )
    text = _area(_("Why"))
    text_en = _area(_("Why, in English"))
    legal_base = forms.CharField(
        label=_("On which legal base"),
        max_length=300,
        help_text=_("The law and its article, the regulator’s rule, the contract."),
    )


class StrategyForm(LineForm):
    """How the rules serve the strategy."""

    section = "strategy"
    title = forms.CharField(label=_("What the brand or marketing strategy wants"), max_length=160)
    title_en = forms.CharField(label=_("The same in English"), max_length=160, required=False)
    text = _area(_("What the rules do for it"))
    text_en = _area(_("What the rules do, in English"))
    rule_ref = forms.CharField(
        label=_("Rule or clause"),
        max_length=120,
        required=False,
        help_text=_("As it is cited: charter#5.2, advertising/health-claims."),
    )


class ObjectiveForm(LineForm):
    """What a unit wants to reach."""

    section = "objectives"
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Objective"), max_length=160)
    title_en = forms.CharField(label=_("Objective, in English"), max_length=160, required=False)
    text = _area(_("Why it matters"))
    text_en = _area(_("Why, in English"))
    rule_ref = forms.CharField(
        label=_("The rule or clause it rests on"),
        max_length=120,
        required=False,
        help_text=_("As it is cited: charter#5.2, advertising/health-claims."),
    )
    indicator = forms.CharField(label=_("Indicator"), max_length=160, required=False)
    indicator_en = forms.CharField(label=_("Indicator, in English"), max_length=160, required=False)
    target = forms.CharField(
        label=_("Target"), max_length=80, required=False, help_text=_("90%, under 4 hours, zero…")
    )
    due_on = forms.DateField(label=_("By"), required=False, widget=_day())
    status = forms.ChoiceField(
        label=pgettext_lazy("objective", "State"), choices=Objective.Status, initial="open"
    )


class RiskForm(LineForm):
    """A risk, its level, and what is done about it."""

    section = "risks"
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Risk"), max_length=160)
    title_en = forms.CharField(label=_("Risk, in English"), max_length=160, required=False)
    text = _area(_("What could happen, and how"))
    text_en = _area(_("The same in English"))
    category = forms.ChoiceField(
        label=pgettext_lazy("risk", "Class"), choices=Risk.Category, widget=forms.RadioSelect
    )
    likelihood = forms.TypedChoiceField(label=_("Likelihood"), coerce=int, initial=3)
    impact = forms.TypedChoiceField(label=_("Impact"), coerce=int, initial=3)
    owner = forms.ChoiceField(label=pgettext_lazy("risk", "Owner"), required=False)
    treatment = forms.ChoiceField(
        label=_("Treatment"), choices=Risk.Treatment.choices, required=False
    )
    measure = _area(_("What is done about it"))
    measure_en = _area(_("What is done, in English"))
    review_on = forms.DateField(label=_("To be reviewed on"), required=False, widget=_day())
    status = forms.ChoiceField(
        label=pgettext_lazy("risk", "State"), choices=Risk.Status, initial="open"
    )

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self._choose("likelihood", [(n, f"{n} · {said}") for n, said in LIKELIHOODS.items()])
        self._choose("impact", [(n, f"{n} · {said}") for n, said in IMPACTS.items()])


class DutyForm(LineForm):
    """What is done each day, by whom, by when."""

    section = "duties"
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("What is to be done"), max_length=160)
    title_en = forms.CharField(label=_("The same in English"), max_length=160, required=False)
    text = _area(_("How"))
    text_en = _area(_("How, in English"))
    role = forms.ChoiceField(label=_("By those who are"), required=False)
    person = forms.ChoiceField(label=_("Or by one person"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        choices=WEEK,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=[0, 1, 2, 3, 4],
    )
    by_time = forms.TimeField(
        label=_("By"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    address = forms.CharField(
        label=_("Page where it is done"),
        max_length=200,
        required=False,
        help_text=_("A page of this site, such as /reviews/."),
    )

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        roles = [choice for choice in Role.choices if choice[0] != Role.EMPLOYEE]
        self._choose("role", [("", _("one person, named beside")), *roles])
        zones = [(zone, zone.replace("_", " ")) for zone in zone_names()]
        self._choose("time_zone", [("", _("that of the unit")), *zones])


FORMS: dict[str, type[LineForm]] = {
    one.section: one
    for one in (
        *(ChannelForm, DocumentForm, StakeholderForm, GroupForm, VariantForm),
        *(StrategyForm, ObjectiveForm, RiskForm, DutyForm),
    )
}
