"""What was published, when and where."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from gouvernail.people.models import Person
from gouvernail.records.models import Record
from gouvernail.records.permissions import visible_records


def records_of_account(account_id: UUID, *, viewer: Person) -> QuerySet[Record]:
    """Return what one account published, newest first. One query when iterated."""
    return visible_records(viewer).filter(account_id=account_id).order_by("-published_at", "-id")


def records_of_delivery(delivery_id: UUID) -> QuerySet[Record]:
    """Return the archived copies of one delivery, oldest first. One query when iterated."""
    return Record.objects.filter(delivery_id=delivery_id).order_by("archived_at")


def last_published(account_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when each account last published, as far as the archive knows. One query."""
    rows = (
        Record.objects.filter(account_id__in=list(account_ids))
        .values_list("account_id")
        .annotate(last=Max("published_at"))
    )
    return dict(rows)
