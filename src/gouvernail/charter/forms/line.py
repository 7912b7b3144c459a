"""What the forms of every section of the charter share."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.forms.seen import SeenForm
from gouvernail.charter.models import (
    Community,
    Line,
)
from gouvernail.charter.queries import the_charter
from gouvernail.charter.queries.facts import FACTS, LineFacts
from gouvernail.charter.queries.references import references
from gouvernail.charter.queries.seen import seen_of_line
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right
from gouvernail.people.queries import colleagues, unit_choices

OFFERED = 300
REFERENCES = frozenset({"unit_id", "person_id", "owner_id"})
BESIDE = frozenset(
    {
        *(("interest", "influence"), ("likelihood", "impact"), ("owner", "treatment")),
        *(("review_on", "status"), ("due_on", "status"), ("role", "person"), ("nature", "address")),
        *(("by_time", "time_zone"), ("country", "sector")),
    }
)
Choices = list[tuple[str, str | Promise]]


def area(label: Any) -> forms.CharField:  # noqa: ANN401 - words, lazy
    """Return a field of some lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=2000, widget=widget)


def day_input() -> forms.DateInput:
    """Return the browser's own way to choose a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LineForm(SeenForm):
    """What every line asks; `section` says which facts it makes."""

    section = ""
    title = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    text = area(_("Text"))
    text_en = area(_("Text in English"))

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        *,
        viewer: Person,
        line: Line | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.line = line
        super().__init__(data, initial=(initial or {}) | (self.said(line) if line else {}))
        self._offer(viewer, line)

    def said(self, line: Line) -> dict[str, Any]:
        """Return what a line says, as the fields of this form begin with it."""
        values: dict[str, Any] = {"seen": seen_of_line(self.section, line)}
        for each in fields(FACTS[self.section]):
            value = getattr(line, each.name)
            name = each.name.removesuffix("_id") if each.name in REFERENCES else each.name
            values[name] = str(value) if isinstance(value, UUID) else value
        return values

    def _offer(self, viewer: Person, line: Line | None) -> None:
        if "unit" in self.fields:
            units: Choices = [*unit_choices(viewer, Right.EDIT_UNIT_CHARTER)]
            self.choose("unit", _with(units, getattr(line, "unit", None)))
        for name in ("person", "owner"):
            if name in self.fields:
                people: Choices = [(str(one.pk), one.name) for one in colleagues(viewer)[:OFFERED]]
                people = _with(people, getattr(line, name, None))
                self.choose(name, [("", _("nobody in particular")), *people])

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Offer these choices for a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def offer_rules(self, viewer: Person, kept: str) -> None:
        """Offer the rules and clauses in force that `viewer` reads, and the one that stands."""
        found = references(viewer)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in found.values():
            if one.label:
                groups.setdefault(one.source, []).append((one.code, one.label))
        choices: list[tuple[Any, Any]] = [("", _("none yet")), *groups.items()]
        if kept and kept not in found:
            choices.insert(1, (kept, _("Not in force: %(code)s") % {"code": kept}))
        elif kept and not found[kept].label:
            choices.insert(1, (kept, _("As it stands: %(code)s") % {"code": kept}))
        self.choose("rule_ref", choices)
        if not found:
            self.fields["rule_ref"].help_text = _("No policy and no rule is in force yet.")
        elif not groups:
            words = _("Of the policies and rules in force, you may read none.")
            self.fields["rule_ref"].help_text = words

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields as they are laid out: those that belong together side by side."""
        rows: list[list[forms.BoundField]] = []
        for name in (name for name in self.fields if name != "seen"):
            before = rows[-1][-1].name if rows else ""
            if name == f"{before}_en" or (before, name) in BESIDE:
                rows[-1].append(self[name])
            else:
                rows.append([self[name]])
        return rows

    def facts(self) -> LineFacts:
        """Return the answers as the action takes them."""
        values: dict[str, Any] = {}
        for each in fields(FACTS[self.section]):
            if each.name == "community" and each.name not in self.fields:
                values[each.name] = getattr(self.line, each.name, Community.BOTH)
            elif each.name in REFERENCES:
                chosen = self.cleaned_data[each.name.removesuffix("_id")]
                values[each.name] = UUID(chosen) if chosen else None
            else:
                given = self.cleaned_data[each.name]
                values[each.name] = tuple(given) if isinstance(given, list) else given
        return FACTS[self.section](**values)


def _with(choices: Choices, kept: Unit | Person | None) -> Choices:
    """Return the choices with the one that stands, whoever edits the rest."""
    if kept is None or str(kept.pk) in {key for key, _label in choices}:
        return choices
    return [(str(kept.pk), str(kept)), *choices]


class ModelLineForm(LineForm):
    """A line of one of the two models; it is asked only where the frame keeps two."""

    community = forms.ChoiceField(
        label=_("To which model does it belong?"),
        choices=(
            (Community.BOTH, _("To both")),
            (Community.EXTERNAL, _("To the external model")),
            (Community.INTERNAL, _("To the internal model")),
        ),
        initial=Community.BOTH,
        widget=forms.RadioSelect,
    )

    def _offer(self, viewer: Person, line: Line | None) -> None:
        super()._offer(viewer, line)
        if not the_charter().keeps_two_models:
            del self.fields["community"]
