"""Spikes as pages show them, and what each sensitivity would have told of the last days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import Page, page_of
from gouvernail.kernel.analysis import Alert, Settings, filled, replay_each
from gouvernail.listening.models import Mention, Quarter, Spike, Topic
from gouvernail.listening.permissions import visible_mentions, visible_spikes
from gouvernail.people.models import Person

REPLAYED: Final = timedelta(days=30)
LEARNT_BEFORE: Final = timedelta(days=30)
QUARTER: Final = timedelta(minutes=15)
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """One sensitivity tried on the past: its code, its words, and the alerts there would be."""

    code: str
    label: str
    alerts: Sequence[Alert]


def spikes_page(viewer: Person, *, state: str = "", cursor: str = "") -> Page[Spike]:
    """Return a page of spikes, the latest first, with topics. One query beside the rights.

    `state`: `open` for those not over, `unseen` for those that nobody looked at.
    """
    rows = visible_spikes(viewer).select_related("topic", "seen_by")
    if state == "open":
        rows = rows.filter(until__isnull=True)
    if state == "unseen":
        rows = rows.filter(verdict="")
    return page_of(rows, order=("-told_at", "-id"), cursor=cursor)


def examples_of(card: dict[str, Any], viewer: Person) -> list[Mention]:
    """Return the examples of a card that are still kept, in its order. One query."""
    keys = [UUID(key) for key in card.get("examples", ()) if is_uuid(key)][:SHOWN]
    found = {one.pk: one for one in visible_mentions(viewer).filter(pk__in=keys, is_hidden=False)}
    return [found[key] for key in keys if key in found]


def authors_of(card: dict[str, Any], viewer: Person) -> list[tuple[str, int]]:
    """Return who says most, by the names that are still kept, with how many. One query."""
    counts = {UUID(key): number for key, number in card.get("authors", ()) if is_uuid(key)}
    kept = visible_mentions(viewer).filter(pk__in=counts, withdrawn_at__isnull=True)
    names = {one.pk: one.author_handle or one.author_name for one in kept}
    return [(names[key], number) for key, number in counts.items() if names.get(key)]


def tried_on_the_past(topic: Topic, *, at: datetime) -> list[Tried]:
    """Return what each sensitivity would have told of the last 30 days. One query.

    The 30 days before them are learnt from, as far as they were counted. About a tenth of a second.
    """
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    rows = Quarter.objects.filter(topic=topic, start__gte=at - REPLAYED - LEARNT_BEFORE)
    counts = [
        (start.astimezone(zone), count, negative)
        for start, count, negative in rows.order_by("start").values_list(
            "start", "count", "negative"
        )
    ]
    found = replay_each(filled(counts, QUARTER), Settings())
    return [
        Tried(code, str(Topic.Sensitivity(code).label), _recent(found[code], at))
        for code in ("low", "medium", "high")
    ]


def _recent(alerts: Sequence[Alert], at: datetime) -> list[Alert]:
    return [one for one in alerts if one.at >= at - REPLAYED]
