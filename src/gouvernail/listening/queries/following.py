"""Topics as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from gouvernail.foundation.paging import Page, page_of
from gouvernail.listening.models import Daily, Topic
from gouvernail.listening.permissions import visible_topics
from gouvernail.people.models import Person

DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Fortnight:
    """How much was said of a topic: each of the last 14 days, and the two weeks they make."""

    days: tuple[int, ...]
    week: int
    week_before: int


def topics_page(
    viewer: Person, *, search: str = "", kind: str = "", state: str = "", cursor: str = ""
) -> Page[Topic]:
    """Return a page of topics by name, units and owners loaded; closed ones only when asked for.

    Two queries at most: the rights of the viewer, and the page.
    """
    rows = visible_topics(viewer).select_related("unit", "owner")
    rows = rows.filter(closed_at__isnull=state != "closed")
    if state == "paused":
        rows = rows.filter(paused_at__isnull=False)
    if kind:
        rows = rows.filter(kind=kind)
    if search:
        rows = rows.filter(Q(name_fr__icontains=search) | Q(name_en__icontains=search))
    return page_of(rows, order=("name_fr", "id"), cursor=cursor)


def fortnights(topics: Sequence[Topic], *, today: date) -> Mapping[UUID, Fortnight]:
    """Return how much was said of each of some topics in the last 14 days. One query."""
    first = today - timedelta(days=DAYS - 1)
    rows = (
        Daily.objects.filter(topic__in=[one.pk for one in topics], day__range=(first, today))
        .values_list("topic_id", "day")
        .annotate(said=Sum("count"))
    )
    counts: dict[UUID, list[int]] = {one.pk: [0] * DAYS for one in topics}
    for key, day, said in rows:
        counts[key][(day - first).days] = said
    half = DAYS // 2
    return {
        key: Fortnight(tuple(days), sum(days[half:]), sum(days[:half]))
        for key, days in counts.items()
    }
