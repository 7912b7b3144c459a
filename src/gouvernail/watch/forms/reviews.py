"""What is typed when looking back, and for the holding page."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models import Incident
from gouvernail.people.models import Person
from gouvernail.registry.forms.accounts import DayInput, PersonField
from gouvernail.watch.models import HoldingPage, Review

LONG = 10_000


class ReviewForm(forms.Form):
    """The review of an incident."""

    facilitator = PersonField(label=_("Who led the meeting, and did not run the crisis"))
    held_on = forms.DateField(label=_("Day of the meeting"), required=False, widget=DayInput())
    present = forms.CharField(label=_("Who was there"), required=False, max_length=LONG)
    LABELS = {
        "story": _("What happened"),
        "helped": _("What helped"),
        "missing": _("What was missing"),
        "public": _("What the public went through"),
        "colleagues": _("What our colleagues went through"),
        "public_lesson": _("What we say outside"),
    }

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        person: Person,
        review: Review | None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        if review is not None:
            kept = {part: getattr(review, part) for part in Review.PARTS}
            days = {"held_on": review.held_on, "next_drill_on": review.next_drill_on}
            kwargs.setdefault("initial", {**kept, **days, "facilitator": review.facilitator})
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["facilitator"]).viewer = person
        for part, label in self.LABELS.items():
            self.fields[part] = forms.CharField(
                label=label,
                required=False,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["next_drill_on"] = forms.DateField(
            label=_("Next drill"), required=False, widget=DayInput()
        )


class ImprovementForm(forms.Form):
    """One action, one person, one date."""

    words = forms.CharField(label=_("What we change"), max_length=300)
    owner = PersonField(label=pgettext_lazy("action of a review", "Who"))
    due_on = forms.DateField(label=pgettext_lazy("action of a review", "By"), widget=DayInput())

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        owner = cast("PersonField", self.fields["owner"])
        owner.viewer, owner.required = person, True


class PageForm(forms.Form):
    """A holding page, in both languages."""

    title = forms.CharField(label=_("Title in French"), max_length=200)
    text = forms.CharField(
        label=_("Words in French"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    contact = forms.CharField(label=_("Whom to call, in French"), required=False, max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    text_en = forms.CharField(
        label=_("Words in English"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    contact_en = forms.CharField(
        label=_("Whom to call, in English"), required=False, max_length=300
    )
    address = forms.CharField(
        label=_("Where it is served"),
        required=False,
        max_length=300,
        help_text=_("The address on the other host; situation reports give it to their readers."),
    )

    @classmethod
    def of(cls, page: HoldingPage) -> "PageForm":
        """Return the form filled with a page."""
        names = ("title", "text", "contact", "title_en", "text_en", "contact_en", "address")
        return cls(initial={name: getattr(page, name) for name in names})


class SpeakForm(forms.Form):
    """A public statement on a holding page."""

    incident = forms.ChoiceField(label=pgettext_lazy("holding page", "For which incident"))
    words = forms.CharField(
        label=_("Statement in French"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    words_en = forms.CharField(
        label=_("Statement in English"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, incidents: "list[Incident]", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.title) for one in incidents
        ]
