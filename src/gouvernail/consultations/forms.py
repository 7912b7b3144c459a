"""What is typed about a consultation, and the addresses of its narrowed lists."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.consultations.actions import NewRemark, Said, Window
from gouvernail.consultations.actions.remarks import LONGEST
from gouvernail.consultations.models import Mark, Remark, RemarkAnswer, Terms
from gouvernail.consultations.queries.desk import STATES, Filters
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import visible_people, visible_units
from gouvernail.people.queries.zones import zone_names

USUAL_DAYS = 14


def _day(**attributes: Any) -> forms.DateInput:  # noqa: ANN401 - attributes of an input
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


class WindowForm(forms.Form):
    """From when to when, whom it asks and how."""

    opens_on = forms.DateField(label=_("First day"), widget=_day())
    closes_on = forms.DateField(
        label=_("Last day"), widget=_day(), help_text=_("Until the end of that day.")
    )
    zone = forms.ChoiceField(label=pgettext_lazy("consultation", "Time zone"))
    purpose = forms.CharField(
        label=_("Why you ask, and what is still open"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People read it before the text. Say what is decided already, too."),
    )
    purpose_en = forms.CharField(
        label=_("The same in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    takes_questions = forms.BooleanField(label=_("Take questions"), required=False, initial=True)
    takes_marks = forms.BooleanField(
        label=_("Let people mark a clause: “I agree”, “I have a concern”"),
        required=False,
        initial=True,
    )
    shows_remarks = forms.BooleanField(
        label=_("Let everyone asked read what others say"), required=False, initial=True
    )
    is_anonymous = forms.BooleanField(
        label=_("Keep no name"),
        required=False,
        help_text=_(
            "Nobody’s name is kept, for anybody. It cannot be changed once the window opens, and at"
            " least ten people are asked."
        ),
    )
    only_units = forms.ModelMultipleChoiceField(
        label=_("Ask only these units, and those below them"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Nothing chosen: everyone the policy binds."),
    )
    only_roles = forms.MultipleChoiceField(
        label=_("Ask only who holds one of these roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    only_people = forms.ModelMultipleChoiceField(
        label=_("Ask only these people"), queryset=Person.objects.none(), required=False
    )
    also_units = forms.ModelMultipleChoiceField(
        label=_("Ask these units too"), queryset=Unit.objects.none(), required=False
    )
    also_roles = forms.MultipleChoiceField(
        label=_("Ask who holds one of these roles, too"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    also_people = forms.ModelMultipleChoiceField(
        label=_("Ask these people too"), queryset=Person.objects.none(), required=False
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        viewer: Person,
        terms: Terms,
        today: date,
        zone: str,
    ) -> None:
        last = today + timedelta(days=max(USUAL_DAYS, terms.minimum_days) - 1)
        super().__init__(data, initial={"opens_on": today, "closes_on": last, "zone": zone})
        zones = zone_names() if zone in zone_names() else (zone, *zone_names())
        self.fields["zone"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one, one.replace("_", " ")) for one in zones
        ]
        units = visible_units(viewer).order_by("path")
        people = visible_people(viewer).filter(is_active=True).order_by(Plain("name"))
        for name in ("only_units", "also_units"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]  # of rows
        for name in ("only_people", "also_people"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # likewise
        if not terms.allows_anonymous:
            del self.fields["is_anonymous"]

    def window(self) -> Window:
        """Return the answers as the action takes them."""
        said = self.cleaned_data
        return Window(
            opens_on=said["opens_on"],
            closes_on=said["closes_on"],
            zone=said["zone"],
            purpose=said["purpose"],
            purpose_en=said["purpose_en"],
            is_anonymous=said.get("is_anonymous", False),
            takes_questions=said["takes_questions"],
            takes_marks=said["takes_marks"],
            shows_remarks=said["shows_remarks"],
            only_unit_ids=[one.pk for one in said["only_units"]],
            only_roles=said["only_roles"],
            only_person_ids=[one.pk for one in said["only_people"]],
            also_unit_ids=[one.pk for one in said["also_units"]],
            also_roles=said["also_roles"],
            also_person_ids=[one.pk for one in said["also_people"]],
        )


class MoveForm(forms.Form):
    """Another last day, and why."""

    closes_on = forms.DateField(
        label=_("Last day"), widget=_day(), help_text=_("A day before today ends it now.")
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        error_messages={"required": _("Say why, in a few words: people read it.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everyone asked reads it."),
    )


class EndForm(MoveForm):
    """Why it ends now: nobody types the day."""

    closes_on = forms.DateField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    """Why it will not be held."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        error_messages={"required": _("Say why, in a few words: people read it.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RemarkForm(forms.Form):
    """A remark or a question, about one clause or about the whole."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    anchor = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you think of it?"),
        max_length=LONGEST,
        error_messages={"required": _("Say it in a few words.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=_("It is"),
        choices=Remark.Kind,
        initial=Remark.Kind.COMMENT,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        questions: bool,
        place: str = "",
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"{place or 'remark'}_%s")
        if not questions:
            del self.fields["kind"]

    def new_remark(self) -> NewRemark:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        return NewRemark(
            key=said["key"],
            text=said["text"],
            anchor=said["anchor"],
            kind=said.get("kind", Remark.Kind.COMMENT),
        )


class TextForm(forms.Form):
    """Other words for a remark."""

    text = forms.CharField(
        label=_("Your remark"),
        max_length=LONGEST,
        error_messages={"required": _("Say it in a few words.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class MarkForm(forms.Form):
    """Agreement or concern about a clause."""

    anchor = forms.CharField(max_length=20, required=False)
    value = forms.ChoiceField(choices=Mark.Value)


class CodeForm(forms.Form):
    """The code that was shown when a remark without a name was sent."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChosenForm(forms.Form):
    """The remarks ticked on the desk of a consultation."""

    consultation = forms.UUIDField(required=False)
    remarks = forms.MultipleChoiceField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        sent = [one for one in data.getlist("remarks") if is_uuid(one)]
        self.fields["remarks"].choices = [  # type: ignore[attr-defined]  # a choice field
            (one, one) for one in sent
        ]


class AnswerForm(forms.Form):
    """What came of the remarks chosen."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("remark", "What came of it"),
        choices=RemarkAnswer.Outcome,
        widget=forms.RadioSelect,
    )
    anchor = forms.ChoiceField(label=_("Clause that changed"), required=False)
    words = forms.CharField(
        label=pgettext_lazy("remark", "Your answer"),
        max_length=LONGEST,
        error_messages={"required": _("Say it in a few words: its author reads them.")},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its author reads it, and so does everyone in the summary."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        clauses: list[tuple[str, str]],
        prefix: str = "answer",
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{prefix}_%s", initial=initial)
        if clauses:
            self.fields["anchor"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
                ("", pgettext_lazy("clause", "none")),
                *clauses,
            ]
        else:
            del self.fields["anchor"]

    def said(self) -> Said:
        """Return the answer, ready for the action."""
        told = self.cleaned_data
        return Said(
            outcome=told["outcome"], words=told["words"], anchor=told.get("anchor", "") or ""
        )


class GroupForm(forms.Form):
    """What the remarks chosen have in common."""

    label = forms.CharField(label=_("What they have in common"), max_length=120, required=False)


class TermsForm(forms.Form):
    """What the charter says of consultations."""

    allows_anonymous = forms.BooleanField(
        label=_("Consultations may keep no name"),
        required=False,
        help_text=_("Each consultation then says whether it does."),
    )
    minimum_days = forms.IntegerField(
        label=_("Days people have at least"), min_value=1, max_value=120
    )


class FilterForm(forms.Form):
    """Narrows the desk; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    state = forms.ChoiceField(label=pgettext_lazy("remark", "State"), required=False)
    place = forms.ChoiceField(label=_("Clause"), required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("remark", "Kind"), required=False)

    def __init__(self, data: QueryDict, *, clauses: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="filter_%s")
        states = [(one, label_of_state(one)) for one in STATES]
        choices = {"state": states, "place": clauses, "kind": Remark.Kind.choices}
        for name, found in choices.items():
            self.fields[name].choices = [  # type: ignore[attr-defined]  # a ChoiceField
                ("", pgettext_lazy("remark", "any")),
                *found,
            ]


def label_of_state(state: str) -> Any:  # noqa: ANN401 - a lazy string
    """Return how a state of a remark is said."""
    return {
        "waiting": pgettext_lazy("remark", "waits for an answer"),
        "grouped": pgettext_lazy("remark", "in a group that waits"),
        **dict(RemarkAnswer.Outcome.choices),
    }[state]


def filters_of(query: QueryDict) -> Filters:
    """Return what the address asks; what it names and does not exist is left out."""
    state, kind, group = (str(query.get(name, "")) for name in ("state", "kind", "group"))
    return Filters(
        place=query.get("place", "").strip()[:20],
        state=state if state in STATES else "",
        kind=kind if kind in Remark.Kind.values else "",
        search=query.get("q", "").strip()[:200],
        group=group if is_uuid(group) else "",
    )


__all__ = [
    "AnswerForm",
    "CancelForm",
    "ChosenForm",
    "CodeForm",
    "EndForm",
    "FilterForm",
    "GroupForm",
    "MarkForm",
    "MoveForm",
    "RemarkForm",
    "TermsForm",
    "TextForm",
    "WindowForm",
    "filters_of",
    "label_of_state",
]
