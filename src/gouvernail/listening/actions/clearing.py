"""Taking away what the former query of a topic found: links, sums and rhythm, piece by piece.

The topic stays listened for meanwhile: what is heard for its new query is kept, and linked to it
once its past is looked through again.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.listening.actions.taking import one_at_a_time
from gouvernail.listening.models import (
    Daily,
    DayHour,
    Hourly,
    Mention,
    Quarter,
    Rhythm,
    TermDay,
    Topic,
    TopicMention,
)

CHUNK: Final = 2_000
FOUND_AGAIN_WITHIN: Final = timedelta(days=2)
"""How long a mention that lost its topic is kept at least: the new query may find it again."""
_SUMS: Final = (Hourly, Daily, DayHour, Quarter, TermDay)


@action("listening.clear_topic")
def clear_topic(topic_id: UUID, *, at: datetime, chunk: int = CHUNK) -> int:
    """Take away some of what a topic found before its query changed; return how much. Idempotent.

    Nothing more is there at 0, and the past is looked through from then on.
    """
    one_at_a_time()
    topic = Topic.objects.select_for_update(no_key=True).filter(pk=topic_id).first()
    if topic is None or topic.cleared_at is None:
        return 0
    gone = _unlink(topic, at=at, chunk=chunk)
    for sums in _SUMS:
        if not gone:
            keys = sums.objects.filter(topic=topic).values_list("pk", flat=True)[:chunk]
            gone = sums.objects.filter(pk__in=list(keys)).delete()[0]
    if not gone:
        Rhythm.objects.filter(topic=topic).delete()
        topic.cleared_at = topic.backfilled_to = topic.backfilled_key = None
        topic.save(update_fields=("cleared_at", "backfilled_to", "backfilled_key"))
    return gone


def _unlink(topic: Topic, *, at: datetime, chunk: int) -> int:
    links = TopicMention.objects.filter(topic=topic).order_by("posted_at", "mention_id")
    found = dict(links.values_list("pk", "mention_id")[:chunk])
    until = at + FOUND_AGAIN_WITHIN
    Mention.objects.filter(pk__in=found.values(), keep_until__gt=until).update(keep_until=until)
    return TopicMention.objects.filter(pk__in=found).delete()[0]


def topics_to_clear() -> list[UUID]:
    """Return the topics whose former query left something, the oldest first. One query."""
    rows = Topic.objects.filter(cleared_at__isnull=False).order_by("cleared_at", "pk")
    return list(rows.values_list("pk", flat=True))
