"""Closing segments: what stands in the open tail is folded once and for all."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from gouvernail.foundation.actions import action
from gouvernail.kernel.rules.segments import SEGMENT_BYTES, seal
from gouvernail.kernel.rules.segments import Segment as Sealed
from gouvernail.records.models import HistoryImport, Record, Segment
from gouvernail.records.queries.segments import filed_of, open_tail, weight_of

MOST_AT_ONCE = 20_000  # records of one import in a turn
MOST_SEGMENTS = 20
OVER = (HistoryImport.Status.DONE, HistoryImport.Status.FAILED)


@action("records.close_segments")
def close_segments(*, at: datetime, size_bytes: int = SEGMENT_BYTES) -> int:
    """Fold what fills segments of `size_bytes`; the rest stays in the tail. Return how many.

    A segment is never written again, and holds what one import brought or what came by itself:
    an import that is set aside takes whole segments with it. What an import that is over leaves
    fills no segment ever more, and is closed as it is.
    """
    made = 0
    for history, status in _in_the_tail():
        records = list(_tail_of(history)[:MOST_AT_ONCE])
        whole = status in OVER and len(records) < MOST_AT_ONCE
        for full in _full(records, size_bytes, whole=whole):
            _file(full, history, at=at)
            made += 1
        if made >= MOST_SEGMENTS:
            break
    return made


def _in_the_tail() -> list[tuple[UUID | None, str | None]]:
    """Return the imports that have records in the tail, None for what came by itself. A query."""
    told = open_tail().order_by("batch__history_id")
    return list(told.values_list("batch__history_id", "batch__history__status").distinct())


def _tail_of(history: UUID | None) -> QuerySet[Record]:
    if history is None:
        return open_tail().filter(batch__isnull=True)
    return open_tail().filter(batch__history_id=history)


def _full(records: list[Record], size_bytes: int, *, whole: bool) -> Iterator[list[Record]]:
    """Yield runs of records that fill a segment; what is left over only of a `whole` import."""
    waiting: list[Record] = []
    weight = 0
    for one in records:
        waiting.append(one)
        weight += weight_of([one])
        if weight >= size_bytes:
            yield waiting
            waiting, weight = [], 0
    if waiting and whole:
        yield waiting


def _file(records: list[Record], history: UUID | None, *, at: datetime) -> Segment:
    content = seal(filed_of(one) for one in records)
    instants = [one.published_at for one in records]
    segment = Segment.objects.create(
        digest=Sealed(content, verify=False).digest,
        form="GVSEG1",
        content=content,
        count=len(records),
        size_bytes=len(content),
        first_at=min(instants),
        last_at=max(instants),
        history_id=history,
        closed_at=at,
    )
    # By hand: Django would write one CASE of thousands of branches.
    prepared = Record._meta.get_field("id").get_db_prep_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE records_words SET segment_id = %s, place = %s WHERE record_id = %s",
            [
                (prepared(segment.pk, connection), place, prepared(one.pk, connection))
                for place, one in enumerate(records)
            ],
        )
    return segment
