"""What is typed about a course, its versions and its lessons."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.sorting import in_order
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import colleagues, unit_choices
from gouvernail.training.actions.courses import MONTHS_MOST, CourseFacts
from gouvernail.training.actions.writing import AGAIN_DAYS_MOST, LessonText
from gouvernail.training.models import Course, CourseVersion, Lesson, Quiz, TrainingFile
from gouvernail.training.models.courses import Topic
from gouvernail.training.queries.courses import CourseFilters

SHORT: Final = 60


def line(label: Any, *, required: bool = False, longest: int = 200, lang: str = "") -> Any:  # noqa: ANN401 - words, lazy; Django's own
    """Return a field of one line."""
    widget = forms.TextInput(attrs={"lang": lang} if lang else {})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget)


def area(label: Any, *, rows: int = 3, required: bool = False, longest: int = 30_000) -> Any:  # noqa: ANN401 - as above
    """Return a field of some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget)


def day(label: Any, *, required: bool = False) -> forms.DateField:  # noqa: ANN401 - as above
    """Return a day, chosen the browser's own way."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget)


def short_name() -> forms.SlugField:
    """Return the short name of something, proposed from its title where it is left empty."""
    return forms.SlugField(
        label=_("Short name"),
        max_length=SHORT,
        required=False,
        help_text=_("In its address. Empty: made from the title."),
    )


def named_from_title(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, its short name made from its title where there is none."""
    if "title" in said and "slug" in said and not said["slug"]:
        said["slug"] = slugify(said["title"])[:SHORT].strip("-")
        if not said["slug"]:
            raise forms.ValidationError({"slug": gettext("Give it a short name.")})
    return said


def offer(form: forms.Form, name: str, choices: Any) -> None:  # noqa: ANN401 - pairs
    """Offer these choices for a field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class CourseForm(forms.Form):
    """What is known of a course beside its text."""

    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    slug = short_name()
    summary = area(_("What one learns"), rows=3, longest=2_000)
    summary_en = area(_("What one learns, in English"), rows=3, longest=2_000)
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic)
    unit = forms.ChoiceField(label=_("For the unit, and those below it"))
    owner = forms.ChoiceField(label=pgettext_lazy("course", "Who keeps it"))
    lasts_months = forms.IntegerField(
        label=_("The certificate lasts (months)"),
        required=False,
        min_value=1,
        max_value=MONTHS_MOST,
        help_text=_("Empty: it does not end."),
    )
    renewal_days = forms.IntegerField(
        label=_("May be renewed how many days before its end"), min_value=1, max_value=180
    )
    session_certifies = forms.BooleanField(
        label=_("To be there in a session is enough"),
        required=False,
        help_text=_("Whoever attends a session holds the certificate, without the quiz."),
    )

    def __init__(
        self, data: QueryDict | None, *, viewer: Person, course: Course | None = None
    ) -> None:
        super().__init__(data, initial=_initial(course, viewer))
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))
        people = {str(one.pk): one.name for one in colleagues(viewer)}
        people.setdefault(str(viewer.pk), viewer.name)
        if course is not None:
            people.setdefault(str(course.owner_id), course.owner.name)
        offer(self, "owner", in_order(people.items()))

    def clean(self) -> dict[str, Any]:
        """Make the short name of what has none."""
        return named_from_title(super().clean() or {})

    def facts(self) -> CourseFacts:
        """Return what was said, ready for the action."""
        said = dict(self.cleaned_data)
        unit, owner = UUID(said.pop("unit")), UUID(said.pop("owner"))
        return CourseFacts(**said, unit_id=unit, owner_id=owner)


def _initial(course: Course | None, viewer: Person) -> dict[str, object]:
    if course is None:
        begun: dict[str, object] = {"owner": str(viewer.pk), "unit": str(viewer.home_unit_id)}
        return begun | {"lasts_months": 12, "renewal_days": 30, "topic": Topic.OTHER}
    names = ("title", "title_en", "slug", "summary", "summary_en", "topic", "lasts_months")
    kept = {name: getattr(course, name) for name in (*names, "renewal_days", "session_certifies")}
    return kept | {"unit": str(course.unit_id), "owner": str(course.owner_id)}


class DraftForm(forms.Form):
    """What changes with the next version, and which quiz ends it."""

    quiz = forms.ChoiceField(label=_("Quiz at the end"), required=False)
    changes = area(_("What changes"), rows=2, longest=2_000)
    changes_en = area(_("What changes, in English"), rows=2, longest=2_000)

    def __init__(
        self, data: QueryDict | None, *, draft: CourseVersion, quizzes: QuerySet[Quiz]
    ) -> None:
        initial = {
            "quiz": str(draft.quiz_id or ""),
            "changes": draft.changes,
            "changes_en": draft.changes_en,
        }
        super().__init__(data, initial=initial)
        named = [(str(one.pk), one.label) for one in quizzes]
        offer(self, "quiz", [("", _("None: to read it is enough")), *named])


class PublishForm(forms.Form):
    """What becomes of the certificates of earlier versions."""

    again = forms.ChoiceField(
        label=_("Certificates of earlier versions"),
        choices=(
            ("", _("They stand")),
            ("1", _("Everyone does it again; they count until then")),
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    days = forms.IntegerField(
        label=_("Within how many days"),
        min_value=1,
        max_value=AGAIN_DAYS_MOST,
        initial=30,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the days where everybody does the course again."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("again") and said.get("days") is None and "days" not in self.errors:
            self.add_error("days", gettext("Say within how many days."))
        return said

    def again_days(self) -> int | None:
        """Return within how many days everybody does it again; None: certificates stand."""
        return self.cleaned_data["days"] if self.cleaned_data["again"] else None


class LessonForm(forms.Form):
    """One lesson in both languages, with what it shows."""

    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    text = area(_("Text"), rows=12)
    text_en = area(_("Text in English"), rows=12)
    file = forms.FileField(
        label=_("Picture or video"),
        required=False,
        help_text=_("PNG, JPEG, WebP, MP4 or WebM. It is kept here: nothing is fetched elsewhere."),
    )
    without_file = forms.BooleanField(label=_("Take the picture or video out"), required=False)
    alt = line(_("What it shows"), longest=500)
    alt_en = line(_("What it shows, in English"), longest=500)
    link = line(_("Link"), longest=500)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=240,
        help_text=_("Empty: counted from its words."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        files: Any = None,  # noqa: ANN401 - Django's own
        *,
        lesson: Lesson | None = None,
    ) -> None:
        names = ("title", "title_en", "text", "text_en", "alt", "alt_en", "link", "minutes")
        initial = {name: getattr(lesson, name) for name in names} if lesson else {}
        super().__init__(data, files, initial=initial)
        if lesson is None or lesson.file is None:
            del self.fields["without_file"]

    def text_of(self, file: TrainingFile | None) -> LessonText:
        """Return what was said, with the file it shows."""
        said = dict(self.cleaned_data)
        said.pop("file")
        gone = said.pop("without_file", False)
        said["minutes"] = said["minutes"] or 0
        return LessonText(**said, file=None if gone else file)


class StarterForm(forms.Form):
    """For which unit a course to start from is taken."""

    unit = forms.ChoiceField(label=_("For the unit, and those below it"))

    def __init__(self, data: QueryDict | None, *, viewer: Person) -> None:
        super().__init__(data, initial={"unit": str(viewer.home_unit_id)})
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))


class CourseFilterForm(forms.Form):
    """How the list of courses is narrowed."""

    q = line(_("Words"))
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        offer(self, "topic", [("", _("All topics")), *Topic.choices])


def course_filters(query: QueryDict) -> CourseFilters:
    """Return what the address asks; what it names and does not exist is left out."""
    topic = query.get("topic", "")
    return CourseFilters(
        topic=topic if topic in Topic.values else "",
        search=query.get("q", "").replace("\x00", "")[:200],
        archived=query.get("archived") == "1",
    )


def spoken() -> str:
    """Return the language of the reader, as starters name them."""
    return get_language() or ""
