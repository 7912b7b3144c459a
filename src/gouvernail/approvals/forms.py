"""What people answer about the ways to an agreement."""

from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.approvals.actions import RouteChoices, StepChoice
from gouvernail.approvals.models import Mode, Origin, Route
from gouvernail.charter.queries.networks import network_choices
from gouvernail.people.models import Person, Seat
from gouvernail.people.permissions import Right, may_overall
from gouvernail.people.queries import unit_choices

MAX_STEPS = 5
BLANK_STEPS = 1
PRACTICE = "practice"


def network_names() -> list[tuple[str, str]]:
    """Return the networks a route may be for, by name, the practice network last."""
    named = [one for one in network_choices() if one[0] != PRACTICE]
    return [*named, (PRACTICE, gettext("Practice network"))]


KINDS = (
    ("draft", _("Posts")),
    ("opening", _("Requests for a new account")),
    ("reply", _("Answers to comments")),
)


class RouteForm(forms.Form):
    """A route's name and when it is taken."""

    subject_kind = forms.ChoiceField(label=_("What goes this way"), choices=KINDS, required=False)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    is_default = forms.BooleanField(
        label=_("The usual route: taken when no other applies"), required=False
    )
    unit = forms.ChoiceField(label=_("Only for this unit and what stands below it"), required=False)
    networks = forms.MultipleChoiceField(
        label=_("Only for these networks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every network."),
    )
    tags = forms.CharField(
        label=_("Only for these tags"),
        required=False,
        max_length=400,
        help_text=_("Separated by commas: prices, health."),
    )
    origins = forms.MultipleChoiceField(
        label=_("Only when a machine had a hand in it"),
        required=False,
        choices=Origin.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: whoever or whatever wrote it."),
    )
    seats_asked = forms.MultipleChoiceField(
        label=_("Only when the rules ask for one of these"),
        required=False,
        choices=Seat.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=-999,
        max_value=999,
        initial=0,
        help_text=_(
            "When several routes of one unit apply, the highest one is taken. A unit’s route adds "
            "to those above it, and never takes one of their seats away."
        ),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        viewer: Person,
        route: Route | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        if route is not None:
            kwargs["initial"] = initial_of(route)
        super().__init__(*args, **kwargs)
        every = [("", gettext("every unit"))] if may_overall(viewer, Right.EDIT_ROUTES) else []
        units = [*every, *unit_choices(viewer, Right.EDIT_ROUTES)]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["networks"].choices = network_names()  # type: ignore[attr-defined]  # likewise

    def choices(self, steps: tuple[StepChoice, ...]) -> RouteChoices:
        """Return the answers, with their steps, as the action takes them."""
        data = self.cleaned_data
        tags = [tag.strip().lstrip("#") for tag in data["tags"].split(",")]
        return RouteChoices(
            name=data["name"],
            name_en=data["name_en"],
            steps=steps,
            unit_id=UUID(data["unit"]) if data["unit"] else None,
            networks=tuple(data["networks"]),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            origins=tuple(data["origins"]),
            seats_asked=tuple(data["seats_asked"]),
            priority=data["priority"],
            is_default=data["is_default"],
            subject_kind=data["subject_kind"] or KINDS[0][0],
        )


def initial_of(route: Route) -> dict[str, object]:
    """Return a route as the form shows it."""
    return {
        "subject_kind": route.subject_kind,
        "name": route.name,
        "name_en": route.name_en,
        "is_default": route.is_default,
        "unit": str(route.unit_id or ""),
        "networks": route.networks,
        "tags": ", ".join(route.tags),
        "origins": route.origins,
        "seats_asked": route.seats_asked,
        "priority": route.priority,
    }


class StepForm(forms.Form):
    """One step; without a seat it is left out."""

    seats = forms.MultipleChoiceField(
        label=_("Who decides"),
        choices=Seat.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(label=_("How many of them"), choices=Mode.choices, initial=Mode.ANY)
    hours = forms.IntegerField(
        label=_("Hours to decide"), min_value=1, max_value=24 * 60, initial=24
    )
    guests = forms.BooleanField(
        label=_("A guest from outside may be invited to this step"),
        required=False,
        help_text=_("A lawyer, an agency: by a link of their own, and never alone."),
    )


StepForms = formset_factory(StepForm, extra=BLANK_STEPS, max_num=MAX_STEPS, validate_max=True)


def step_forms(data: Any, *, route: Route | None) -> BaseFormSet[StepForm]:  # noqa: ANN401 - a QueryDict
    """Return one form for each step of a route and a blank one, or those that were sent."""
    initial: list[dict[str, object]] = []
    if route is not None:
        initial = [
            {
                "seats": step.seats,
                "mode": step.mode,
                "hours": step.hours,
                "guests": step.guests,
            }
            for step in route.steps.all()
        ]
    return StepForms(data, initial=initial, prefix="steps")


def steps_of(forms_sent: BaseFormSet[StepForm]) -> tuple[StepChoice, ...]:
    """Return the steps that name a seat, in order."""
    return tuple(
        StepChoice(
            seats=tuple(form.cleaned_data["seats"]),
            mode=form.cleaned_data["mode"],
            hours=form.cleaned_data["hours"],
            guests=form.cleaned_data["guests"],
        )
        for form in forms_sent
        if form.cleaned_data.get("seats")
    )


class TryForm(forms.Form):
    """A post that could be, to see which way it would take; sent by GET."""

    try_unit = forms.ChoiceField(label=_("A post of"))
    try_network = forms.ChoiceField(label=_("on"))
    try_tag = forms.CharField(label=_("with the tag"), required=False, max_length=60)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        units = unit_choices(viewer, Right.SEE_CONTENT)
        self.fields["try_unit"].choices = units  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["try_network"].choices = network_names()  # type: ignore[attr-defined]  # likewise
