"""What people answer about policies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope, visible_people
from gouvernail.policies.actions import PolicyFacts


class PolicyForm(forms.Form):
    """What is known of a policy beside its text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Rules cite it: charter#5.2.")
    )
    unit = forms.ModelChoiceField(
        label=_("Binds"), queryset=Unit.objects.none(), empty_label=_("to be chosen")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), empty_label=_("to be chosen")
    )
    review_months = forms.IntegerField(
        label=_("Review every (months)"), min_value=1, max_value=60, initial=12
    )
    must_sign = forms.BooleanField(label=_("To be signed"), required=False, initial=True)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(scope(person, Right.EDIT_POLICIES)).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        people = visible_people(person).filter(is_active=True)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # likewise

    def facts(self) -> PolicyFacts:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return PolicyFacts(
            slug=data["slug"],
            title=data["title"],
            title_en=data["title_en"],
            unit_id=data["unit"].pk,
            owner_id=data["owner"].pk,
            review_months=data["review_months"],
            must_sign=data["must_sign"],
        )


class TextForm(forms.Form):
    """The text of a version, in both languages, or one PDF."""

    source = forms.CharField(
        label=_("Text in French (Markdown)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "g-code"}),
        help_text=_("One numbered heading for each clause: “## 5 Prices”, “### 5.2 Comparing”."),
    )
    source_en = forms.CharField(
        label=_("Text in English (Markdown)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "g-code"}),
        help_text=_("The same numbers, clause for clause."),
    )
    file = forms.FileField(
        label=_("Or one dated file, PDF or Word"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
    )


class PublishForm(forms.Form):
    """From when a version binds."""

    in_force_on = forms.DateField(
        label=_("In force on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class SignForm(forms.Form):
    """Which version was shown, and its digest; both travel with the button."""

    version = forms.UUIDField()
    digest = forms.CharField(max_length=64)
