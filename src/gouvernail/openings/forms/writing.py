"""A request as people fill it in: begun with three answers, then section by section."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.media.actions import NewPicture
from gouvernail.openings.actions import NewOpening
from gouvernail.openings.forms.fields import (
    ColleagueField,
    DayInput,
    HoursField,
    WordsField,
    long_text,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import askable_units, nameable_for
from gouvernail.openings.queries import SECTIONS, kind_choices
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may
from gouvernail.registry.queries import network_choices, network_label

PRACTICE: Final = "practice"
ROWS: Final = 12
BLANK_ROWS: Final = 2
LANGUAGES: Final = [
    ("fr", "Français"),
    ("en", "English"),
    ("es", "Español"),
    ("de", "Deutsch"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pt", "Português"),
]


def networks_offered() -> list[tuple[str, str]]:
    """Return the networks one may ask for; the practice network only where the site shows it."""
    choices = [one for one in network_choices() if one[0] != PRACTICE]
    return [*choices, (PRACTICE, network_label(PRACTICE))] if settings.DEMO else choices


class StartForm(forms.Form):
    """The three things a request cannot do without."""

    title = forms.CharField(label=_("Name of the account"), max_length=160)
    network = forms.ChoiceField(label=_("Network"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["network"]).choices = [("", "—"), *networks_offered()]
        cast("Any", self.fields["unit"]).queryset = askable_units(viewer)
        self.fields["unit"].initial = viewer.home_unit_id

    def new_opening(self) -> NewOpening:
        """Return what to begin; call it when the form is valid."""
        said = self.cleaned_data
        return NewOpening(title=said["title"], unit_id=said["unit"].pk, network=said["network"])


class SectionForm(forms.Form):
    """One section of a request: nothing in it is required before it is submitted."""

    section = ""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        opening: Opening,
        viewer: Person,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        self.opening, self.viewer = opening, viewer
        kwargs["initial"] = self.initial_of(opening)
        super().__init__(*args, **kwargs)

    def initial_of(self, opening: Opening) -> dict[str, object]:
        """Return what was kept, as the form shows it."""
        return {name: getattr(opening, name) for name in SECTIONS[self.section]}

    def changes(self) -> Mapping[str, Any]:
        """Return the answers as `openings.actions.write_opening` takes them."""
        return {name: self.cleaned_data[name] for name in SECTIONS[self.section]}


class AimForm(SectionForm):
    """What the account is for, for whom, whose it is, and when it should open."""

    section = "aim"
    title = forms.CharField(label=_("Name of the account"), max_length=160)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        widget=long_text(),
        help_text=_("What readers would find there that they find nowhere else."),
    )
    audience = forms.CharField(label=_("Audience"), required=False, max_length=200)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    tags = WordsField(label=_("Tags"), required=False, help_text=_("Between commas."))
    wished_on = forms.DateField(label=_("Wished opening date"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["unit"]).queryset = askable_units(self.viewer)

    def initial_of(self, opening: Opening) -> dict[str, object]:
        """Return what was kept, as the form shows it."""
        return {**super().initial_of(opening), "unit": opening.unit_id}

    def changes(self) -> Mapping[str, Any]:
        """Return the answers as the action takes them."""
        said = {**self.cleaned_data, "unit_id": self.cleaned_data["unit"].pk}
        return {name: said[name] for name in SECTIONS[self.section]}


class NetworkForm(SectionForm):
    """Which network and why, and how the account would present itself there."""

    section = "network"
    network = forms.ChoiceField(label=_("Network"))
    why_network = forms.CharField(label=_("Why this one"), required=False, widget=long_text(rows=3))
    why_new = forms.CharField(
        label=_("Why no existing page can do it"),
        required=False,
        widget=long_text(rows=3),
        help_text=_("The adviser shows those with the same aim, on the page of the request."),
    )
    handle = forms.CharField(label=_("Proposed handle"), required=False, max_length=200)
    avatar = forms.FileField(
        label=_("Proposed picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["network"]).choices = networks_offered()
        if not may(self.viewer, Right.WRITE_CONTENT, unit=self.opening.unit):
            del self.fields["avatar"]

    def picture(self) -> NewPicture | None:
        """Return the picture that was sent, if any."""
        sent: UploadedFile[bytes] | None = self.cleaned_data.get("avatar")
        if sent is None:
            return None
        title = gettext("Picture proposed for %(name)s") % {"name": self.opening.title}
        return NewPicture(data=sent.read(), name=sent.name or "", title=title[:160], alt=title)

    def changes(self) -> Mapping[str, Any]:
        """Return the answers as the action takes them; the picture is kept apart."""
        said = self.cleaned_data
        return {name: said[name] for name in SECTIONS[self.section] if name != "avatar_id"} | {
            "handle": said["handle"].strip().lstrip("@")
        }


class PeopleForm(SectionForm):
    """Who runs the account, and how many hours a week they have."""

    section = "people"
    owner = ColleagueField(
        label=_("Owner"), help_text=_("Runs it and answers for it. They are asked to accept.")
    )
    owner_minutes = HoursField(
        label=_("Hours a week the owner has"), help_text=_("For all their accounts together.")
    )
    backup = ColleagueField(label=_("Backup"), help_text=_("Steps in. They are asked to accept."))
    backup_minutes = HoursField(
        label=_("Hours a week the backup has"), help_text=_("For all their accounts together.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        people = nameable_for(self.opening.unit, viewer=self.viewer)
        for name in ("owner", "backup"):
            cast("ColleagueField", self.fields[name]).people = people

    def initial_of(self, opening: Opening) -> dict[str, object]:
        """Return what was kept, as the form shows it."""
        named = {"owner": opening.owner, "backup": opening.backup}
        return {**super().initial_of(opening), **named}

    def changes(self) -> Mapping[str, Any]:
        """Return the answers as the action takes them."""
        said = self.cleaned_data
        owner, backup = said["owner"], said["backup"]
        return {
            "owner_id": owner.pk if owner else None,
            "backup_id": backup.pk if backup else None,
            "owner_minutes": said["owner_minutes"],
            "backup_minutes": said["backup_minutes"],
        }


class PlanForm(SectionForm):
    """What would be published; how often stands in the rows beside."""

    section = "plan"
    subjects = forms.CharField(label=_("Subjects"), required=False, widget=long_text(rows=3))
    first_month = forms.CharField(
        label=_("The first month"),
        required=False,
        widget=long_text(),
        help_text=_("What goes out week by week, ready before the account opens."),
    )

    def changes(self) -> Mapping[str, Any]:
        """Return the answers of this form; the rhythm is in its rows (`rhythm_of`)."""
        return {name: self.cleaned_data[name] for name in ("subjects", "first_month")}


class EndForm(SectionForm):
    """When the account would be closed."""

    section = "end"
    closing_when = forms.CharField(
        label=_("We would close it if…"),
        required=False,
        widget=long_text(),
        help_text=_("A fact somebody can check: no publication for two months, fewer than…"),
    )


FORMS: Final[Mapping[str, type[SectionForm]]] = {
    "aim": AimForm,
    "network": NetworkForm,
    "people": PeopleForm,
    "plan": PlanForm,
    "end": EndForm,
}


class RhythmForm(forms.Form):
    """One line of the plan; without a number it is left out."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    times = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=200)
    per = forms.ChoiceField(
        label=_("How often"), choices=[("week", _("a week")), ("month", _("a month"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["kind"]).choices = kind_choices()


RhythmForms = formset_factory(RhythmForm, extra=BLANK_ROWS, max_num=ROWS, validate_max=True)


def rhythm_forms(data: Any, *, opening: Opening) -> BaseFormSet[RhythmForm]:  # noqa: ANN401 - a QueryDict
    """Return one form for each line of the plan and blank ones, or those that were sent."""
    return RhythmForms(data, initial=list(opening.plan), prefix="rhythm")


def rhythm_of(rows: BaseFormSet[RhythmForm]) -> list[dict[str, object]]:
    """Return the lines that say how many, in order."""
    return [
        {name: row.cleaned_data[name] for name in ("kind", "times", "per")}
        for row in rows
        if row.cleaned_data.get("times")
    ]
