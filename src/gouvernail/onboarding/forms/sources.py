"""What people have: an address, links, a choice among accounts, a policy."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.sorting import Plain
from gouvernail.onboarding.actions import PolicyFileFacts
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, visible_people
from gouvernail.people.queries import unit_choices


class WebsiteForm(forms.Form):
    """The address of a website."""

    website = forms.CharField(
        label=_("Address of your website"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "url", "placeholder": "www.example.org"}
        ),
        help_text=_("The first page, and those for contact, legal notices and press."),
    )


class LinksForm(forms.Form):
    """Addresses, pasted as they come."""

    links = forms.CharField(
        label=_("Addresses of your accounts"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "One a line, or separated by spaces, commas or semicolons; “Instagram: @name” too."
        ),
    )


class ChooseForm(forms.Form):
    """Which proposals, and the unit that they go to."""

    proposals = forms.MultipleChoiceField(required=False)
    unit_id = forms.ChoiceField(label=_("Unit they belong to"))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        viewer: Person,
        proposals: list[str],
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen, units = self.fields["proposals"], self.fields["unit_id"]
        chosen.choices = [(key, key) for key in proposals]  # type: ignore[attr-defined]  # a ChoiceField
        units.choices = unit_choices(viewer, Right.EDIT_ACCOUNTS)  # type: ignore[attr-defined]  # likewise

    def chosen(self) -> list[UUID]:
        """Return the proposals that were ticked."""
        return [UUID(key) for key in self.cleaned_data["proposals"]]


class PolicyFileForm(forms.Form):
    """The policy file, and what it does not say of itself."""

    file = forms.FileField(
        label=_("The policy, as PDF or Word"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=_("20 MB at most. It is kept as it is; clauses may come later."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    in_force_on = forms.DateField(
        label=_("Date of the policy"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    unit_id = forms.ChoiceField(label=_("Binds"))
    owner_id = forms.ChoiceField(label=_("Owner"))
    review_months = forms.IntegerField(
        label=_("Review every (months)"), min_value=1, max_value=60, initial=12
    )
    must_sign = forms.BooleanField(
        label=_("Ask everybody it binds to sign it now"),
        required=False,
        help_text=_("Leave it empty to begin quietly: you can ask later."),
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        units, owners = self.fields["unit_id"], self.fields["owner_id"]
        units.choices = unit_choices(viewer, Right.EDIT_POLICIES)  # type: ignore[attr-defined]  # a ChoiceField
        people = visible_people(viewer).filter(is_active=True).order_by(Plain("name"))[:500]
        owners.choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]  # likewise

    def facts(self) -> PolicyFileFacts:
        """Return what is known of the file, as the action takes it."""
        data = self.cleaned_data
        return PolicyFileFacts(
            title=data["title"],
            unit_id=UUID(data["unit_id"]),
            owner_id=UUID(data["owner_id"]),
            in_force_on=data["in_force_on"],
            review_months=data["review_months"],
            must_sign=data["must_sign"],
        )
