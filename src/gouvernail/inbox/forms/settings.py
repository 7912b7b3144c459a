"""What is filled in about how comments are answered, and the rules of routing."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.inbox.actions import DeskFacts
from gouvernail.inbox.forms.choosing import ANY, MOST, TONES, account_words, choose
from gouvernail.inbox.models import Conversation, Desk
from gouvernail.listening.permissions import visible_topics
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import network_choices
from gouvernail.teams.permissions import visible_teams

KEPT: Final = ("kept_days", "private_days", "complaint_days")


def _said(label: Any, *, rows: int = 0, longest: int = 300) -> forms.CharField:  # noqa: ANN401 - lazy
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _minutes(label: Any) -> forms.IntegerField:  # noqa: ANN401 - lazy
    return forms.IntegerField(label=label, min_value=0, max_value=60_000)


def _kept(label: Any) -> forms.ChoiceField:  # noqa: ANN401 - lazy
    return forms.ChoiceField(label=label, choices=Desk.Kept.choices)


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
    kept_days = _kept(_("Conversations that are over are kept for"))
    private_days = _kept(_("Those told to us alone, for"))
    complaint_days = _kept(_("Regulated complaints, for"))

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
        said = self.cleaned_data
        return DeskFacts(**said | {name: int(said[name]) for name in KEPT})


def lines_of(opening: dict[str, Any]) -> str:
    """Return hours of opening as they are typed, a line a day. Pure."""
    days = [", ".join("-".join(one) for one in opening.get(str(day), ())) for day in range(7)]
    return "\n".join(days).rstrip()


class RuleForm(forms.Form):
    """A rule of routing; what is left empty asks nothing."""

    keyword = _said(_("One of these words is said"))
    account = forms.ChoiceField(label=_("To this account of ours"), required=False)
    topic = forms.ChoiceField(label=_("About this topic of listening"), required=False)
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
        choose(self, "team", [(str(one.pk), one.label) for one in teams[:MOST]])
        accounts = visible_accounts(viewer).filter(status__in=Account.OURS)
        accounts = accounts.order_by("name", "pk")[:MOST]
        choose(
            self, "account", [("", ANY), *((str(one.pk), account_words(one)) for one in accounts)]
        )
        topics = visible_topics(viewer).filter(closed_at__isnull=True).order_by("name_fr", "pk")
        choose(self, "topic", [("", ANY), *((str(one.pk), one.label) for one in topics[:MOST])])
        choose(self, "network", [("", ANY), *network_choices()])
        choose(self, "sentiment", [("", ANY), *TONES.items()])

    def conditions(self) -> dict[str, Any]:
        """Return what the rule asks."""
        said = self.cleaned_data
        names = ("keyword", "network", "lang", "sentiment", "author")
        return {name: said[name] for name in names} | {
            "account_id": said["account"] or None,
            "topic_id": said["topic"] or None,
            "most_open": said["most_open"] or 0,
        }
