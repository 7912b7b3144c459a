"""What is typed in a plan, a statement, or the directory."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.actions import ContactFacts, PlanFacts, StepFacts, Words
from gouvernail.crisis.actions.contacts import mark_of
from gouvernail.crisis.models import Contact, Plan, PlanStep, Statement
from gouvernail.crisis.models.plans import Channel, Kind, RoleInCrisis
from gouvernail.crisis.permissions import kept_plans, visible_contacts
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.forms.accounts import PersonField

LONG = 5_000
LISTS = ("signs", "ends", "after")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _paired(main: str, english: str) -> tuple[tuple[str, str], ...]:
    """Return lines of both languages side by side; the longer list decides how many."""
    left = [line.strip() for line in main.splitlines() if line.strip()]
    right = [line.strip() for line in english.splitlines() if line.strip()]
    most = max(len(left), len(right))
    left += [""] * (most - len(left))
    right += [""] * (most - len(right))
    return tuple(zip(left, right, strict=True))


def _offer_units(form: forms.Form, person: Person) -> None:
    """Offer the units whose plans and contacts `person` keeps, widest first; one is no choice."""
    units = Unit.objects.filter(scope(person, Right.RUN_INCIDENTS)).order_by("path")
    choices = [(str(unit.pk), unit.label) for unit in units]
    if len(choices) > 1:
        form.fields["unit"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
    else:
        del form.fields["unit"]


def _unit_id(said: Mapping[str, Any]) -> UUID | None:
    return UUID(said["unit"]) if said.get("unit") else None


class PlanForm(forms.Form):
    """What a plan says beside its steps; lists have one line each."""

    kind = forms.ChoiceField(label=_("Kind of crisis"), choices=lambda: list(Kind.choices))
    unit = forms.ChoiceField(label=pgettext_lazy("crisis plan", "For which unit"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=pgettext_lazy("crisis plan", "Title in French"), max_length=200)
    title_en = forms.CharField(
        label=pgettext_lazy("crisis plan", "Title in English"), max_length=200, required=False
    )
    summary = forms.CharField(
        label=_("What it is for, in French"), max_length=LONG, required=False, widget=_area(3)
    )
    summary_en = forms.CharField(
        label=_("What it is for, in English"), max_length=LONG, required=False, widget=_area(3)
    )
    signs = forms.CharField(
        label=_("Signs that open it, one a line, in French"), required=False, widget=_area(4)
    )
    signs_en = forms.CharField(label=_("The same in English"), required=False, widget=_area(4))
    ends = forms.CharField(
        label=_("When to end, one a line, in French"), required=False, widget=_area(3)
    )
    ends_en = forms.CharField(label=_("The same in English"), required=False, widget=_area(3))
    after = forms.CharField(
        label=_("What to look at afterwards, one a line, in French"),
        required=False,
        widget=_area(3),
    )
    after_en = forms.CharField(label=_("The same in English"), required=False, widget=_area(3))
    hours_1 = forms.IntegerField(
        label=_("Hours between reports at severity 1 (0: one at the end)"),
        min_value=0,
        max_value=24,
        initial=0,
    )
    hours_2 = forms.IntegerField(label=_("At severity 2"), min_value=0, max_value=24, initial=3)
    hours_3 = forms.IntegerField(label=_("At severity 3"), min_value=0, max_value=24, initial=2)
    hours_4 = forms.IntegerField(label=_("At severity 4"), min_value=0, max_value=24, initial=2)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        person: Person,
        plan: Plan | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        if plan is None:
            del self.fields["seen"]
            _offer_units(self, person)
            return
        del self.fields["kind"], self.fields["unit"]
        self.initial["seen"] = plan.edition
        for name in ("title", "title_en", "summary", "summary_en"):
            self.initial[name] = getattr(plan, name)
        for name in LISTS:
            kept = getattr(plan, name)
            self.initial[name] = "\n".join(one.get("fr", "") for one in kept)
            self.initial[f"{name}_en"] = "\n".join(one.get("en", "") for one in kept)
        for level, facts in plan.levels.items():
            self.initial[f"hours_{level}"] = facts.get("hours", 0)

    def unit_id(self) -> UUID | None:
        """Return the unit that was chosen, if there was a choice."""
        return _unit_id(self.cleaned_data)

    def facts(self) -> PlanFacts:
        """Return what was typed, ready for the action."""
        said = self.cleaned_data
        return PlanFacts(
            title=said["title"],
            title_en=said["title_en"],
            summary=said["summary"],
            summary_en=said["summary_en"],
            signs=_paired(said["signs"], said["signs_en"]),
            ends=_paired(said["ends"], said["ends_en"]),
            after=_paired(said["after"], said["after_en"]),
            report_hours={level: said[f"hours_{level}"] for level in range(1, 5)},
        )


class RoleForm(forms.Form):
    """Who holds a role of a plan, and who stands in."""

    role = forms.ChoiceField(
        label=pgettext_lazy("crisis plan", "Role"), choices=lambda: list(RoleInCrisis.choices)
    )
    holder = PersonField(label=pgettext_lazy("crisis plan", "Held by"))
    deputy = PersonField(label=pgettext_lazy("crisis plan", "Deputy"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for name in ("holder", "deputy"):
            cast("PersonField", self.fields[name]).viewer = person


class StepForm(forms.Form):
    """One step: by whom, within how long, what."""

    role = forms.ChoiceField(
        label=pgettext_lazy("crisis plan", "By whom"), choices=lambda: list(RoleInCrisis.choices)
    )
    minute = forms.IntegerField(label=_("Within (minutes)"), min_value=0, max_value=129_600)
    words = forms.CharField(label=_("What to do, in French"), max_length=LONG, widget=_area(2))
    words_en = forms.CharField(
        label=_("What to do, in English"), max_length=LONG, required=False, widget=_area(2)
    )
    on_card = forms.BooleanField(label=_("On the card of the first hour"), required=False)

    def __init__(self, *args: Any, step: PlanStep | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if step is not None:
            names = ("role", "minute", "words", "words_en", "on_card")
            self.initial = {name: getattr(step, name) for name in names}

    def facts(self) -> StepFacts:
        """Return what was typed, ready for the action."""
        return StepFacts(**self.cleaned_data)


class StatementForm(forms.Form):
    """A message approved in advance, for one channel."""

    slug = forms.CharField(
        label=_("Short name"), max_length=60, help_text=_("Such as first-short.")
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("crisis plan", "Channel"), choices=lambda: list(Channel.choices)
    )
    moment = forms.ChoiceField(
        label=pgettext_lazy("crisis plan", "Moment"),
        choices=lambda: list(Statement.Moment.choices),
    )
    text = forms.CharField(label=_("Words in French"), max_length=LONG, widget=_area(6))
    text_en = forms.CharField(
        label=_("Words in English"), max_length=LONG, required=False, widget=_area(6)
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, statement: Statement | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if statement is not None:
            names = ("slug", "channel", "moment", "text", "text_en")
            self.initial = {name: getattr(statement, name) for name in names}
            self.initial["seen"] = statement.digest

    def spoken(self) -> Words:
        """Return what was typed, ready for the action."""
        return Words(**{name: said for name, said in self.cleaned_data.items() if name != "seen"})


class DecisionForm(forms.Form):
    """A decision about a statement: the digest of what was read, and why."""

    digest = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=pgettext_lazy("statement", "Why"), required=False, max_length=500
    )


class ContactForm(forms.Form):
    """Somebody to call, how, and who when they do not answer."""

    unit = forms.ChoiceField(label=pgettext_lazy("directory", "Of which unit"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Who"), max_length=200)
    name_en = forms.CharField(label=_("Who, in English"), max_length=200, required=False)
    duty = forms.CharField(label=_("What for"), max_length=200, required=False)
    duty_en = forms.CharField(label=_("What for, in English"), max_length=200, required=False)
    person = PersonField(
        label=_("A person of the organisation"),
        help_text=_("They are told here too, and answer with one press."),
    )
    is_outside = forms.BooleanField(label=_("Outside the organisation"), required=False)
    channel = forms.ChoiceField(
        label=pgettext_lazy("directory", "First by"), choices=lambda: list(Contact.Way.choices)
    )
    phone = forms.CharField(
        label=pgettext_lazy("directory", "Phone"), max_length=60, required=False
    )
    phone_after_hours = forms.CharField(
        label=_("Phone, nights and week-ends"), max_length=60, required=False
    )
    email = forms.EmailField(label=pgettext_lazy("directory", "E-mail"), required=False)
    address = forms.URLField(
        label=_("Page or form"), max_length=300, required=False, assume_scheme="https"
    )
    note = forms.CharField(label=_("To know"), max_length=300, required=False)
    delay_minutes = forms.IntegerField(
        label=_("Call somebody else after (minutes)"), min_value=1, max_value=1440, initial=15
    )
    backup = forms.ModelChoiceField(
        label=_("Who is called instead"), queryset=Contact.objects.none(), required=False
    )
    plans = forms.ModelMultipleChoiceField(
        label=_("Plans that call them"),
        queryset=Plan.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        viewer: Person,
        contact: Contact | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).viewer = viewer
        contacts = visible_contacts(viewer)
        if contact is not None:
            contacts = contacts.exclude(pk=contact.pk)
        self.fields["backup"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["plans"].queryset = kept_plans(viewer)  # type: ignore[attr-defined]
        if contact is None:
            del self.fields["seen"]
            _offer_units(self, viewer)
            return
        del self.fields["unit"]
        for name in self.fields:
            if name not in {"plans", "seen"}:
                self.initial[name] = getattr(contact, name)
        self.initial["plans"] = list(contact.plans.values_list("plan_id", flat=True))
        self.initial["seen"] = mark_of(contact)

    def facts(self) -> ContactFacts:
        """Return what was typed, ready for the action."""
        said = dict(self.cleaned_data)
        person, backup, plans = said.pop("person"), said.pop("backup"), said.pop("plans")
        unit_id = _unit_id(said)
        for name in ("unit", "seen"):
            said.pop(name, None)
        return ContactFacts(
            **said,
            unit_id=unit_id,
            person_id=person.pk if person else None,
            backup_id=backup.pk if backup else None,
            plan_ids=tuple(plan.pk for plan in plans),
        )
