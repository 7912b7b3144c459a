"""Looking for a topic in what was kept before it: piece by piece, newest first.

Words are compared outside any action: a transaction is open while what was found is written, and no
longer.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, Q

from gouvernail.foundation.actions import action
from gouvernail.kernel.queries import Query, holds, prepare
from gouvernail.listening.actions.counting import Sum
from gouvernail.listening.models import Mention, Topic, TopicMention
from gouvernail.listening.queries.matchers import query_of
from gouvernail.listening.queries.previews import document_of

CHUNK: Final = 1_000
_DONE: Final = datetime(1990, 1, 1, tzinfo=UTC)
_FIELDS: Final = (
    *("id", "text", "lang", "author_handle", "author_key", "network", "urls", "has", "posted_at"),
    *("sentiment", "reach", "repeat_of_id"),
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What was found in one piece of the past, and where the next begins."""

    found: tuple[Mention, ...]
    to: datetime
    key: UUID | None


def backfill_topic(topic_id: UUID, *, at: datetime, chunk: int = CHUNK) -> int | None:
    """Look for a topic in the next older `chunk` of what is kept; return how many it matched.

    None when all was looked through, or the topic is no longer listened for. Idempotent: a mention
    is about a topic once.
    """
    topic = Topic.objects.filter(pk=topic_id).first()
    query = query_of(topic.query) if topic is not None and topic.is_active else None
    if topic is None or query is None or topic.backfilled_to == _DONE or topic.cleared_at:
        return None
    piece = _looked_through(topic, query, chunk=chunk)
    return _keep_found(topic, piece, at=at)


def _looked_through(topic: Topic, query: Query, *, chunk: int) -> _Piece:
    rows = Mention.objects.filter(is_own=False, is_private=False, withdrawn_at__isnull=True)
    before, key = topic.backfilled_to, topic.backfilled_key
    if before is not None:
        older = Q(posted_at__lt=before)
        if key is not None:
            older |= Q(posted_at=before, pk__lt=key)
        rows = rows.filter(older, posted_at__lte=before)  # the index is read from there
    batch = list(rows.order_by("-posted_at", "-pk").only(*_FIELDS)[:chunk])
    posts = prepare(map(document_of, batch))
    found = tuple(row for row, post in zip(batch, posts, strict=True) if holds(query, post))
    if len(batch) < chunk:
        return _Piece(found, _DONE, None)
    return _Piece(found, batch[-1].posted_at, batch[-1].pk)


@action("listening.backfill_topic")
def _keep_found(seen: Topic, piece: _Piece, *, at: datetime) -> int | None:
    """Write what was found, unless the topic changed meanwhile: it is looked for again then."""
    topic = Topic.objects.select_for_update(no_key=True).filter(pk=seen.pk).first()
    if topic is None or not topic.is_active or topic.cleared_at:
        return None
    if (topic.query, topic.backfilled_to, topic.backfilled_key) != (
        seen.query,
        seen.backfilled_to,
        seen.backfilled_key,
    ):
        return 0
    fresh = _about(topic, piece.found, at=at)
    topic.backfilled_to, topic.backfilled_key = piece.to, piece.key
    topic.save(update_fields=("backfilled_to", "backfilled_key"))
    return fresh


def _about(topic: Topic, found: tuple[Mention, ...], *, at: datetime) -> int:
    """Link and count what is new, if it is still there; say until when the topic keeps it."""
    there = Mention.objects.filter(pk__in=[row.pk for row in found], withdrawn_at__isnull=True)
    keys = set(there.values_list("pk", flat=True))
    linked = TopicMention.objects.filter(topic=topic, mention__in=keys)
    known = set(linked.values_list("mention_id", flat=True))
    fresh = [row for row in found if row.pk in keys and row.pk not in known]
    TopicMention.objects.bulk_create(
        TopicMention(topic=topic, mention=row, posted_at=row.posted_at) for row in fresh
    )
    total = Sum(at=at)
    for row in fresh:
        total.add(row, (topic.pk,), with_terms=row.repeat_of_id is None)
    total.write()
    _keep_for(topic, [row.pk for row in fresh], known)
    return len(fresh)


def _keep_for(topic: Topic, fresh: list[UUID], known: set[UUID]) -> None:
    """Move when mentions are looked at: later for new ones; as the topic says now for others."""
    kept_for = timedelta(days=Topic.DAYS[topic.retention])
    until = ExpressionWrapper(F("posted_at") + kept_for, output_field=DateTimeField())
    rows = Mention.objects.filter(pk__in=fresh, posted_at__gt=F("keep_until") - kept_for)
    rows.update(keep_until=until)
    Mention.objects.filter(pk__in=known).update(keep_until=until)


def topics_to_backfill() -> list[UUID]:
    """Return the topics whose past is still to be looked through, the oldest first. One query."""
    rows = Topic.objects.filter(
        paused_at__isnull=True, closed_at__isnull=True, cleared_at__isnull=True
    )
    return list(
        rows.exclude(backfilled_to=_DONE).order_by("changed_at").values_list("pk", flat=True)
    )
