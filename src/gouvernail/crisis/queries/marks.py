"""Incidents as marks over the plots of listening."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse

from gouvernail.crisis.permissions import visible_incidents
from gouvernail.listening.queries.marks import Mark
from gouvernail.people.models import Person, Unit

MOST: Final = 50


def incidents_over(viewer: Person, unit: Unit, since: datetime, until: datetime) -> list[Mark]:
    """Return the incidents of a unit and those below it, drills left out. One query."""
    rows = visible_incidents(viewer).filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=since),
        unit__path__startswith=unit.path,
        declared_at__lt=until,
        is_drill=False,
    )
    return [
        Mark(
            title=one.title,
            path=reverse("crisis:incident-detail", args=[one.pk]),
            since=one.declared_at,
            until=one.closed_at,
        )
        for one in rows.distinct().order_by("-declared_at", "-pk")[:MOST]
    ]
