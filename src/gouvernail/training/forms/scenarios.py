"""What is typed to practise a scenario, to begin or keep one, to review a practice."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.practice.connector import MAX_CHARACTERS
from gouvernail.training.actions.authoring import NewScenario
from gouvernail.training.actions.scenarios import SHORTEST_SECONDS, ScenarioFacts
from gouvernail.training.forms.courses import area, line, offer
from gouvernail.training.models import Run, Scenario
from gouvernail.training.models.scenarios import LONGEST_SECONDS
from gouvernail.training.permissions import visible_courses
from gouvernail.training.queries.wording import TRICKS_SAID


class CommentAnswerForm(forms.Form):
    """The answer under a comment."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("500 characters at most. It appears on the practice network only."),
    )


class ProfilesForm(forms.Form):
    """What one thinks of each profile: `profile_1` and so on, in the order shown."""

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Ask about each profile of a run."""
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose")), *((key, said) for key, said in TRICKS_SAID.items() if key)]
        for place, one in enumerate(run.content["profiles"], start=1):
            self.fields[f"profile_{place}"] = forms.ChoiceField(
                label=f"@{one['handle']}", choices=choices
            )

    def given(self) -> dict[str, str]:
        """Return the answers by the place of each profile."""
        return {
            name.removeprefix("profile_"): said for name, said in self.cleaned_data.items() if said
        }


class ReviewForm(forms.Form):
    """What a trainer says of a practice."""

    passed = forms.ChoiceField(
        label=_("After reading it"),
        choices=(("1", _("It is passed")), ("0", _("It is not passed yet"))),
        widget=forms.RadioSelect,
    )
    says = area(_("A word to the learner"), rows=3, required=True, longest=2_000)


class NewScenarioForm(forms.Form):
    """How a scenario of one's own begins."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Scenario.Kind, widget=forms.RadioSelect)
    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    story = area(_("What happens"), rows=4, required=True, longest=4_000)
    story_en = area(_("What happens, in English"), rows=4, longest=4_000)
    unit = forms.ChoiceField(label=_("For the unit, and those below it"))
    pass_percent = forms.IntegerField(
        label=_("Pass mark (%)"), min_value=1, max_value=100, initial=80
    )
    limit_seconds = forms.IntegerField(
        label=_("Time allowed (seconds)"),
        min_value=SHORTEST_SECONDS,
        max_value=LONGEST_SECONDS,
        initial=600,
    )

    def __init__(self, data: QueryDict | None, *, viewer: Person) -> None:
        begun = {"unit": str(viewer.home_unit_id), "kind": Scenario.Kind.ANSWER}
        super().__init__(data, initial=begun)
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))

    def new(self) -> NewScenario:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        kind, unit = said.pop("kind"), UUID(said.pop("unit"))
        return NewScenario(kind=kind, unit_id=unit, facts=ScenarioFacts(**said))


class ScenarioForm(forms.Form):
    """How a scenario is told, marked and asked."""

    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    story = area(_("What happens"), rows=4, required=True, longest=4_000)
    story_en = area(_("What happens, in English"), rows=4, longest=4_000)
    course = forms.ChoiceField(
        label=_("Course whose certificate asks for a pass here"), required=False
    )
    pass_percent = forms.IntegerField(label=_("Pass mark (%)"), min_value=1, max_value=100)
    limit_seconds = forms.IntegerField(
        label=_("Time allowed (seconds)"), min_value=SHORTEST_SECONDS, max_value=LONGEST_SECONDS
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - as above
        """Offer the courses `viewer` may read."""
        super().__init__(*args, **kwargs)
        courses = visible_courses(viewer).order_by(by_title())[:500]
        offer(self, "course", [("", _("None")), *((one.slug, one.label) for one in courses)])

    def facts(self) -> ScenarioFacts:
        """Return what was typed."""
        said = self.cleaned_data
        return ScenarioFacts(course_slug=said.pop("course"), **said)


def scenario_initial(scenario: Scenario) -> dict[str, object]:
    """Return what the form shows of a scenario."""
    names = ("title", "title_en", "story", "story_en", "pass_percent", "limit_seconds")
    course = scenario.course.slug if scenario.course else ""
    return {name: getattr(scenario, name) for name in names} | {"course": course}
