"""What is filled in about a topic: lists of words for most people, a query for a few."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gouvernail.kernel.queries import (
    PartError,
    Parts,
    Query,
    QueryError,
    from_parts,
    parse,
    spell,
    to_parts,
)
from gouvernail.listening.actions.topics import TopicFacts, problem_words
from gouvernail.listening.models import Topic
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices

LISTS: Final = ("any_of", "all_of", "none_of", "languages", "networks", "authors")
MOST: Final = 20_000
_BETWEEN: Final = re.compile(r"[\n,;]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a written query cannot be read: what stands before, the fault, what follows."""

    before: str
    wrong: str
    after: str
    message: str


class Entries(forms.CharField):
    """Several entries, one a line or between commas."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})

    def clean(self, value: object) -> tuple[str, ...]:
        """Return the entries, in order, each once."""
        text = super().clean(value)
        entries = (" ".join(each.split()) for each in _BETWEEN.split(text))
        return tuple(dict.fromkeys(filter(None, entries)))


class TopicForm(forms.Form):
    """What a topic is and what it listens for."""

    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Topic.Kind.choices)
    unit = forms.ChoiceField(
        label=pgettext_lazy("topic", "Unit"),
        help_text=gettext_lazy("Who listens for this unit, or one above it, reads the topic."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How to say what to look for"),
        choices=(
            ("words", gettext_lazy("With lists of words")),
            ("query", gettext_lazy("With a written query")),
        ),
        widget=forms.RadioSelect,
        initial="words",
    )
    any_of = Entries(
        label=gettext_lazy("At least one of these words"),
        required=False,
        max_length=MOST,
        help_text=gettext_lazy(
            "One a line. Several words on a line are a phrase. A star ends a beginning:"
            " press* finds press and pressure. Accents and capitals do not matter."
        ),
    )
    all_of = Entries(
        label=gettext_lazy("All of these words"),
        required=False,
        max_length=MOST,
        help_text=gettext_lazy("#word for a hashtag, @name for a handle."),
    )
    none_of = Entries(label=gettext_lazy("None of these words"), required=False, max_length=MOST)
    languages = Entries(
        label=gettext_lazy("Only in these languages"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Codes: fr, en, de…"),
    )
    networks = Entries(
        label=gettext_lazy("Only on these networks"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("bluesky, mastodon, x…"),
    )
    authors = Entries(label=gettext_lazy("Only by these authors"), required=False, max_length=MOST)
    query = forms.CharField(
        label=gettext_lazy("Written query"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "AND, OR, NOT, quotes, NEAR/5, press*, =Exact, #tag, @handle, lang:fr, from:name,"
            " network:mastodon, url:host, has:link."
        ),
    )
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("Alert when it rises above usual"), choices=Topic.Sensitivity.choices
    )
    retention = forms.ChoiceField(
        label=gettext_lazy("Mentions are kept for"), choices=Topic.Retention.choices
    )

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, topic: Topic | None = None
    ) -> None:
        super().__init__(data, initial=_initial(topic))
        self.read: Query | None = None
        self.fault: Fault | None = None
        units = self.fields["unit"]
        if isinstance(units, forms.ChoiceField):
            units.choices = unit_choices(viewer, Right.EDIT_LISTENING)

    def clean(self) -> dict[str, Any]:
        """Read the query, written or made of lists; say what is wrong at its place."""
        said = super().clean() or self.cleaned_data
        if said.get("way") == "query":
            self._read_written(said.get("query", ""))
        elif not any(name in self.errors for name in LISTS):
            self._read_lists({name: said.get(name, ()) for name in LISTS})
        return said

    def _read_written(self, text: str) -> None:
        try:
            self.read = parse(text)
        except QueryError as problem:
            self.add_error("query", problem_words(problem))
            at, end = problem.start, max(problem.end, problem.start)
            self.fault = Fault(text[:at], text[at:end], text[end:], problem_words(problem))

    def _read_lists(self, lists: dict[str, Sequence[str]]) -> None:
        try:
            self.read = from_parts(Parts(**{name: tuple(each) for name, each in lists.items()}))
        except PartError as wrong:
            words = problem_words(wrong.problem)
            told = _("“%(entry)s”: %(problem)s") % {"entry": wrong.entry, "problem": words}
            self.add_error(wrong.field, told)
        except QueryError as problem:
            self.add_error("any_of", problem_words(problem))

    def facts(self) -> TopicFacts:
        """Return what was said, of a form that is valid."""
        said = self.cleaned_data
        written = said["query"].strip() if said["way"] == "query" else ""
        names = ("name_fr", "name_en", "kind", "sensitivity", "retention")
        made = spell(self.read) if self.read is not None else ""
        return TopicFacts(query=written or made, **{name: said[name] for name in names})


def _initial(topic: Topic | None) -> dict[str, Any]:
    if topic is None:
        return {
            "kind": Topic.Kind.BRAND,
            "sensitivity": Topic.Sensitivity.MEDIUM,
            "retention": Topic.Retention.YEAR,
        }
    names = ("name_fr", "name_en", "kind", "query", "sensitivity", "retention")
    initial: dict[str, Any] = {name: getattr(topic, name) for name in names}
    initial |= {"unit": str(topic.unit_id), "way": "query"}
    parts = parts_of(topic.query)
    if parts is not None:
        initial["way"] = "words"
        initial |= {name: "\n".join(getattr(parts, name)) for name in LISTS}
    return initial


def parts_of(text: str) -> Parts | None:
    """Return the lists that make a kept query; None when a form cannot say it."""
    try:
        return to_parts(parse(text))
    except QueryError:
        return None
