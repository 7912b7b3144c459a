"""The card of a spike: what rises, who says it, in which words, with examples."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from gouvernail.listening.models import Mention, Topic
from gouvernail.listening.queries.words import terms_of, top

LOOKED_AT: Final = 1_000
SHOWN: Final = 5
TERMS: Final = 10


def mentions_of(topic: Topic, *, since: datetime, until: datetime) -> QuerySet[Mention]:
    """Return what was said of a topic between two instants, hidden mentions left out."""
    return Mention.objects.filter(
        topics__topic=topic,
        topics__posted_at__gte=since,
        topics__posted_at__lt=until,
        is_hidden=False,
    )


def card_of(topic: Topic, *, since: datetime, until: datetime) -> dict[str, Any]:
    """Return what is told of a rise, as plain JSON of words and whole numbers. One query.

    `networks` with how many mentions; `authors`, who says most, each by the id of one of their
    mentions, with how many; `terms` without the words of the query; `examples` (ids) the most seen
    first; `sentiment` by label; `reach`; `count`; `is_cut` when only the newest `LOOKED_AT` were
    read. Nobody is named: who is forgotten, or no longer kept, is named by no card.
    """
    rows = mentions_of(topic, since=since, until=until).order_by("-topics__posted_at")
    found = list(rows[: LOOKED_AT + 1])
    looked = found[:LOOKED_AT]
    asked = terms_of(topic.query)
    terms = Counter(
        term for one in looked if one.repeat_of_id is None for term in terms_of(one.text) - asked
    )
    networks = Counter(one.network for one in looked)
    known = [one for one in looked if one.author_key and one.withdrawn_at is None]
    authors = Counter((one.network, one.author_key) for one in known)
    shown = {(one.network, one.author_key): str(one.pk) for one in known}
    most = sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
    feelings = Counter(one.sentiment for one in looked)
    return {
        "at": until.isoformat(),
        "count": len(looked),
        "is_cut": len(found) > LOOKED_AT,
        "reach": sum(one.reach for one in looked),
        "networks": [list(pair) for pair in top(networks.items(), SHOWN)],
        "authors": [[shown[author], number] for author, number in most],
        "terms": [list(pair) for pair in top(terms.items(), TERMS)],
        "sentiment": {label: feelings.get(label, 0) for label in Mention.Sentiment.values},
        "examples": [str(one.pk) for one in sorted(looked, key=_seen, reverse=True)[:SHOWN]],
    }


def _seen(mention: Mention) -> tuple[bool, int, int, datetime]:
    return mention.repeat_of_id is None, mention.reach, mention.repeats, mention.posted_at
