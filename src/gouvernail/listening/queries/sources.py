"""Which places are listened to, and how each fares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Max, QuerySet

from gouvernail.listening.models import Position, Source
from gouvernail.listening.permissions import visible_sources
from gouvernail.people.models import Person

LATE: Final = timedelta(minutes=20)
"""A source that listens is heard of every few minutes; after this, something holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A source to be heard, and from where on."""

    source_id: UUID
    kind: str
    address: str
    options: Mapping[str, Any]
    cursor: str

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
        )
        for row in rows.order_by("added_at", "pk").values(
            "pk", "kind", "address", "options", "position__cursor"
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


def heard_until() -> datetime | None:
    """Return until when something was heard of the source that is furthest. One query."""
    latest: datetime | None = Position.objects.filter(
        source__paused_at__isnull=True, source__forgotten_at__isnull=True
    ).aggregate(latest=Max("heard_at"))["latest"]
    return latest
