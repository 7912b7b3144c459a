"""Full-text search over the archive: the same words, hence the same results, as the rules.

Texts and questions are cut by `kernel.text`; the database only looks words up. A question is words
that must all be there, `"words in quotes"` that must follow each other, and `word*` for what
begins so.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from gouvernail.kernel.rules.spelling import respelled
from gouvernail.kernel.text import fold, words
from gouvernail.records.models import Record, Words

MAX_WORD_BYTES: Final = 1_000
MAX_TERMS: Final = 12
BARRIER: Final = "_"  # no word of ours: underscores at their ends are cut off
_PIECE: Final = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; the last one only begins so when `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are indexed; monstrous ones are left out. Pure."""
    return [word for word in words(fold(text)) if len(word.encode()) <= MAX_WORD_BYTES]


def indexed_words(text: str) -> list[str]:
    """Return the words of a text as the index holds them: also as they look, in Latin letters.

    `BARRIER` stands between the two, so that no words follow each other across it. Pure.
    """
    found = words_of(text)
    looks = None if text.isascii() else respelled(text)
    return found if looks is None else [*found, BARRIER, *words_of(looks)]


def terms_asked(question: str) -> list[Term]:
    """Return what a question asks for. A piece without any word asks for nothing. Pure."""
    found = []
    for quoted, plain in _PIECE.findall(question.replace("\x00", " ")):
        prefix = plain.endswith("*") and len(plain) > 1
        pieces = tuple(words_of(quoted or plain))
        if pieces:
            found.append(Term(pieces, prefix))
    return found[:MAX_TERMS]


def holding(records: QuerySet[Record], question: str) -> QuerySet[Record]:
    """Return those of `records` that hold what is asked; all of them when nothing is. No query.

    A question without any word (a sign alone) finds nothing.
    """
    terms = terms_asked(question)
    if not terms:
        return records.none() if question.strip() else records
    return records.filter(words__number__in=_numbers(terms))


def holding_any(records: QuerySet[Record], asked: Collection[str]) -> QuerySet[Record]:
    """Return those of `records` that hold a word beginning as one of `asked` does. No query.

    `asked` are single words as `words_of` gives them; none of them finds nothing.
    """
    terms = [Term((word,), prefix=True) for word in asked if word in words_of(word)]
    if not terms:
        return records.none()
    return records.filter(words__number__in=_numbers(terms, every=False))


def records_with(term: str) -> QuerySet[Record]:
    """Return what holds `term` as whole words, imports set aside left out. No query.

    The same texts, exactly, as those whose `spaced` form holds the spaced form of the term.
    """
    found = words_of(term)
    if not found:
        return Record.objects.none()
    return Record.objects.filter(aside=False, words__number__in=_numbers([Term(tuple(found))]))


def having(asked: Collection[str]) -> list[tuple[UUID, int]]:
    """Return the segment and the place of each filed record that has all these words. One query.

    Words are those of `kernel.rules.segments.Segment.words`. The open tail is left out.
    """
    terms = [Term((word,)) for word in asked if len(word.encode()) <= MAX_WORD_BYTES]
    rows = Words.objects.filter(segment__isnull=False)
    if terms:
        rows = rows.filter(number__in=_numbers(terms))
    return list(rows.order_by("segment", "place").values_list("segment_id", "place"))  # type: ignore[arg-type]  # neither is null here


def postings(term: str) -> list[UUID]:
    """Return the keys of the records that hold `term` as whole words, sorted. One query."""
    return list(records_with(term).order_by("pk").values_list("pk", flat=True))


def _numbers(terms: list[Term], *, every: bool = True) -> RawSQL:
    if connection.vendor == "postgresql":
        asked = (" & " if every else " | ").join(map(as_tsquery, terms))
        sql = "SELECT number FROM records_words WHERE words @@ %s::tsquery"
        return RawSQL(sql, (asked,))  # noqa: S611 - the words are a parameter
    asked = (" AND " if every else " OR ").join(map(as_match, terms))
    sql = "SELECT rowid FROM records_text WHERE records_text MATCH %s"
    return RawSQL(sql, (asked,))  # noqa: S611 - the words are a parameter


def as_tsquery(term: Term) -> str:
    """Return what a term asks of a `tsvector`. Pure."""
    quoted = [f"'{word}'" for word in term.words]
    if term.prefix:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"


def as_match(term: Term) -> str:
    """Return what a term asks of FTS5. Pure."""
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def as_vector(found: list[str]) -> str:
    """Return words as the text of a `tsvector`, with their places. Pure.

    PostgreSQL knows 16,383 places and 256 a word: words further on are found, as if at the last.
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(found, 1):
        kept = places.setdefault(word, [])
        if len(kept) < _MOST_PLACES:
            kept.append(min(place, _LAST_PLACE))
    told: list[Any] = [f"'{word}':{','.join(map(str, at))}" for word, at in places.items()]
    return " ".join(told)


_MOST_PLACES: Final = 255
_LAST_PLACE: Final = 16_383
