"""Who sees the archive."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.records.errors import HistoryNotFoundError, RecordNotFoundError
from gouvernail.records.models import HistoryImport, Record


def visible_records(viewer: Person) -> QuerySet[Record]:
    """Return what was published by the units whose archive `viewer` may read.

    What came with an import that is set aside is left out.
    """
    return _readable(viewer).filter(aside=False)


def _readable(viewer: Person) -> QuerySet[Record]:
    return Record.objects.filter(scope(viewer, Right.SEE_RECORDS, "account__unit__path"))


def visible_record(record_id: UUID, *, viewer: Person) -> Record:
    """Return one record that `viewer` may read, account, unit and ending loaded. One query.

    Also one whose import is set aside: it was cited, and it is never silently gone.

    Raises:
        RecordNotFoundError: missing or hidden.
    """
    rows = _readable(viewer).select_related(
        "account__unit", "ending__by", "retention", "batch__history__aside_by"
    )
    record = rows.filter(pk=record_id).first()
    if record is None:
        raise RecordNotFoundError
    return record


def visible_histories(viewer: Person) -> QuerySet[HistoryImport]:
    """Return the imports of archives for the accounts `viewer` may import for."""
    return HistoryImport.objects.filter(scope(viewer, Right.IMPORT_ACCOUNTS, "account__unit__path"))


def visible_history(history_id: UUID, *, viewer: Person, lock: bool = False) -> HistoryImport:
    """Return one import of an archive, account and unit loaded. One query.

    Raises:
        HistoryNotFoundError: missing or hidden.
    """
    rows = visible_histories(viewer).select_related("account__unit", "started_by", "aside_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    history = rows.filter(pk=history_id).first()
    if history is None:
        raise HistoryNotFoundError
    return history
