"""Incidents as lists show them."""

from django.db.models import QuerySet

from gouvernail.crisis.models import Incident
from gouvernail.crisis.permissions import visible_incidents
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person

SIZE = 25


def open_incidents(viewer: Person) -> QuerySet[Incident]:
    """Return the open incidents `viewer` may know about, the gravest first. One query."""
    rows = visible_incidents(viewer).filter(status=Incident.Status.OPEN)
    return rows.select_related("unit", "plan").order_by("-severity", "declared_at", "pk")


def incidents_for_list(
    viewer: Person, *, status: str = "", kind: str = "", search: str = "", cursor: str = ""
) -> Page[Incident]:
    """Return one page of incidents, latest first. One query."""
    rows = visible_incidents(viewer).select_related("unit", "declared_by")
    if status in Incident.Status.values:
        rows = rows.filter(status=status)
    if kind:
        rows = rows.filter(kind=kind)
    if search.strip():
        rows = rows.filter(title__icontains=search.strip())
    return page_of(rows, order=("-declared_at", "-id"), cursor=cursor, size=SIZE)
