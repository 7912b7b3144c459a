"""What is typed about assignments, exemptions, proofs from elsewhere and files of completions."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.sorting import in_order
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import Right, visible_people
from gouvernail.people.queries import unit_choices
from gouvernail.training.actions.assigning import DAYS_MOST, Asked
from gouvernail.training.forms.courses import area, day, line, offer
from gouvernail.training.permissions import visible_courses
from gouvernail.training.queries.progress import STATES, ProgressFilters

RISKS = (
    ("high", _("held badly: 0 or 1 of 5, or not known")),
    ("medium", _("held fairly: 2 or 3 of 5")),
    ("low", _("held well: 4 or 5 of 5")),
)
STATE_WORDS = (
    ("", _("All states")),
    ("todo", _("to do")),
    ("late", _("late")),
    ("done", _("done")),
    ("waived", _("let off")),
)


def networks_offered() -> list[tuple[str, str]]:
    """Return every network by name."""
    plain = {"website": gettext("Website"), "practice": gettext("Practice")}
    return in_order((slug, plain.get(slug, one.name)) for slug, one in NETWORKS.items())


def courses_offered(viewer: Person) -> list[tuple[str, str]]:
    """Return the courses with a published text that `viewer` may ask for. One query."""
    rows = visible_courses(viewer).filter(versions__status="published")
    return in_order((str(one.pk), one.label) for one in rows)


class Named(forms.CharField):
    """Somebody by e-mail or staff number, among the people the reader may know about."""

    viewer: Person | None = None

    def clean(self, value: Any) -> Person | None:  # noqa: ANN401 - Django's own
        """Return the person, or nobody for an empty field."""
        text = str(super().clean(value))
        if not text:
            return None
        rows = visible_people(self.viewer) if self.viewer else Person.objects.none()
        rows = rows.filter(is_active=True)
        found = rows.filter(email__iexact=text).first() or rows.filter(external_id=text).first()
        if found is None:
            raise forms.ValidationError(gettext("Nobody here has this e-mail or staff number."))
        return found


def named(label: Any, *, required: bool = True) -> Named:  # noqa: ANN401 - words, lazy
    """Return a field that names somebody."""
    return Named(label=label, required=required, max_length=160)


class AssignForm(forms.Form):
    """Which course is asked of whom, and by when."""

    course = forms.ChoiceField(label=_("Course"))
    unit = forms.ChoiceField(label=_("Of the unit, and those below it"))
    roles = forms.MultipleChoiceField(
        label=_("Only of these roles"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    networks = forms.MultipleChoiceField(
        label=_("Only of those who hold access on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    risks = forms.MultipleChoiceField(
        label=_("Only of those who hold access to accounts"),
        choices=RISKS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("How well the access to an account is held says how much it is at risk."),
    )
    person = named(_("Only of one person (e-mail or staff number)"), required=False)
    due_on = day(_("To be done by"))
    due_days = forms.IntegerField(
        label=_("Or within how many days"),
        min_value=1,
        max_value=DAYS_MOST,
        help_text=_("Those who join later always have as many days."),
    )
    note = area(_("Why, in a sentence"), rows=2, longest=2_000)

    def __init__(self, data: QueryDict | None, *, viewer: Person, course: str = "") -> None:
        initial = {"due_days": 30, "unit": str(viewer.home_unit_id), "course": course}
        super().__init__(data, initial=initial)
        offer(self, "course", courses_offered(viewer))
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))
        offer(self, "networks", networks_offered())
        self.fields["person"].viewer = viewer  # type: ignore[attr-defined]  # a Named

    def asked(self) -> Asked:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        person: Person | None = said["person"]
        return Asked(
            course_id=UUID(said["course"]),
            unit_id=UUID(said["unit"]),
            roles=said["roles"],
            networks=said["networks"],
            risks=said["risks"],
            person_id=person.pk if person else None,
            due_days=said["due_days"],
            due_on=said["due_on"],
            note=said["note"],
        )


class WaiverForm(forms.Form):
    """Who is let off which course, until when and why."""

    person = named(_("Who (e-mail or staff number)"))
    course = forms.ChoiceField(label=_("Course"))
    until = day(_("Until"), required=True)
    reason = area(_("Why"), rows=2, required=True, longest=2_000)

    def __init__(
        self, data: QueryDict | None, *, viewer: Person, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "course", courses_offered(viewer))
        self.fields["person"].viewer = viewer  # type: ignore[attr-defined]  # a Named


class GiveForm(forms.Form):
    """Who finished which course, on which day, told how."""

    person = named(_("Who (e-mail or staff number)"))
    course = forms.ChoiceField(label=_("Course"))
    done_on = day(_("Finished on"), required=True)
    note = area(_("How it is known"), rows=2, required=True, longest=2_000)

    def __init__(self, data: QueryDict | None, *, viewer: Person) -> None:
        super().__init__(data)
        offer(self, "course", courses_offered(viewer))
        self.fields["person"].viewer = viewer  # type: ignore[attr-defined]  # a Named


class ProofForm(forms.Form):
    """One's own certificate from elsewhere."""

    issuer = line(_("Given by"), required=True)
    issued_on = day(_("Given on"), required=True)
    until = day(_("Valid until"))
    file = forms.FileField(
        label=_("The certificate"), help_text=_("PDF, Word or a picture, 20 MB at most.")
    )


class DecideForm(forms.Form):
    """The answer to a certificate from elsewhere."""

    reason = area(_("Why, if you refuse it"), rows=2, longest=2_000)


class ImportForm(forms.Form):
    """A file of completions."""

    file = forms.FileField(label=_("File (CSV)"))


class ProgressForm(forms.Form):
    """How progress is narrowed."""

    q = line(_("Name or e-mail"))
    course = forms.ChoiceField(label=_("Course"), required=False)
    unit = forms.ChoiceField(label=_("Unit, and those below it"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATE_WORDS, required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data)
        named = in_order((one.slug, one.label) for one in visible_courses(viewer))
        offer(self, "course", [("", _("All courses")), *named])
        units = unit_choices(viewer, Right.SEE_TRAINING)
        offer(self, "unit", [("", _("All units")), *units])

    def filters(self, units: dict[str, Unit]) -> ProgressFilters:
        """Return what the address asks; what it names and does not exist is left out."""
        state = self.data.get("state", "")
        return ProgressFilters(
            course=self.data.get("course", "").replace("\x00", "")[:60],
            unit=units.get(self.data.get("unit", "")),
            state=state if state in STATES else "",
            search=self.data.get("q", "").replace("\x00", "")[:200],
        )
