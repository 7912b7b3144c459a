"""Looking for a topic in what was kept before it: piece by piece, newest first."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.kernel.queries import holds, prepare
from gouvernail.listening.actions.counting import Sum
from gouvernail.listening.models import Mention, Topic, TopicMention
from gouvernail.listening.queries.matchers import query_of
from gouvernail.listening.queries.previews import document_of

CHUNK: Final = 1_000
_DONE: Final = datetime(1990, 1, 1, tzinfo=UTC)


@action("listening.backfill_topic")
def backfill_topic(topic_id: UUID, *, at: datetime, chunk: int = CHUNK) -> int | None:
    """Look for a topic in the next older `chunk` of what is kept; return how many it matched.

    None when all was looked through, or the topic is no longer listened for. Idempotent: a mention
    is about a topic once.
    """
    topic = Topic.objects.select_for_update().filter(pk=topic_id).first()
    query = query_of(topic.query) if topic is not None and topic.is_active else None
    if topic is None or query is None or topic.backfilled_to == _DONE:
        return None
    rows = Mention.objects.filter(
        posted_at__lt=topic.backfilled_to or at,
        is_own=False,
        is_private=False,
        withdrawn_at__isnull=True,
    )
    batch = list(rows.order_by("-posted_at", "-pk")[:chunk])
    # Those of one instant stay together, whatever the chunk.
    if len(batch) == chunk:
        last = batch[-1].posted_at
        seen = {row.pk for row in batch}
        batch += [row for row in rows.filter(posted_at=last) if row.pk not in seen]
    posts = prepare(map(document_of, batch))
    found = [row for row, post in zip(batch, posts, strict=True) if holds(query, post)]
    fresh = _about(topic, found)
    topic.backfilled_to = batch[-1].posted_at if len(batch) >= chunk else _DONE
    topic.save(update_fields=("backfilled_to",))
    return fresh


def _about(topic: Topic, found: list[Mention]) -> int:
    linked = TopicMention.objects.filter(topic=topic, mention__in=[row.pk for row in found])
    known = set(linked.values_list("mention_id", flat=True))
    fresh = [row for row in found if row.pk not in known]
    TopicMention.objects.bulk_create(
        TopicMention(topic=topic, mention=row, posted_at=row.posted_at) for row in fresh
    )
    total = Sum()
    for row in fresh:
        total.add(row, (topic.pk,), with_terms=row.repeat_of_id is None)
    total.write()
    return len(fresh)


def topics_to_backfill() -> list[UUID]:
    """Return the topics whose past is still to be looked through, the oldest first. One query."""
    rows = Topic.objects.filter(paused_at__isnull=True, closed_at__isnull=True)
    return list(
        rows.exclude(backfilled_to=_DONE).order_by("changed_at").values_list("pk", flat=True)
    )
