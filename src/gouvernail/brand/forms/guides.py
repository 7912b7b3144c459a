"""What is asked about the guide."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.brand.actions.guides import MOST_PAIRS, PAIR, SectionFacts
from gouvernail.brand.actions.references import ElementFacts, ReferenceFacts
from gouvernail.brand.models import Reading, SectionVersion, SiteElement, Topic
from gouvernail.media.models import Asset
from gouvernail.media.queries import assets_for_choice
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.queries import network_choices

OFFERED_PICTURES = 60


def area(label: Any, rows: int = 3) -> forms.CharField:  # noqa: ANN401 - words, lazy
    """Return a field of some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=20_000, widget=widget)


def line(label: Any, *, required: bool = False, longest: int = 160) -> forms.CharField:  # noqa: ANN401 - words, lazy
    """Return a field of one line."""
    return forms.CharField(label=label, required=required, max_length=longest)


def day(label: Any) -> forms.DateField:  # noqa: ANN401 - words, lazy
    """Return a day, chosen the browser's own way."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


def choose(form: forms.Form, name: str, choices: Any) -> None:  # noqa: ANN401 - pairs
    """Offer these choices for a field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def networks_offered(none: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - words, lazy
    """Return every network, after none in particular."""
    return [("", none), *network_choices()]


class PlaceForm(forms.Form):
    """In which unit and for which network."""

    unit = forms.ChoiceField(label=_("Unit"))
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, data: Any = None, *, viewer: Person, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, **options)
        choose(self, "unit", unit_choices(viewer, Right.EDIT_BRAND))
        choose(self, "network", networks_offered(_("Every network")))


class TextForm(forms.Form):
    """What every version says."""

    title = line(_("Title"), required=True)
    title_en = line(_("Title in English"))
    text = area(_("Text"), 6)
    text_en = area(_("Text in English"), 6)


class ChangesForm(forms.Form):
    """What a version changes, and whether readers are asked again."""

    changes = line(_("What changes"), longest=400)
    changes_en = line(_("What changes, in English"), longest=400)
    substantial = forms.BooleanField(
        label=_("It changes in substance: whoever must read the guide is asked again"),
        required=False,
        initial=True,
    )


class SectionForm(ChangesForm, TextForm):
    """The next version of a section."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ("title", "title_en", "text", "text_en", "changes", "changes_en", "substantial")


class NewSectionForm(TextForm, PlaceForm):
    """A section that does not exist yet."""

    topic = forms.ChoiceField(label=_("Subject"), choices=Topic.choices)
    field_order = ("unit", "network", "topic", "title", "title_en", "text", "text_en")


class PairForm(forms.Form):
    """One do and one don't, each with its example."""

    do = area(_("Do"), 2)
    dont = area(_("Don’t"), 2)
    do_en = area(_("Do, in English"), 2)
    dont_en = area(_("Don’t, in English"), 2)
    good = area(_("Good example"), 2)
    bad = area(_("Bad example"), 2)
    good_en = area(_("Good example in English"), 2)
    bad_en = area(_("Bad example in English"), 2)
    good_picture = forms.ChoiceField(label=_("Good example: a picture"), required=False)
    bad_picture = forms.ChoiceField(label=_("Bad example: a picture"), required=False)

    def __init__(self, *given: Any, pictures: list[tuple[str, str]], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        for name in ("good_picture", "bad_picture"):
            kept = str(self.initial.get(name, ""))
            offered = [("", _("no picture")), *pictures]
            if kept and kept not in {key for key, _label in pictures}:
                offered.append((kept, _("the picture that stands")))
            choose(self, name, offered)


PairForms = forms.formset_factory(PairForm, extra=2, max_num=MOST_PAIRS)


def pair_forms(data: Any, *, version: SectionVersion | None, viewer: Person) -> Any:  # noqa: ANN401 - a formset
    """Return the pairs of a version as forms, and two blank ones. One query."""
    pictures = [(str(one.pk), _name(one)) for one in assets_for_choice(viewer)[:OFFERED_PICTURES]]
    initial = list(version.pairs) if version else []
    return PairForms(data, initial=initial, prefix="pair", form_kwargs={"pictures": pictures})


def _name(asset: Asset) -> str:
    return (asset.title or asset.alt or asset.original_name)[:80]


def section_facts(said: Mapping[str, Any], pairs: Any = None) -> SectionFacts:  # noqa: ANN401 - a formset
    """Return the answers as the action takes them."""
    names = {each.name for each in fields(SectionFacts)} - {"pairs"}
    values = {name: value for name, value in said.items() if name in names}
    found = [{name: str(one.get(name) or "") for name in PAIR} for one in (pairs or ()) if one]
    return SectionFacts(**values, pairs=tuple(found))


class ReadingForm(forms.Form):
    """Who must read the guide, and within how many days."""

    readers = forms.ChoiceField(
        label=_("Who is to read it"), choices=Reading.Readers.choices, widget=forms.RadioSelect
    )
    due_days = forms.IntegerField(
        label=_("Within how many days"), initial=14, min_value=1, max_value=365
    )


class LinesForm(forms.Form):
    """Which lines of the starter guide are taken."""

    lines = forms.MultipleChoiceField(label=_("Lines"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, keys: list[str]) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data)
        choose(self, "lines", [(key, key) for key in keys])
        self.fields["lines"].error_messages["required"] = _("Tick at least one line.")


class ReferenceForm(forms.Form):
    """A document the guide leans on."""

    unit = forms.ChoiceField(label=_("Unit"))
    title = line(_("Title"), required=True)
    title_en = line(_("Title in English"))
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("A page of the web, or of this site where the dated document is kept."),
    )
    checked_on = day(_("Last looked at by hand on"))

    def __init__(self, data: Any = None, *, viewer: Person, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, **options)
        choose(self, "unit", unit_choices(viewer, Right.EDIT_BRAND))

    def facts(self) -> ReferenceFacts:
        """Return the answers as the action takes them."""
        said = dict(self.cleaned_data)
        return ReferenceFacts(unit_id=UUID(said.pop("unit")), **said)


class ElementForm(forms.Form):
    """One thing that the web site and the networks must say alike."""

    unit = forms.ChoiceField(label=_("Unit"))
    aspect = forms.ChoiceField(label=_("What is compared"), choices=SiteElement.Aspect.choices)
    address = line(_("Page of the web site"), longest=500)
    on_site = line(_("What the web site says"), longest=400)
    on_networks = line(_("What the networks say"), longest=400)
    state = forms.ChoiceField(label=_("Do they say the same?"), choices=SiteElement.State.choices)
    checked_on = day(_("Compared on"))

    def __init__(self, data: Any = None, *, viewer: Person, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, **options)
        choose(self, "unit", unit_choices(viewer, Right.EDIT_BRAND))

    def facts(self) -> ElementFacts:
        """Return the answers as the action takes them."""
        said = dict(self.cleaned_data)
        return ElementFacts(unit_id=UUID(said.pop("unit")), **said)


def begun_with(row: Any, form: type[forms.Form]) -> dict[str, Any]:  # noqa: ANN401 - any row
    """Return what a form begins with: what a row says. No query."""
    said: dict[str, Any] = {}
    for name in form.base_fields:
        value = getattr(row, f"{name}_id" if name == "unit" else name, "")
        said[name] = value if isinstance(value, date | list) else value or ""
    return said
