"""What was published, when and where."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from gouvernail.ledger.queries import first_told
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record, RetentionClass
from gouvernail.records.permissions import visible_records
from gouvernail.records.queries.words import holding
from gouvernail.registry.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the archive is narrowed; empty fields narrow nothing. Instants are aware."""

    search: str = ""
    network: str = ""
    source: str = ""
    language: str = ""
    retention: RetentionClass | None = None
    account: Account | None = None
    unit: Unit | None = None
    since: datetime | None = None
    until: datetime | None = None


EXPORT_HEADER = (
    "published_at",
    "network",
    "account",
    "unit",
    "source",
    "language",
    "text",
    "pictures",
    "address",
    "remote_id",
    "archived_at",
    "withdrawn_at",
    "retention",
    "sha256",
)


def records_asked(asked: Asked, *, viewer: Person) -> QuerySet[Record]:
    """Return the records `viewer` may read, narrowed; account, unit, ending loaded. One query."""
    rows = visible_records(viewer).select_related("account__unit", "ending__by", "retention")
    rows = holding(rows, asked.search)
    given = {
        "account__network": asked.network,
        "source": asked.source,
        "language__startswith": asked.language,
        "retention": asked.retention,
        "account": asked.account,
        "account__unit__path__startswith": asked.unit.path if asked.unit else "",
        "published_at__gte": asked.since,
        "published_at__lt": asked.until,
    }
    return rows.filter(**{name: value for name, value in given.items() if value})


def with_fates(records: list[Record]) -> list[Record]:
    """Return the same records, each with when its delivery was seen to be gone (`gone_at`).

    Only of what Gouvernail did not take down itself: that has an ending. One query.
    """
    sent = {one.delivery_id for one in records if one.delivery_id}
    gone = first_told("delivery.disappeared", "delivery", sent)
    for one in records:
        one.gone_at = gone.get(str(one.delivery_id))
    return records


def export_rows(records: QuerySet[Record]) -> Iterator[tuple[object, ...]]:
    """Yield records as rows under `EXPORT_HEADER`, newest first, read in slices."""
    for record in records.order_by("-published_at", "-pk").iterator(chunk_size=500):
        yield (
            record.published_at,
            record.account.network,
            record.account.handle,
            record.account.unit.code,
            record.source,
            record.language,
            record.text,
            "; ".join(str(item.get("sha256", "")) for item in record.media),
            record.url,
            record.remote_id,
            record.archived_at,
            record.taken_down.withdrawn_at if record.taken_down else "",
            record.retention.code if record.retention else "",
            record.digest,
        )


def export_lines(records: QuerySet[Record]) -> Iterator[str]:
    """Yield records as JSON lines, newest first, read in slices; the names of `EXPORT_HEADER`."""
    for row in export_rows(records):
        told = zip(EXPORT_HEADER, row, strict=True)
        yield json.dumps({name: _said(value) for name, value in told}, ensure_ascii=False) + "\n"


def _said(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def records_of_account(account_id: UUID, *, viewer: Person) -> QuerySet[Record]:
    """Return what one account published, newest first. One query when iterated."""
    return visible_records(viewer).filter(account_id=account_id).order_by("-published_at", "-id")


def records_of_delivery(delivery_id: UUID) -> QuerySet[Record]:
    """Return the archived copies of one delivery, oldest first. One query when iterated."""
    return Record.objects.filter(delivery_id=delivery_id).order_by("archived_at")


def last_published(account_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when each account last published, as far as the archive knows. One query.

    What came with an import that is set aside is left out.
    """
    rows = (
        Record.objects.filter(account_id__in=list(account_ids), aside=False)
        .values_list("account_id")
        .annotate(last=Max("published_at"))
    )
    return dict(rows)
