"""Who sees the archive."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.records.errors import RecordNotFoundError
from gouvernail.records.models import Record


def visible_records(viewer: Person) -> QuerySet[Record]:
    """Return what was published by the units whose archive `viewer` may read."""
    return Record.objects.filter(scope(viewer, Right.SEE_RECORDS, "account__unit__path"))


def visible_record(record_id: UUID, *, viewer: Person) -> Record:
    """Return one record that `viewer` may read, account, unit and ending loaded. One query.

    Raises:
        RecordNotFoundError: missing or hidden.
    """
    rows = visible_records(viewer).select_related("account__unit", "ending__by")
    record = rows.filter(pk=record_id).first()
    if record is None:
        raise RecordNotFoundError
    return record
