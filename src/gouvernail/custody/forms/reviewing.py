"""Access reviews, as people open and answer them."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.custody.actions import ReviewFacts
from gouvernail.custody.models import AccessReview, ReviewedAccess
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.forms.accounts import DayInput, PersonField

USUAL = timedelta(weeks=3)
REFUSE = "refuse"
ANSWERS = [
    (ReviewedAccess.Answer.KEEP, pgettext_lazy("reviewed access", "Keep")),
    (ReviewedAccess.Answer.WITHDRAW, pgettext_lazy("reviewed access", "Withdraw")),
    (ReviewedAccess.Answer.CHANGE, pgettext_lazy("reviewed access", "Put right")),
]
NOT_MINE = (REFUSE, pgettext_lazy("reviewed access", "Not mine to say"))


class ReviewForm(forms.Form):
    """A review to open."""

    unit = forms.ChoiceField(label=_("Part of the organisation"))
    manner = forms.ChoiceField(
        label=_("Who is asked"),
        choices=AccessReview.Manner.choices,
        widget=forms.RadioSelect,
        initial=AccessReview.Manner.ACCOUNT,
        help_text=_(
            "By account, the owner answers; another holder does for the owner’s own access. "
            "By person, each says what they still need; what nobody of the directory holds goes "
            "to the owner."
        ),
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    due_on = forms.DateField(
        label=_("To be answered by"),
        widget=DayInput(),
        help_text=_("Reminders: two weeks before, three days before, on the day, then each week."),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person, today: date) -> None:
        super().__init__(data, initial={"due_on": today + USUAL})
        choices = unit_choices(viewer, Right.MANAGE_ACCESS)
        cast("Any", self.fields["unit"]).choices = choices

    def facts(self) -> ReviewFacts:
        """Return the answers as the action takes them. The form is valid."""
        told = self.cleaned_data
        return ReviewFacts(
            unit_id=told["unit"],
            title=told["title"],
            title_en=told["title_en"],
            manner=told["manner"],
            due_on=told["due_on"],
        )


class LaterForm(forms.Form):
    """More time for everybody."""

    due_on = forms.DateField(label=_("To be answered by"), widget=DayInput())

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="later")


class LineForm(forms.Form):
    """What somebody says of one access; nothing chosen says nothing."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Asked for, unless it is kept."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, line: ReviewedAccess, may_refuse: bool = True
    ) -> None:
        told = {"answer": line.answer, "reason": line.reason} if line.answer else None
        super().__init__(data, prefix=f"l{line.pk}", initial=told)
        choices = [*ANSWERS, NOT_MINE] if may_refuse else ANSWERS
        cast("Any", self.fields["answer"]).choices = choices
        self.fields["reason"].widget.attrs["maxlength"] = "500"


class GiveForm(forms.Form):
    """Who answers instead."""

    person = PersonField(label=_("Who answers for this access"))

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data, prefix="give")
        field = cast("PersonField", self.fields["person"])
        field.viewer, field.required = viewer, True
