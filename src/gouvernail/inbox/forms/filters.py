"""What narrows the queue of conversations."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import is_uuid
from gouvernail.inbox.forms.choosing import ANY, MOST, TONES, choose
from gouvernail.inbox.models import Conversation
from gouvernail.inbox.queries.queue import BOXES, Filters
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_units
from gouvernail.registry.queries import network_choices
from gouvernail.teams.permissions import visible_teams


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
            choose(self, name, [("", ANY), *found])


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
