"""Which places are listened to, and how each fares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.listening.models import Position, Source
from gouvernail.listening.permissions import visible_sources
from gouvernail.people.models import Person

LATE: Final = timedelta(minutes=20)
"""A source that listens is heard of every few minutes; after this, something holds it."""
POLLED_WAITED: Final = timedelta(minutes=6)
"""Longer than feeds are left alone: what comes later than this is counted when it comes."""
TROUBLE_WAITED: Final = timedelta(minutes=15)
"""How long alerts wait for a live place in trouble; what it brings back is learnt afterwards."""
SLOW_WAITED: Final = timedelta(hours=1)
"""How long alerts wait for a live place that fares well and is behind, while others are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A source to be heard, from where on, and not before when; None: now."""

    source_id: UUID
    kind: str
    address: str
    options: Mapping[str, Any]
    cursor: str
    retry_at: datetime | None = None

    def same_place(self, other: "Due") -> bool:
        """Return whether both are heard at the same place."""
        return (self.kind, self.address, self.options) == (
            other.kind,
            other.address,
            other.options,
        )

    def moved(self, cursor: str) -> Self:
        """Return it from another cursor on."""
        return replace(self, cursor=cursor)


def places_to_hear() -> list[Due]:
    """Return the sources that are heard by themselves. One query."""
    rows = Source.objects.filter(
        kind__in=Source.SOCKETS | Source.POLLED, paused_at__isnull=True, forgotten_at__isnull=True
    )
    return [
        Due(
            source_id=row["pk"],
            kind=row["kind"],
            address=row["address"],
            options=row["options"],
            cursor=row["position__cursor"] or "",
            retry_at=row["position__retry_at"],
        )
        for row in rows.order_by("added_at", "pk").values(
            *("pk", "kind", "address", "options"),
            *("position__cursor", "position__retry_at"),
        )
    ]


def sources_for_list(*, viewer: Person, forgotten: bool = False) -> QuerySet[Source]:
    """Return the sources that `viewer` sees, with position, unit and account. One query."""
    rows = visible_sources(viewer).filter(forgotten_at__isnull=not forgotten)
    return rows.select_related("position", "unit", "account")


def sources_known() -> list[Source]:
    """Return every source that was not dropped, with its position: for whoever runs the site.

    One query.
    """
    rows = Source.objects.filter(forgotten_at__isnull=True)
    return list(rows.select_related("position").order_by("name", "pk"))


def is_late(source: Source, *, at: datetime) -> bool:
    """Return whether a source that listens has not been heard of for too long. No query.

    `source` has its position loaded. The process that listens may have stopped.
    """
    if not source.is_listening or source.kind not in Source.SOCKETS | Source.POLLED:
        return False
    heard_at = source.position.heard_at or source.added_at
    return at - heard_at > LATE


def heard_until(*, at: datetime) -> datetime:
    """Return until when what is said was heard: alerts look no further. One query.

    That of the place that is furthest behind: live ones that fare well, for an hour; polled ones
    and live ones in trouble, for a while. Files that people bring say nothing of it. Where no place
    is waited for: until when the last of them was heard. Without any place: now.
    """
    rows = Position.objects.filter(
        source__kind__in=Source.SOCKETS | Source.POLLED, source__forgotten_at__isnull=True
    )
    told = rows.values_list("source__kind", "source__paused_at", "health", "heard_at")
    waited: list[datetime] = []
    furthest: datetime | None = None
    for kind, paused_at, health, heard_at in told:
        if heard_at is None:
            continue
        furthest = max(furthest or heard_at, heard_at)
        is_well, is_live = health == Position.Health.OK, kind in Source.SOCKETS
        most = SLOW_WAITED if is_well else TROUBLE_WAITED
        if paused_at is None and is_well and not is_live:
            waited.append(max(heard_at, at - POLLED_WAITED))
        elif paused_at is None and is_live and at - heard_at < most:
            waited.append(heard_at)
    return min(waited) if waited else furthest or at
