"""Closing segments: what stands in the open tail is folded once and for all."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection

from gouvernail.foundation.actions import action
from gouvernail.kernel.rules.segments import SEGMENT_BYTES, seal
from gouvernail.kernel.rules.segments import Segment as Sealed
from gouvernail.records.models import Record, Segment
from gouvernail.records.queries.segments import filed_of, open_tail, weight_of

MOST_AT_ONCE = 20_000


@action("records.close_segments")
def close_segments(*, at: datetime, size_bytes: int = SEGMENT_BYTES) -> int:
    """Fold what fills segments of `size_bytes`; the rest stays in the tail. Return how many.

    A segment is never written again, and holds what one import brought or what came by itself:
    an import that is set aside takes whole segments with it.
    """
    records = list(open_tail().select_related("account", "batch")[:MOST_AT_ONCE])
    records.sort(key=lambda one: (str(_history(one) or ""), one.pk))
    made = 0
    for history, group in groupby(records, key=_history):
        for full in _full(list(group), size_bytes):
            _file(full, history, at=at)
            made += 1
    return made


def _history(record: Record) -> UUID | None:
    return record.batch.history_id if record.batch is not None else None


def _full(records: list[Record], size_bytes: int) -> Iterator[list[Record]]:
    """Yield runs of records that fill a segment; what is left over is not among them."""
    waiting: list[Record] = []
    weight = 0
    for one in records:
        waiting.append(one)
        weight += weight_of([one])
        if weight >= size_bytes:
            yield waiting
            waiting, weight = [], 0


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
