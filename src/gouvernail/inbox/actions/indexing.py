"""Putting the words of messages into the full-text index, and taking them out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from gouvernail.foundation.actions import action
from gouvernail.inbox.models import Message, Words
from gouvernail.kernel.text import FOLD_VERSION
from gouvernail.records.queries.words import as_vector, indexed_words

AT_ONCE: Final = 2_000


def index(messages: Sequence[Message]) -> None:
    """Index messages that no row of `Words` names yet. Two queries for each thousand."""
    said = [one for one in messages if one.text or one.author_name]
    rows = [Words(message=one, fold_version=FOLD_VERSION) for one in said]
    made = Words.objects.bulk_create(rows, batch_size=500)
    pairs = [(row.number, indexed_words(_words_of(row.message))) for row in made]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE inbox_words SET words = %s::tsvector WHERE number = %s",
                [(as_vector(found), number) for number, found in pairs],
            )
        else:
            cursor.executemany(
                "INSERT INTO inbox_text (rowid, words) VALUES (%s, %s)",
                [(number, " ".join(found)) for number, found in pairs],
            )


def _words_of(message: Message) -> str:
    return f"{message.author_name} {message.author_handle} {message.text}"


def unindex(keys: Collection[UUID]) -> None:
    """Take messages out of the index, their words with them. Three queries for each 500."""
    asked = list(keys)
    for start in range(0, len(asked), 500):
        rows = Words.objects.filter(message__in=asked[start : start + 500])
        numbers = list(rows.values_list("number", flat=True))
        if connection.vendor != "postgresql":
            with connection.cursor() as cursor:
                cursor.executemany(
                    "DELETE FROM inbox_text WHERE rowid = %s", [(one,) for one in numbers]
                )
        Words.objects.filter(number__in=numbers).delete()


@action("inbox.index_missing")
def index_missing(*, at: datetime) -> int:
    """Index what was received before there was an index, some at a time; return how many."""
    del at
    messages = list(Message.objects.filter(words__isnull=True).exclude(text="")[:AT_ONCE])
    if messages:
        index(messages)
    return len(messages)
