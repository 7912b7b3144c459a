"""What is asked about templates, audiences and colour themes."""

import re
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gouvernail.brand.actions.audiences import AudienceFacts
from gouvernail.brand.actions.themes import ThemeFacts
from gouvernail.brand.forms.guides import PlaceForm, TextForm, area, choose, line
from gouvernail.brand.models import Audience, Part, Theme
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_choices, network_label

LANGUAGES: Final = (
    ("fr", _("French")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("de", _("German")),
)
COLOUR_LINE: Final = re.compile(
    r"\s*(?P<name>[^/#]+?)\s*(?:/\s*(?P<english>[^#]+?)\s*)?(?P<hex>#\S+)\s*"
)
PAIR_PARTS: Final = 2


class TemplateForm(TextForm):
    """The next version of a template."""

    required = forms.MultipleChoiceField(
        label=_("A post made from it must have"),
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    width = forms.IntegerField(
        label=_("Width of the picture, in pixels"), required=False, min_value=0, max_value=20_000
    )
    height = forms.IntegerField(
        label=_("Height of the picture, in pixels"), required=False, min_value=0, max_value=20_000
    )
    changes = line(_("What changes"), longest=400)
    changes_en = line(_("What changes, in English"), longest=400)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        self.fields["text"].required = True
        self.fields["text"].help_text = _(
            "Write a place to fill as {{date: Day of the visit}}. Kinds: text, date, place, "
            "figure, link, person; with a question mark after its kind, it may stay away."
        )

    def clean_width(self) -> int:
        """Return 0 when no width is given."""
        return self.cleaned_data["width"] or 0

    def clean_height(self) -> int:
        """Return 0 when no height is given."""
        return self.cleaned_data["height"] or 0


class NewTemplateForm(TemplateForm, PlaceForm):
    """A template that does not exist yet."""

    field_order = ("unit", "network", "title", "title_en", "text", "text_en", "required")


class AudienceForm(forms.Form):
    """An audience, high or micro."""

    unit = forms.ChoiceField(label=_("Unit"))
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    title = line(_("Title"), required=True)
    title_en = line(_("Title in English"))
    code = forms.SlugField(
        label=_("Short name, for rules"), max_length=40, help_text=_("Such as young-parents.")
    )
    text = area(_("Who they are"))
    text_en = area(_("Who they are, in English"))
    needs = area(_("What they need from us"))
    needs_en = area(_("What they need from us, in English"))
    networks = forms.MultipleChoiceField(
        label=_("Networks where they are"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.CharField(
        label=_("Sensitive subjects with them"),
        required=False,
        max_length=1700,
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    accounts = forms.MultipleChoiceField(
        label=_("Accounts that speak to them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        *,
        viewer: Person,
        parents: list[Audience],
        accounts: list[Account],
        **options: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(data, **options)
        choose(self, "unit", unit_choices(viewer, Right.EDIT_BRAND))
        above = [(str(one.pk), one.label) for one in parents]
        choose(self, "parent", [("", _("nobody: it stands at high level")), *above])
        choose(self, "networks", network_choices())
        named = [(str(one.pk), f"{one.name} ({network_label(one.network)})") for one in accounts]
        choose(self, "accounts", named)

    def facts(self) -> AudienceFacts:
        """Return the answers as the action takes them."""
        said = dict(self.cleaned_data)
        parent = said.pop("parent")
        return AudienceFacts(
            unit_id=UUID(said.pop("unit")),
            parent_id=UUID(parent) if parent else None,
            networks=tuple(said.pop("networks")),
            languages=tuple(said.pop("languages")),
            topics=tuple(said.pop("topics").splitlines()),
            account_ids=tuple(UUID(one) for one in said.pop("accounts")),
            **said,
        )


class ThemeForm(forms.Form):
    """A colour theme, a colour a line."""

    unit = forms.ChoiceField(label=_("Unit"))
    title = line(_("Title"), required=True)
    title_en = line(_("Title in English"))
    colours = forms.CharField(
        label=_("Colours"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("One a line: bleu nuit / night blue #0b2e4f. The first is the main one."),
    )
    pairs = forms.CharField(
        label=_("Pairs allowed"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, text on ground: blanc > bleu nuit."),
    )

    def __init__(self, data: Any = None, *, viewer: Person, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, **options)
        choose(self, "unit", unit_choices(viewer, Right.EDIT_BRAND))

    def clean_colours(self) -> tuple[tuple[str, str, str], ...]:
        """Return the colours by line."""
        found = []
        for each in filter(str.strip, self.cleaned_data["colours"].splitlines()):
            match = COLOUR_LINE.fullmatch(each)
            if match is None:
                words = _now("“%(line)s” names no colour: write blue #0b6e8f.")
                raise forms.ValidationError(words % {"line": each[:60]})
            found.append((match["name"], match["english"] or "", match["hex"]))
        return tuple(found)

    def clean_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs by line."""
        found = []
        for each in filter(str.strip, self.cleaned_data["pairs"].splitlines()):
            parts = [part.strip() for part in each.split(">")]
            if len(parts) != PAIR_PARTS:
                words = _now("“%(line)s” is no pair: write white > night blue.")
                raise forms.ValidationError(words % {"line": each[:60]})
            found.append((parts[0], parts[1]))
        return tuple(found)

    def facts(self) -> ThemeFacts:
        """Return the answers as the action takes them."""
        said = dict(self.cleaned_data)
        return ThemeFacts(unit_id=UUID(said.pop("unit")), **said)

    @staticmethod
    def said(row: Theme) -> dict[str, Any]:
        """Return what a theme says, as the fields of this form begin with it."""
        names = [one["name"] for one in row.colours]
        colours = [
            f"{one['name']} / {one['name_en']} {one['hex']}"
            if one.get("name_en")
            else f"{one['name']} {one['hex']}"
            for one in row.colours
        ]
        pairs = [f"{names[text]} > {names[ground]}" for text, ground in row.pairs]
        return {
            "unit": str(row.unit_id),
            "title": row.title,
            "title_en": row.title_en,
            "colours": "\n".join(colours),
            "pairs": "\n".join(pairs),
        }
