"""Putting the words of records into the full-text index."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection

from gouvernail.foundation.actions import action
from gouvernail.kernel.text import FOLD_VERSION
from gouvernail.records.models import Record, Words
from gouvernail.records.queries.words import as_vector, indexed_words

AT_ONCE: Final = 2_000


def index(records: Sequence[Record]) -> None:
    """Index records that no row of `Words` names yet. Two queries for each thousand."""
    rows = [Words(record=one, fold_version=FOLD_VERSION) for one in records]
    made = Words.objects.bulk_create(rows, batch_size=500)
    pairs = [(row.number, indexed_words(row.record.text)) for row in made]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE records_words SET words = %s::tsvector WHERE number = %s",
                [(as_vector(found), number) for number, found in pairs],
            )
        else:
            cursor.executemany(
                "INSERT INTO records_text (rowid, words) VALUES (%s, %s)",
                [(number, " ".join(found)) for number, found in pairs],
            )


@action("records.index_missing")
def index_missing(*, at: datetime) -> int:
    """Index what was archived before there was an index, some at a time; return how many."""
    del at
    records = list(Record.objects.filter(words__isnull=True).order_by("pk")[:AT_ONCE])
    if records:
        index(records)
    return len(records)
