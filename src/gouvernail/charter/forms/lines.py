"""One form for each section of the charter."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.charter.forms.line import LineForm, ModelLineForm, area, day_input
from gouvernail.charter.models import (
    Community,
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
from gouvernail.charter.queries.networks import network_choices
from gouvernail.charter.queries.risks import IMPACTS, LIKELIHOODS
from gouvernail.people.models import Person, Role
from gouvernail.people.queries.zones import zone_names

WEEK = (
    *((0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday"))),
    *((4, _("Friday")), (5, _("Saturday")), (6, _("Sunday"))),
)


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
        choices=Community,
        widget=forms.RadioSelect,
        initial="external",
    )
    text = area(_("What exactly, and why"))
    text_en = area(_("The same in English"))

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self.choose("network", [("", _("none of these")), *network_choices()])


class DocumentForm(ModelLineForm):
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
    text = area(_("In one sentence"))
    text_en = area(_("The same in English"))

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self.choose("channels", [(str(one.pk), one.label) for one in charter_lines("channels")])


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
    text = area(_("What they are told"))
    text_en = area(_("The same in English"))
    rhythm = forms.ChoiceField(
        label=_("When"), choices=Stakeholder.Rhythm, initial=Stakeholder.Rhythm.QUARTERLY
    )


class GroupForm(ModelLineForm):
    """A group that may take part."""

    section = "groups"
    title = forms.CharField(label=_("Group"), max_length=160)
    title_en = forms.CharField(label=_("Group, in English"), max_length=160, required=False)
    text = area(_("What its members may do"))
    text_en = area(_("The same in English"))


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
    text = area(_("Why"))
    text_en = area(_("Why, in English"))
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
    text = area(_("What the rules do for it"))
    text_en = area(_("What the rules do, in English"))
    rule_ref = forms.ChoiceField(label=_("Rule or clause"), required=False)

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self.offer_rules(viewer, getattr(line, "rule_ref", ""))


class ObjectiveForm(ModelLineForm):
    """What a unit wants to reach."""

    section = "objectives"
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Objective"), max_length=160)
    title_en = forms.CharField(label=_("Objective, in English"), max_length=160, required=False)
    text = area(_("Why it matters"))
    text_en = area(_("Why, in English"))
    rule_ref = forms.ChoiceField(label=_("The rule or clause it rests on"), required=False)
    indicator = forms.CharField(label=_("Indicator"), max_length=160, required=False)
    indicator_en = forms.CharField(label=_("Indicator, in English"), max_length=160, required=False)
    target = forms.CharField(
        label=_("Target"), max_length=80, required=False, help_text=_("90%, under 4 hours, zero…")
    )
    due_on = forms.DateField(label=_("By"), required=False, widget=day_input())
    status = forms.ChoiceField(
        label=pgettext_lazy("objective", "State"), choices=Objective.Status, initial="open"
    )

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self.offer_rules(viewer, getattr(line, "rule_ref", ""))


class RiskForm(ModelLineForm):
    """A risk, its level, and what is done about it."""

    section = "risks"
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Risk"), max_length=160)
    title_en = forms.CharField(label=_("Risk, in English"), max_length=160, required=False)
    text = area(_("What could happen, and how"))
    text_en = area(_("The same in English"))
    category = forms.ChoiceField(
        label=pgettext_lazy("risk", "Class"), choices=Risk.Category, widget=forms.RadioSelect
    )
    likelihood = forms.TypedChoiceField(label=_("Likelihood"), coerce=int, initial=3)
    impact = forms.TypedChoiceField(label=_("Impact"), coerce=int, initial=3)
    owner = forms.ChoiceField(label=pgettext_lazy("risk", "Owner"), required=False)
    treatment = forms.ChoiceField(
        label=_("Treatment"), choices=Risk.Treatment.choices, required=False
    )
    measure = area(_("What is done about it"))
    measure_en = area(_("What is done, in English"))
    review_on = forms.DateField(label=_("To be reviewed on"), required=False, widget=day_input())
    status = forms.ChoiceField(
        label=pgettext_lazy("risk", "State"), choices=Risk.Status, initial="open"
    )

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        self.choose("likelihood", [(n, f"{n} · {said}") for n, said in LIKELIHOODS.items()])
        self.choose("impact", [(n, f"{n} · {said}") for n, said in IMPACTS.items()])


class DutyForm(ModelLineForm):
    """What is done each day, by whom, by when."""

    section = "duties"
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("What is to be done"), max_length=160)
    title_en = forms.CharField(label=_("The same in English"), max_length=160, required=False)
    text = area(_("How"))
    text_en = area(_("How, in English"))
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
        self.choose("role", [("", _("one person, named beside")), *roles])
        zones = [(zone, zone.replace("_", " ")) for zone in zone_names()]
        self.choose("time_zone", [("", _("that of the unit")), *zones])


FORMS: dict[str, type[LineForm]] = {
    one.section: one
    for one in (
        *(ChannelForm, DocumentForm, StakeholderForm, GroupForm, VariantForm),
        *(StrategyForm, ObjectiveForm, RiskForm, DutyForm),
    )
}
