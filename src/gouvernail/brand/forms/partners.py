"""What people fill in about partners, contracts and their posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.brand.actions.influencers import PartnerFacts, Seen, Terms
from gouvernail.brand.forms.guides import area, choose, line
from gouvernail.brand.forms.library import paper_field
from gouvernail.brand.models import Contract, Partner
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.forms.accounts import DayInput

LANGUAGES = (("fr", "Français"), ("en", "English"))
COUNTRY_LETTERS = 2
# Words that the texts of each country name or accept: the French law of 9 June 2023 (article 5,
# as changed in 2024), the guides of Ad Standards Canada and of the Federal Trade Commission.
DISCLOSURES = (
    "FR: publicité, collaboration commerciale\nCA: publicité, ad, sponsored\nUS: ad, sponsored"
)


class PartnerForm(forms.Form):
    """Who a partner is."""

    unit = forms.ChoiceField(label=_("Unit"))
    kind = forms.ChoiceField(
        label=pgettext_lazy("partner", "Kind"),
        choices=Partner.Kind.choices,
        widget=forms.RadioSelect,
        initial=Partner.Kind.PERSON,
    )
    name = line(_("Name"), required=True)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Where corrections are asked for.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    addresses = forms.CharField(
        label=_("Profiles"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One address a line, pasted as it is."),
    )
    note = area(_("Note"), 2)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        *,
        viewer: Person,
        partner: Partner | None = None,
    ) -> None:
        initial = {}
        if partner is not None:
            names = ("kind", "name", "email", "language", "note")
            initial = {name: getattr(partner, name) for name in names}
            initial |= {"unit": str(partner.unit_id)}
            initial |= {"addresses": "\n".join(one["url"] for one in partner.handles)}
        super().__init__(data, initial=initial)
        choose(self, "unit", unit_choices(viewer, Right.EDIT_BRAND))

    def facts(self) -> PartnerFacts:
        """Return what was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return PartnerFacts(**said)


class DisclosuresField(forms.CharField):
    """A line a country: its two letters, a colon, words between commas."""

    def clean(self, value: object) -> dict[str, list[str]]:
        """Return the words of each country."""
        found: dict[str, list[str]] = {}
        for each in super().clean(value).splitlines():
            land, mark, words = each.partition(":")
            code = land.strip().upper()
            if not each.strip():
                continue
            if not mark or len(code) != COUNTRY_LETTERS or not code.isalpha():
                raise forms.ValidationError(_("Write a line as: FR: publicité, partenariat"))
            found[code] = [word.strip()[:80] for word in words.split(",") if word.strip()]
        return found


class ContractForm(forms.Form):
    """What was agreed."""

    title = line(_("Subject"), required=True, longest=200)
    starts_on = forms.DateField(label=pgettext_lazy("contract", "From"), widget=DayInput())
    ends_on = forms.DateField(label=pgettext_lazy("contract", "Until"), widget=DayInput())
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    disclosures = DisclosuresField(
        label=_("Words that make the partnership clear, by country"),
        initial=DISCLOSURES,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line a country; one of its words is enough. Have them confirmed by legal."),
    )
    must_say = forms.CharField(
        label=_("What else must be said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One piece of text a line; each must be in every post."),
    )
    paper = paper_field(_("The signed contract"))

    def terms(self) -> Terms:
        """Return what was agreed."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "paper"}
        return Terms(**said)


class PostForm(forms.Form):
    """A post of a partner."""

    url = forms.URLField(
        label=_("Address of the post"), required=False, max_length=500, assume_scheme="https"
    )
    due_on = forms.DateField(label=_("Expected on"), required=False, widget=DayInput())
    country = forms.ChoiceField(label=_("Country it speaks to"), required=False)
    text = forms.CharField(
        label=_("Its text, as it is online"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Empty: it is expected, and held against the contract later."),
    )

    def __init__(self, *args: Any, contract: Contract, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        lands = [(land, land) for land in contract.disclosures]
        choose(self, "country", [("", _("every country of the contract")), *lands])

    def seen(self) -> Seen:
        """Return what was said of it."""
        return Seen(**self.cleaned_data)


class ReadForm(PostForm):
    """What a post that was expected says."""

    def __init__(self, *args: Any, contract: Contract, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, contract=contract, **options)
        del self.fields["due_on"]
        self.fields["text"].help_text = ""
