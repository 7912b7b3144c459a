"""What is typed about campaigns, and the address of a narrowed list."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.policies.forms.people import PeopleField
from gouvernail.policies.models import PolicyVersion
from gouvernail.signing.actions import Plan
from gouvernail.signing.actions.sheets import MOST_BYTES
from gouvernail.signing.models import Campaign, Line, Objection, SheetLine
from gouvernail.signing.permissions import units_answered_for
from gouvernail.signing.queries.checking import LONGEST as LONGEST_RECEIPT
from gouvernail.signing.queries.progress import Filters
from gouvernail.signing.queries.quizzes import quizzes_to_choose
from gouvernail.training.forms.quizzes import AnswerForm
from gouvernail.training.models import Attempt

TWO_WEEKS = timedelta(days=14)
LONGEST = 3_000


def _day(label: object, help_text: object = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=cast("Any", label), help_text=cast("Any", help_text), widget=widget
    )


class CampaignForm(forms.Form):
    """Whom, from when, by when, and what comes before the signature."""

    opens_on = _day(_("Opens on"), _("Never before the day on which the version binds."))
    due_on = _day(_("To be signed by"), _("Who joins later has two weeks at least."))
    units = forms.MultipleChoiceField(
        label=_("Only these units, and below"),
        required=False,
        help_text=_("None chosen: everybody whom the policy binds."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    roles = forms.MultipleChoiceField(
        label=_("Only these roles"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    quiz = forms.ChoiceField(label=_("Questions before signing"), required=False)
    step_up = forms.BooleanField(
        label=_("Ask people to confirm who they are when they sign"),
        required=False,
        help_text=_("Their password or passkey, if they last gave it more than a while ago."),
    )
    reminds = forms.BooleanField(
        label=_("Remind people"),
        required=False,
        help_text=_(
            "At the start, 7 days and 1 day before, on the day, then each day; never on a "
            "quiet day, nor while they are away. One e-mail a person and day."
        ),
    )

    def __init__(self, data: QueryDict | None, *, viewer: Person, start: Plan) -> None:
        super().__init__(data, initial=_initial(start))
        units = visible_units(viewer).filter(status=Unit.Status.OPEN).order_by("path")
        choices = [(str(one.pk), "\u2003" * one.depth + one.label) for one in units]
        cast("Any", self.fields["units"]).choices = choices
        quizzes = [("", gettext("No questions"))]
        quizzes += [(str(key), label) for key, label in quizzes_to_choose()]
        cast("Any", self.fields["quiz"]).choices = quizzes
        if len(quizzes) == 1:
            del self.fields["quiz"]

    def plan(self) -> Plan:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        return Plan(
            opens_on=said["opens_on"],
            due_on=said["due_on"],
            units=tuple(UUID(one) for one in said["units"]),
            roles=tuple(said["roles"]),
            quiz_id=UUID(said["quiz"]) if said.get("quiz") else None,
            step_up=said["step_up"],
            reminds=said["reminds"],
        )


def _initial(start: Plan) -> dict[str, object]:
    return {
        "opens_on": start.opens_on,
        "due_on": start.due_on,
        "units": [str(one) for one in start.units],
        "roles": list(start.roles),
        "quiz": str(start.quiz_id or ""),
        "step_up": start.step_up,
        "reminds": start.reminds,
    }


def plan_like(campaign: Campaign) -> Plan:
    """Return the plan of a campaign as it stands."""
    return Plan(
        opens_on=campaign.opens_on,
        due_on=campaign.due_on,
        units=tuple(UUID(one) for one in campaign.units),
        roles=tuple(campaign.roles),
        quiz_id=campaign.quiz_id,
        step_up=campaign.step_up,
        reminds=campaign.reminds,
    )


def plan_to_begin(version: PolicyVersion, before: Campaign | None, *, today: date) -> Plan:
    """Return what is proposed for a version: as the campaign before, two weeks from its day."""
    opens = max(today, version.in_force_on or today)
    former = plan_like(before) if before else None
    return Plan(
        opens_on=opens,
        due_on=opens + TWO_WEEKS,
        units=former.units if former else (),
        roles=former.roles if former else (),
        quiz_id=former.quiz_id if former else None,
        step_up=former.step_up if former else True,
        reminds=former.reminds if former else True,
    )


class SignForm(forms.Form):
    """The digest of the text that was shown, and that it was read."""

    digest = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=_("I have read it"),
        error_messages={"required": _("Tick this once you have read it.")},
    )


class ObjectionForm(forms.Form):
    """Why one does not sign."""

    words = forms.CharField(
        label=_("What do you object to?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Whoever leads this campaign reads it and answers. Meanwhile nobody reminds you."
        ),
    )


class ObjectionAnswerForm(forms.Form):
    """The answer to an objection."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Objection.Outcome, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=pgettext_lazy("objection", "Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CarryForm(forms.Form):
    """Why a change is small."""

    reason = forms.CharField(
        label=_("Why nobody need sign again"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it on their receipt. A change of substance is signed anew."),
    )


def filters_of(query: QueryDict, *, viewer: Person) -> Filters:
    """Return what the address asks; what it names and does not exist is left out."""
    unit = query.get("unit", "")
    return Filters(
        states=tuple(one for one in query.getlist("state") if one in Line.State.values),
        unit=visible_units(viewer).filter(pk=unit).first() if is_uuid(unit) else None,
        late=query.get("late") == "1",
        away=query.get("away") == "1",
        search=query.get("q", "").strip()[:200],
    )


def chips_of(filters: Filters) -> list[Chip]:
    """Return the filters in force, to be taken out one by one."""
    states = dict(Line.State.choices)
    chips = [Chip(name="state", value=one, label=str(states[one])) for one in filters.states]
    if filters.unit is not None:
        chips.append(Chip(name="unit", label=filters.unit.short_label))
    if filters.late:
        chips.append(Chip(name="late", label=gettext("Late")))
    if filters.away:
        chips.append(Chip(name="away", label=gettext("Away")))
    if filters.search:
        chips.append(Chip(name="q", label=filters.search))
    return chips


class FilterForm(forms.Form):
    """How a list of people is narrowed."""

    q = forms.CharField(label=_("Name"), required=False)
    state = forms.MultipleChoiceField(
        label=pgettext_lazy("campaign of signatures", "Where they stand"),
        required=False,
        choices=Line.State,
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.ChoiceField(label=_("Unit and below"), required=False)
    late = forms.BooleanField(label=_("Late"), required=False)
    away = forms.BooleanField(label=_("Away"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data)
        units = visible_units(viewer).order_by("path")
        choices = [("", gettext("All units"))]
        choices += [(str(one.pk), "\u2003" * one.depth + one.label) for one in units]
        cast("Any", self.fields["unit"]).choices = choices


class CodeForm(forms.Form):
    """The code that one person was handed."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        help_text=_("Ten signs, as on your slip. It works once."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class TabletForm(forms.Form):
    """Where a shared device stands."""

    unit = forms.ChoiceField(label=_("Unit"))
    place = forms.CharField(label=_("Where it stands"), max_length=120, required=False)

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        units = units_answered_for(viewer)
        choices = [(str(one.pk), "\u2003" * one.depth + one.label) for one in units]
        cast("Any", self.fields["unit"]).choices = choices


class CodesForm(forms.Form):
    """For whom codes are made."""

    name = forms.CharField(
        label=_("Only who is called"),
        max_length=200,
        required=False,
        help_text=_("Nothing typed: everybody, two hundred at once."),
    )
    again = forms.BooleanField(
        label=_("Make again, for those who lost theirs"),
        required=False,
        help_text=_("Their earlier codes open nothing any more."),
    )


class ScanForm(forms.Form):
    """The scan of a signed list; its size is known before it is read."""

    scan = forms.FileField(
        label=_("Scan of the signed list"), help_text=_("PDF, PNG or JPEG, up to 10 MB.")
    )

    def clean_scan(self) -> UploadedFile[bytes]:
        """Refuse a file that is too heavy to be a scan."""
        scan = cast("UploadedFile[bytes]", self.cleaned_data["scan"])
        if (scan.size or 0) > MOST_BYTES:
            raise forms.ValidationError(gettext("At most 10 MB, please."))
        return scan


class ReceiptForm(forms.Form):
    """The file of a receipt, or what it holds."""

    receipt = forms.CharField(
        label=_("The receipt"),
        required=False,
        max_length=LONGEST_RECEIPT,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("or its file"), required=False)
    receipt.asked = file.asked = True  # type: ignore[attr-defined]  # one of the two: no field is optional

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all, and a file that is no receipt by its size alone."""
        told = super().clean() or {}
        file = told.get("file")
        if file is not None and (file.size or 0) > LONGEST_RECEIPT:
            self.add_error("file", gettext("This is too large for a receipt."))
        elif file is None and not told.get("receipt") and not self.errors:
            self.add_error("receipt", gettext("Paste the receipt, or choose its file."))
        return told

    def text(self) -> str:
        """Return what the receipt holds; what is no text holds question marks."""
        file = cast("UploadedFile[bytes] | None", self.cleaned_data.get("file"))
        return file.read().decode(errors="replace") if file else str(self.cleaned_data["receipt"])


class SendBackForm(forms.Form):
    """What differs between the scan and what was typed."""

    reason = forms.CharField(label=_("What differs"), max_length=1_000)


class TypedForm(forms.Form):
    """The day that each line of a paper list bears; none where it is not signed."""

    def __init__(
        self, data: QueryDict | None, *, lines: Sequence[SheetLine], asks: QuerySet[Person] | None
    ) -> None:
        super().__init__(data)
        if asks is not None:
            field = PeopleField(
                label=_("Who asked the questions aloud"),
                help_text=_("By e-mail or name: it stands in each entry of the journal."),
            )
            field.people, field.widget.attrs["list"] = asks, ""
            self.fields["asked_by"] = field
        for one in lines:
            day = _day(f"{one.position}. {one.line.person.name} ({one.code})")
            day.required = False
            day.initial = one.signed_on
            self.fields[f"line-{one.position}"] = day

    def asked_by(self) -> UUID | None:
        """Return who asked the questions, where there are any."""
        people: list[Person] = self.cleaned_data.get("asked_by") or []
        return people[0].pk if people else None

    def days(self) -> dict[int, date]:
        """Return the days given, by position."""
        days = {name: day for name, day in self.cleaned_data.items() if name.startswith("line-")}
        return {int(name.partition("-")[2]): day for name, day in days.items() if day}


def question_forms(data: QueryDict | None, attempt: Attempt) -> dict[int, AnswerForm]:
    """Return a form for each question of an attempt without an answer, by place, on one page."""
    found = {}
    for place, asked in enumerate(attempt.questions):
        if str(place) not in attempt.answers:
            found[place] = AnswerForm(data, asked=asked, place=place)
            found[place].prefix = f"q{place}"
            del found[place].fields["place"]
    return found
