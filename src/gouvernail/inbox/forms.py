"""What is filled in about conversations."""

from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import is_uuid
from gouvernail.inbox.actions import Answer, DeskFacts, fresh_key
from gouvernail.inbox.models import Conversation, Desk
from gouvernail.inbox.queries.queue import BOXES, Filters
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, visible_units
from gouvernail.policies.forms.moderation import said_of
from gouvernail.policies.models import ModerationAct, ModerationReason
from gouvernail.registry.forms.accounts import PersonField
from gouvernail.registry.queries import network_choices
from gouvernail.teams.permissions import visible_teams
from gouvernail.teams.queries import members

MOST: Final = 200
ANY: Final = pgettext_lazy("filter of conversations", "any")
HOURS: Final = (
    ("1", _("in an hour")),
    ("4", _("in four hours")),
    ("24", _("in a day")),
    ("72", _("in three days")),
    ("168", _("in a week")),
)


class ReplyForm(forms.Form):
    """An answer; `key` makes the same form sent twice one answer."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your answer"),
        max_length=5_000,
        error_messages={"required": _("Write the answer first.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: QueryDict | None = None, *, text: str = "", version: str = "") -> None:
        initial = {"key": fresh_key(), "text": text, "version": version or None}
        super().__init__(data, initial=initial, auto_id="reply_%s")

    def answer(self) -> Answer:
        """Return what was written, ready for the action."""
        said = self.cleaned_data
        return Answer(key=said["key"], text=said["text"], version_id=said["version"])


class NoteForm(forms.Form):
    """Words for colleagues only."""

    words = forms.CharField(
        label=_("Internal note"),
        max_length=4_000,
        error_messages={"required": _("Write the note first.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only colleagues read it."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="note_%s")


class AssignForm(forms.Form):
    """A team, a person, or a person of a team."""

    team = forms.ChoiceField(label=pgettext_lazy("conversation", "Team"), required=False)
    person = forms.ChoiceField(label=pgettext_lazy("conversation", "Person"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, conversation: Conversation
    ) -> None:
        initial = {"team": conversation.team_id, "person": conversation.claimed_by_id}
        super().__init__(data, initial=initial, auto_id="assign_%s")
        teams = visible_teams(viewer).filter(closed_at__isnull=True).order_by("name_fr", "pk")
        people = {
            str(one.pk): one.name
            for one in holders_of_right(Right.MODERATE_COMMENTS, unit=conversation.unit)[:MOST]
        }
        if conversation.team is not None:
            people |= {str(one.person_id): one.person.name for one in members(conversation.team)}
        none = ("", pgettext_lazy("conversation", "nobody in particular"))
        _choose(self, "team", [none, *((str(one.pk), one.label) for one in teams[:MOST])])
        _choose(self, "person", [none, *sorted(people.items(), key=lambda pair: pair[1])])


class LaterForm(forms.Form):
    """For how long a conversation is put off."""

    hours = forms.ChoiceField(label=_("It comes back"), choices=HOURS)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="later_%s")

    def length(self) -> timedelta:
        """Return for how long."""
        return timedelta(hours=int(self.cleaned_data["hours"]))


class ExpertForm(forms.Form):
    """A question to somebody who knows."""

    expert = PersonField(label=_("Who knows"), help_text=_("Name or e-mail of a colleague."))
    words = forms.CharField(
        label=_("Your question"),
        max_length=4_000,
        error_messages={"required": _("Write the question first.")},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read the conversation too."),
    )
    due = forms.ChoiceField(label=_("Answer expected"), choices=HOURS, initial="24")

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data, auto_id="expert_%s")
        field = cast("PersonField", self.fields["expert"])
        field.viewer, field.required = viewer, True

    def length(self) -> timedelta:
        """Return how long they have."""
        return timedelta(hours=int(self.cleaned_data["due"]))


class ExpertAnswerForm(forms.Form):
    """What the expert knows."""

    words = forms.CharField(
        label=_("What you know"),
        max_length=4_000,
        error_messages={"required": _("Write the answer first.")},
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whoever asked writes the public answer with it."),
    )


class MergeForm(forms.Form):
    """Another conversation with the same person, into which this one goes."""

    into = forms.ChoiceField(label=_("Join it to"))

    def __init__(self, data: QueryDict | None = None, *, others: list[Conversation]) -> None:
        super().__init__(data, auto_id="merge_%s")
        _choose(self, "into", [(str(one.pk), one.subject) for one in others])


class ReferenceForm(forms.Form):
    """What the register of complaints calls it."""

    reference = forms.CharField(
        label=_("Reference in the register of complaints"),
        max_length=80,
        error_messages={"required": _("Give the reference of the register.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="register_%s")


class ModerateForm(forms.Form):
    """What was just done on the network to the last message, and the public reason."""

    act = forms.ChoiceField(label=_("What you did there"), choices=ModerationAct.Act.choices)
    reason = forms.ChoiceField(label=_("Public reason, with its clause"))

    def __init__(self, data: QueryDict | None = None, *, reasons: list[ModerationReason]) -> None:
        super().__init__(data, auto_id="moderate_%s")
        _choose(
            self, "reason", [(str(one.pk), f"{one.anchor} · {said_of(one)}") for one in reasons]
        )


class DecideForm(forms.Form):
    """Whether an answer may leave."""

    verdict = forms.ChoiceField(choices=(("approve", ""), ("changes", ""), ("refuse", "")))
    comment = forms.CharField(label=_("Why"), max_length=1_000, required=False)


class FilterForm(forms.Form):
    """Narrows the queue; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Words, or who wrote"), required=False, max_length=200)
    status = forms.ChoiceField(label=pgettext_lazy("conversation", "State"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    team = forms.ChoiceField(label=pgettext_lazy("conversation", "Team"), required=False)
    unit = forms.ChoiceField(label=pgettext_lazy("conversation", "Unit"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    sentiment = forms.ChoiceField(label=_("Tone, indicative"), required=False)
    complaint = forms.BooleanField(label=_("Regulated complaints only"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data, auto_id="filter_%s")
        teams = visible_teams(viewer).filter(closed_at__isnull=True).order_by("name_fr", "pk")
        units = visible_units(viewer).order_by("path")
        choices: dict[str, list[Any]] = {
            "status": list(Conversation.Status.choices),
            "network": list(network_choices()),
            "team": [(str(one.pk), one.label) for one in teams[:MOST]],
            "unit": [(str(one.pk), one.label) for one in units[:MOST]],
            "priority": [(str(value), label) for value, label in Conversation.Priority.choices],
            "sentiment": list(TONES.items()),
        }
        for name, found in choices.items():
            _choose(self, name, [("", ANY), *found])


def _said(label: Any, *, rows: int = 0, longest: int = 300) -> forms.CharField:  # noqa: ANN401 - lazy
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _minutes(label: Any) -> forms.IntegerField:  # noqa: ANN401 - lazy
    return forms.IntegerField(label=label, min_value=0, max_value=60_000)


class DeskForm(forms.Form):
    """How comments are answered, on one page; hours a line a day, only asked for clocks."""

    hours_fr = _said(_("When we answer, in French"))
    hours_en = _said(_("When we answer, in English"))
    rules_fr = _said(_("How we answer, in French"), rows=6, longest=4_000)
    rules_en = _said(_("How we answer, in English"), rows=6, longest=4_000)
    clocks_on = forms.BooleanField(
        label=_("Promise delays, and count them"),
        required=False,
        help_text=_("Off, nothing is counted: people answer when they can."),
    )
    zone = _said(_("Time zone"), longest=60)
    opening = forms.CharField(
        label=_("Hours of opening"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("A line a day from Monday, as 08:00-12:00, 13:00-19:00; empty is closed."),
    )
    holidays = _said(_("Public holidays of"), longest=10)
    first_minutes = _minutes(_("First answer, minutes of opening"))
    next_minutes = _minutes(_("Next answers, minutes of opening"))
    solve_minutes = _minutes(_("Settled, minutes of opening"))
    routing_on = forms.BooleanField(label=_("Route conversations to teams"), required=False)

    def __init__(self, data: QueryDict | None = None, *, desk: Desk) -> None:
        initial = {name: getattr(desk, name) for name in self.base_fields}
        super().__init__(data, initial=initial | {"opening": lines_of(desk.opening)})
        self.fields["zone"].required = True

    def clean_opening(self) -> dict[str, list[list[str]]]:
        """Return the hours of each day, as `Desk.opening` holds them."""
        lines = self.cleaned_data["opening"].splitlines()
        week = {}
        for number, line in enumerate(lines[:7]):
            rows = [[end.strip() for end in one.split("-")] for one in line.split(",")]
            if line.strip():
                week[str(number)] = rows
        return week

    def facts(self) -> DeskFacts:
        """Return what was said."""
        return DeskFacts(**self.cleaned_data)


def lines_of(opening: dict[str, Any]) -> str:
    """Return hours of opening as they are typed, a line a day. Pure."""
    days = [", ".join("-".join(one) for one in opening.get(str(day), ())) for day in range(7)]
    return "\n".join(days).rstrip()


class RuleForm(forms.Form):
    """A rule of routing; what is left empty asks nothing."""

    keyword = _said(_("One of these words is said"))
    network = forms.ChoiceField(label=_("On this network"), required=False)
    lang = forms.ChoiceField(
        label=_("In this language"),
        required=False,
        choices=(("", ANY), ("fr", "Français"), ("en", "English")),
    )
    sentiment = forms.ChoiceField(label=_("With this tone, indicative"), required=False)
    author = _said(_("By this person, as the network names them"), longest=200)
    most_open = forms.IntegerField(
        label=_("Passed over once the team has as many to answer"),
        required=False,
        min_value=0,
        max_value=10_000,
    )
    team = forms.ChoiceField(label=_("Goes to"))
    priority = forms.ChoiceField(
        label=_("With priority"), choices=Conversation.Priority.choices, initial=1
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data, auto_id="rule_%s")
        teams = visible_teams(viewer).filter(closed_at__isnull=True).order_by("name_fr", "pk")
        _choose(self, "team", [(str(one.pk), one.label) for one in teams[:MOST]])
        _choose(self, "network", [("", ANY), *network_choices()])
        _choose(self, "sentiment", [("", ANY), *TONES.items()])

    def conditions(self) -> dict[str, Any]:
        """Return what the rule asks."""
        said = self.cleaned_data
        names = ("keyword", "network", "lang", "sentiment", "author")
        return {name: said[name] for name in names} | {"most_open": said["most_open"] or 0}


TONES: Final = {
    "negative": pgettext_lazy("tone", "negative"),
    "neutral": pgettext_lazy("tone", "neutral"),
    "positive": pgettext_lazy("tone", "positive"),
}


def filters_of(query: QueryDict) -> Filters:
    """Return what the address asks; what it names and does not exist is left out."""
    box, status = query.get("box", "all"), query.get("status", "")
    priority, sentiment = query.get("priority", ""), query.get("sentiment", "")
    uuids = {name: query.get(name, "") for name in ("account", "team", "unit")}
    return Filters(
        box=box if box in BOXES else "all",
        status=status if status in Conversation.Status.values else "",
        network=query.get("network", "")[:40],
        priority=priority if priority in {str(one) for one in Conversation.Priority.values} else "",
        sentiment=sentiment if sentiment in TONES else "",
        complaint=bool(query.get("complaint")),
        search=query.get("q", "").strip()[:200],
        **{name: value if is_uuid(value) else "" for name, value in uuids.items()},
    )


def chips_of(filters: Filters, *, viewer: Person) -> list[dict[str, object]]:
    """Return what narrows a queue, one chip each. Two queries at most."""
    found: list[tuple[str, object]] = [
        ("q", filters.search),
        ("status", dict(Conversation.Status.choices).get(filters.status, "")),
        ("network", dict(network_choices()).get(filters.network, filters.network)),
        ("priority", _priority(filters.priority)),
        ("sentiment", TONES.get(filters.sentiment, "")),
        ("complaint", _("regulated complaints") if filters.complaint else ""),
        ("team", _label(visible_teams(viewer), filters.team)),
        ("unit", _label(visible_units(viewer), filters.unit)),
    ]
    return [{"name": name, "label": label} for name, label in found if label]


def _priority(value: str) -> object:
    return dict(Conversation.Priority.choices).get(int(value), "") if value else ""


def _label(rows: Any, key: str) -> str:  # noqa: ANN401 - rows of teams or of units
    found = rows.filter(pk=UUID(key)).first() if key else None
    return found.label if found is not None else ""


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


__all__ = [
    "AssignForm",
    "DecideForm",
    "DeskForm",
    "ExpertAnswerForm",
    "ExpertForm",
    "FilterForm",
    "LaterForm",
    "MergeForm",
    "ModerateForm",
    "NoteForm",
    "ReferenceForm",
    "ReplyForm",
    "RuleForm",
    "chips_of",
    "filters_of",
]
