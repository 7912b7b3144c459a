"""What people answer about policies."""

from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.charter.queries.networks import network_choices
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import Right, scope, visible_people, visible_units
from gouvernail.policies.actions import PolicyFacts
from gouvernail.policies.forms.people import PeopleField
from gouvernail.policies.forms.uploads import light_enough
from gouvernail.policies.models import Policy

OWN: Final = "own"
MAX_SLUG: Final = 60
CADENCES: Final = (
    ("3", pgettext_lazy("review of a policy", "quarterly")),
    ("6", pgettext_lazy("review of a policy", "half-yearly")),
    ("12", pgettext_lazy("review of a policy", "yearly")),
    (OWN, pgettext_lazy("review of a policy", "at a rhythm of its own")),
)


def cadence_of(months: int) -> str:
    """Return the name of a rhythm of reviews."""
    return str(months) if str(months) in dict(CADENCES) else OWN


def _slug_of(title: str) -> str:
    """Return a short name made of a title, one that no policy has yet."""
    slug = slugify(title)[:MAX_SLUG].strip("-")
    taken = set(Policy.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    for number in range(2, len(taken) + 2):
        if slug not in taken:
            break
        slug = f"{slugify(title)[: MAX_SLUG - 5].strip('-')}-{number}"
    return slug


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class PolicyForm(forms.Form):
    """What is known of a policy beside its text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=MAX_SLUG,
        required=False,
        help_text=_("Rules cite it: charter#5.2. Left empty, it is made from the title."),
    )
    unit = forms.ModelChoiceField(
        label=_("Binds"), queryset=Unit.objects.none(), empty_label=_("to be chosen")
    )
    owner = PeopleField(label=_("Owner"), help_text=_("By e-mail or name."))
    cadence = forms.ChoiceField(
        label=_("Reviewed"), choices=CADENCES, required=False, widget=forms.RadioSelect
    )
    review_months = forms.IntegerField(
        label=_("Or every so many months"), min_value=1, max_value=60, required=False
    )
    must_sign = forms.BooleanField(label=_("To be signed"), required=False, initial=True)
    audience = forms.ChoiceField(
        label=_("Whom it addresses"),
        choices=Policy.Audience.choices,
        required=False,
        initial=Policy.Audience.INTERNAL,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Only these units, and those below them"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("None: the unit above, and all below it."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Only these roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: everyone, whatever their role."),
    )
    networks = forms.MultipleChoiceField(
        label=_("Of which networks it speaks"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "p-columns"}),
        help_text=_("None: of all of them."),
    )
    approvers = forms.ModelMultipleChoiceField(
        label=_("Named approvers"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    add_approvers = PeopleField(
        label=_("Name approvers"),
        several=True,
        required=False,
        help_text=_(
            "By e-mail or name, between commas. One of them agrees to each version, never who wrote"
            " it. None: another person who may write policies here, or a reviewer of brand, legal,"
            " compliance or communications."
        ),
    )

    folds = (
        (_("Only some people or networks"), ("units", "roles", "networks")),
        (_("Who approves it"), ("approvers", "add_approvers")),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(scope(person, Right.EDIT_POLICIES)).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        people = visible_people(person).filter(is_active=True)
        for name in ("owner", "add_approvers"):
            self.fields[name].people = people  # type: ignore[attr-defined]  # a PeopleField
        self._named(people)
        seen = visible_units(person).order_by("path")
        self.fields["units"].queryset = seen  # type: ignore[attr-defined]  # likewise
        self.fields["networks"].choices = network_choices()  # type: ignore[attr-defined]  # a choice field

    def _named(self, people: QuerySet[Person]) -> None:
        """Offer those named already, to be kept or let go; without any, the question is not put."""
        keys = self.initial.get("approvers") or []
        if self.is_bound:
            posted = cast("QueryDict", self.data).getlist("approvers")
            keys = [*keys, *(one for one in posted if _is_key(one))]
        field = cast("forms.ModelMultipleChoiceField[Person]", self.fields["approvers"])
        field.queryset = people.filter(pk__in=keys).order_by(Plain("name"))
        if not keys:
            del self.fields["approvers"]

    def clean(self) -> dict[str, Any]:
        """Turn the named cadence into months; make the short name that was not given."""
        data = super().clean() or {}
        if not data.get("slug") and "slug" not in self.errors:
            data["slug"] = self.initial.get("slug") or _slug_of(data.get("title", ""))
        named = data.get("cadence")
        if named and named != OWN:
            data["review_months"] = int(named)
            self.errors.pop("review_months", None)
        elif not data.get("review_months") and "review_months" not in self.errors:
            self.add_error("review_months", _t("Say how many months, or choose one above."))
        return data

    def facts(self) -> PolicyFacts:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        approvers = [*data.get("approvers", ()), *data["add_approvers"]]
        return PolicyFacts(
            slug=data["slug"],
            title=data["title"],
            title_en=data["title_en"],
            unit_id=data["unit"].pk,
            owner_id=data["owner"][0].pk,
            review_months=data["review_months"],
            must_sign=data["must_sign"],
            audience=data["audience"] or Policy.Audience.INTERNAL,
            unit_ids=tuple(one.pk for one in data["units"]),
            roles=tuple(data["roles"]),
            networks=tuple(data["networks"]),
            approver_ids=tuple(dict.fromkeys(one.pk for one in approvers)),
        )


class TextForm(forms.Form):
    """The text of a version, in both languages, or one PDF; `base` says which text was read."""

    base = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    source = forms.CharField(
        label=_("Text in French (Markdown)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "g-code"}),
        help_text=_(
            "One numbered heading for each clause: “## 5 Prices”, “### 5.2 Comparing”."
            " **bold**, - a list, [words](https://address), | a | table |."
        ),
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

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is too heavy before it is read."""
        return light_enough(self.cleaned_data["file"])

    def over(self, base: str) -> "TextForm":
        """Return the same words, to be kept in place of those of `base`."""
        data = cast("QueryDict", self.data).copy()
        data["base"] = base
        return TextForm(data)


class SubmitForm(forms.Form):
    """From when a version binds, and what it changes."""

    changes = forms.CharField(
        label=_("What changes, and why"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    changes_en = forms.CharField(
        label=_("What changes, in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    in_force_on = forms.DateField(
        label=_("In force on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It binds from this day on, by itself, once it is approved."),
    )


class AnswerForm(forms.Form):
    """What is said with an approval, or with what is sent back; the digest of the text read."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label=pgettext_lazy("field", "Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to send it back."),
    )


class ReviewForm(forms.Form):
    """Why nothing changes."""

    why = forms.CharField(
        label=_("Why nothing changes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ArchiveForm(forms.Form):
    """Why a policy is no longer needed."""

    reason = forms.CharField(
        label=_("Why it is no longer needed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SignForm(forms.Form):
    """Which version was shown, and its digest; both travel with the button."""

    version = forms.UUIDField()
    digest = forms.CharField(max_length=64)
