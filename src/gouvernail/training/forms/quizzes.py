"""What is typed about banks, questions and quizzes, and the answers of a learner."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.training.actions.banks import Choice, QuestionText, QuizFacts
from gouvernail.training.forms.courses import area, line, named_from_title, offer, short_name
from gouvernail.training.models import Bank, Question, Quiz

ROWS: Final = 8


def _ask(form: forms.Form, *names: str) -> None:
    """Call these fields optional no more: the action refuses an empty one in words of its own."""
    for name in names:
        form.fields[name].asked = True  # type: ignore[attr-defined]  # read where a field is drawn


class BankForm(forms.Form):
    """A name and a unit for a bank."""

    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    slug = short_name()
    unit = forms.ChoiceField(label=_("For the unit, and those below it"))

    def __init__(self, data: QueryDict | None, *, viewer: Person) -> None:
        super().__init__(data, initial={"unit": str(viewer.home_unit_id)})
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))

    def clean(self) -> dict[str, Any]:
        """Make the short name of what has none."""
        return named_from_title(super().clean() or {})


class QuestionForm(forms.Form):
    """A question, up to eight choices in both languages, and why."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Question.Kind, widget=forms.RadioSelect)
    text = area(_("Question"), rows=2, longest=2_000)
    text_en = area(_("Question in English"), rows=2, longest=2_000)
    explanation = area(_("Why"), rows=3, longest=2_000)
    explanation_en = area(_("Why, in English"), rows=3, longest=2_000)

    def __init__(
        self, data: QueryDict | None, *, question: Question | None = None, kind: str = ""
    ) -> None:
        super().__init__(data, initial=_begun(question, kind))
        for at in range(ROWS):
            self.fields[f"choice_{at}"] = line(_("Choice"), longest=500, lang="fr")
            self.fields[f"choice_en_{at}"] = line(_("In English"), longest=500, lang="en")
            self.fields[f"right_{at}"] = forms.BooleanField(label=_("Right"), required=False)
        _ask(self, "text", "explanation", "choice_0", "choice_1")

    def rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """Return the fields of each choice, side by side."""
        names = ("choice_", "choice_en_", "right_")
        return [tuple(self[f"{name}{at}"] for name in names) for at in range(ROWS)]  # type: ignore[misc]  # three of them

    def question_text(self) -> QuestionText:
        """Return what was said, ready for the action; empty rows are left out."""
        said = self.cleaned_data
        choices = [
            Choice(
                text=said[f"choice_{at}"] or said[f"choice_en_{at}"],
                text_en=said[f"choice_en_{at}"],
                right=said[f"right_{at}"],
            )
            for at in range(ROWS)
            if said[f"choice_{at}"].strip() or said[f"choice_en_{at}"].strip()
        ]
        names = ("kind", "text", "text_en", "explanation", "explanation_en")
        return QuestionText(**{name: said[name] for name in names}, choices=choices)


def _begun(question: Question | None, kind: str) -> dict[str, object]:
    if question is None:
        chosen = kind if kind in Question.Kind.values else Question.Kind.SINGLE
        begun: dict[str, object] = {"kind": chosen}
        if chosen == Question.Kind.TRUTH:
            begun |= {"choice_0": "Vrai", "choice_en_0": "True"}
            begun |= {"choice_1": "Faux", "choice_en_1": "False"}
        return begun
    names = ("kind", "text", "text_en", "explanation", "explanation_en")
    begun = {name: getattr(question, name) for name in names}
    for at, one in enumerate(question.options[:ROWS]):
        begun |= {f"choice_{at}": one["text"], f"choice_en_{at}": one["text_en"]}
        begun[f"right_{at}"] = one["right"]
    return begun


class QuizForm(forms.Form):
    """How a bank is asked."""

    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    slug = short_name()
    unit = forms.ChoiceField(label=_("For the unit, and those below it"))
    bank = forms.ChoiceField(label=_("Bank of questions"))
    draw = forms.IntegerField(
        label=_("Questions drawn at random"),
        min_value=0,
        max_value=200,
        help_text=_("0: all of them, in their order."),
    )
    pass_percent = forms.IntegerField(label=_("Pass mark (%)"), min_value=1, max_value=100)
    attempts_max = forms.IntegerField(
        label=_("Attempts allowed"),
        min_value=0,
        max_value=50,
        help_text=_("0: as many as one likes."),
    )
    wait_hours = forms.IntegerField(
        label=_("Hours between two attempts"), min_value=0, max_value=720
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        viewer: Person,
        banks: QuerySet[Bank],
        quiz: Quiz | None = None,
    ) -> None:
        initial: dict[str, object] = {"draw": 0, "pass_percent": 80}
        initial |= {"attempts_max": 0, "wait_hours": 0, "unit": str(viewer.home_unit_id)}
        if quiz is not None:
            names = ("title", "title_en", "slug", *initial)
            initial = {name: getattr(quiz, name) for name in names}
            initial |= {"unit": str(quiz.unit_id), "bank": quiz.bank.slug}
        super().__init__(data, initial=initial)
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))
        offer(self, "bank", [(one.slug, one.label) for one in banks])

    def clean(self) -> dict[str, Any]:
        """Make the short name of what has none."""
        return named_from_title(super().clean() or {})

    def facts(self) -> QuizFacts:
        """Return what was said, ready for the action."""
        said = dict(self.cleaned_data)
        unit, bank = UUID(said.pop("unit")), said.pop("bank")
        return QuizFacts(**said, unit_id=unit, bank_slug=bank)


class AnswerForm(forms.Form):
    """The choices of one question, as a learner answers it; for an order, a place for each line."""

    place = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: QueryDict | None, *, asked: Mapping[str, Any], place: int) -> None:
        super().__init__(data, initial={"place": place})
        self.asked = asked
        options = [(one["key"], one["text"]) for one in asked["options"]]
        if asked["kind"] == Question.Kind.ORDER:
            places = [("", "–"), *((str(at), str(at)) for at in range(1, len(options) + 1))]
            for key, text in options:
                self.fields[f"at_{key}"] = forms.ChoiceField(
                    label=text, choices=places, required=False
                )
            _ask(self, *self.fields)
            return
        several = asked["kind"] == Question.Kind.SEVERAL
        kind = forms.MultipleChoiceField if several else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if several else forms.RadioSelect
        self.fields["answer"] = kind(
            label=asked["text"], choices=options, widget=widget, required=False
        )
        _ask(self, "answer")

    def given(self) -> list[str]:
        """Return the keys chosen; in an order, nothing where places repeat."""
        said = self.cleaned_data
        if self.asked["kind"] != Question.Kind.ORDER:
            answer = said["answer"]
            return list(answer) if isinstance(answer, list) else [answer] if answer else []
        places = {one["key"]: said[f"at_{one['key']}"] for one in self.asked["options"]}
        chosen = {at: key for key, at in places.items() if at}
        return [chosen[at] for at in sorted(chosen, key=int)] if len(chosen) == len(places) else []
