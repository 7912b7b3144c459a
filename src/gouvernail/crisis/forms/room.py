"""What is typed in the room, and to declare an incident."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.crisis.actions.incidents import digest_of_words
from gouvernail.crisis.forms.moments import MomentField, OnceForm
from gouvernail.crisis.models import Entry, Incident
from gouvernail.crisis.models.plans import Kind, RoleInCrisis
from gouvernail.crisis.starters import starter_commons
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.publishing.forms import FreezeForm
from gouvernail.registry.forms.accounts import PersonField

LONG = 10_000


class IncidentForm(OnceForm):
    """What happens, how grave it is, where."""

    title = forms.CharField(label=_("What happens, in a few words"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of crisis"), choices=lambda: list(Kind.choices))
    severity = forms.TypedChoiceField(
        label=_("How grave is it?"), coerce=int, widget=forms.RadioSelect
    )
    situation = forms.CharField(
        label=_("Where things stand"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is known, since when, who is concerned. Facts only."),
    )
    unit = forms.ChoiceField(label=_("Where"), required=False)
    detected_at = MomentField(label=_("When we first knew (empty: now)"))
    is_drill = forms.BooleanField(label=_("This is a drill"), required=False)
    origin_kind = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    origin_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, person: Person, language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(scope(person, Right.FREEZE)).order_by("path")
        choices = [(str(unit.pk), unit.label) for unit in units]
        if len(choices) > 1:
            self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
        self.fields["severity"].choices = [  # type: ignore[attr-defined]
            (
                number,
                pgettext("severity", "%(number)s. %(name)s: %(meaning)s")
                % {
                    "number": number,
                    "name": level.name.said(language),
                    "meaning": level.meaning.said(language),
                },
            )
            for number, level in sorted(starter_commons().levels.items())
        ]


class EntryForm(OnceForm):
    """What happened."""

    text = forms.CharField(
        label=_("What happened"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=pgettext_lazy("incident", "Kind"))
    happened_at = MomentField(label=_("When (empty: now)"))
    link = forms.CharField(label=pgettext_lazy("incident", "Link"), required=False, max_length=500)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one, Entry.Kind(one).label) for one in Entry.BY_HAND
        ]


class SituationForm(forms.Form):
    """Where things stand; `seen` is the digest of what the page showed."""

    situation = forms.CharField(
        label=_("Where things stand"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def shows(self, situation: str) -> None:
        """Say what the page shows now: sending it again replaces that."""
        mark = digest_of_words(situation)
        self.initial = {"situation": situation, "seen": mark}
        if self.is_bound:
            self.data = {**{name: self.data.get(name) for name in self.fields}, "seen": mark}


class GradeForm(forms.Form):
    """How grave it is now, and why."""

    severity = forms.TypedChoiceField(
        label=_("Severity"), coerce=int, choices=lambda: list(Incident.Severity.choices)
    )
    reason = forms.CharField(label=pgettext_lazy("incident", "Why"), max_length=LONG)


class SeatForm(forms.Form):
    """Who takes which seat, and what they must know."""

    role = forms.ChoiceField(
        label=pgettext_lazy("incident", "Seat"), choices=lambda: list(RoleInCrisis.choices)
    )
    person = PersonField(label=_("Who (empty: me)"))
    handover = forms.CharField(
        label=_("To know before taking over"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).viewer = person


class TaskForm(OnceForm):
    """Something to do."""

    words = forms.CharField(label=_("What to do"), max_length=1000)
    owner = PersonField(label=pgettext_lazy("incident", "Who does it"))
    due_at = MomentField(label=pgettext_lazy("incident", "By when"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["owner"]).viewer = person


class EvidenceForm(OnceForm):
    """What was seen, as it was seen."""

    title = forms.CharField(label=_("What it shows"), max_length=200)
    address = forms.CharField(label=_("Its address"), required=False, max_length=500)
    text = forms.CharField(
        label=_("The words as they stand"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Picture, PDF or Word, up to 10 MB. Its SHA-256 is kept with it."),
    )
    seen_at = MomentField(label=_("When it was seen (empty: now)"))

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Refuse a file that is too heavy."""
        sent = self.cleaned_data.get("file")
        if sent and (sent.size or 0) > MAX_PAPER_BYTES:
            raise forms.ValidationError(gettext("At most 10 MB, please."))
        return cast("UploadedFile[Any] | None", sent)


class DrillFreezeForm(FreezeForm):
    """What a drill stops: the practice network, or more where somebody means it."""

    in_earnest = forms.BooleanField(
        label=_("Publishing must really stop, although this is a drill"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.initial = {**(self.initial or {}), "scope": "network|practice"}


class CloseForm(forms.Form):
    """How it ended."""

    closing = forms.CharField(
        label=_("How it ended"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


class FillForm(OnceForm):
    """The variables of a statement, each by its own name."""

    def __init__(self, *args: Any, names: tuple[str, ...], language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        known = starter_commons().variables
        for name in names:
            variable = known.get(name)
            label = variable.label.said(language) if variable else name
            example = variable.example.said(language) if variable else ""
            self.fields[name] = forms.CharField(
                label=label[:1].upper() + label[1:],
                max_length=300,
                help_text=gettext("Such as: %(example)s") % {"example": example} if example else "",
            )
