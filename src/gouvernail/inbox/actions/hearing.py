"""From what listening kept to a message of the inbox."""

from typing import Final
from uuid import UUID

from gouvernail.inbox.actions.receiving import Received
from gouvernail.listening.models import Mention, Source, TopicMention

_UNKNOWN: Final = Mention.Sentiment.UNKNOWN


def received_from(mention: Mention) -> Received:
    """Return a mention, its source loaded, as a message to us. One query, for its topic.

    What came by letter is answered by hand. A private one whose author has no name of the network
    is known by the name they show: one person, one conversation.
    """
    by_hand = mention.source.kind == Source.Kind.MAIL
    shown = f"name:{mention.author_name}"[:400] if by_hand and mention.is_private else ""
    return Received(
        network=mention.network,
        remote_id=mention.key,
        text=mention.text,
        posted_at=mention.posted_at,
        author_name=mention.author_name,
        author_handle=mention.author_handle,
        author_key=mention.author_key or (shown if mention.author_name else ""),
        root_id=mention.root_key,
        parent_id=mention.parent_key,
        url=mention.url,
        lang=mention.lang,
        sentiment="" if mention.sentiment == _UNKNOWN else mention.sentiment,
        account_id=mention.account_id,
        topic_id=_topic(mention),
        by_hand=by_hand,
        private=mention.is_private,
    )


def _topic(mention: Mention) -> UUID | None:
    rows = TopicMention.objects.filter(mention=mention.pk).order_by("topic")
    return rows.values_list("topic_id", flat=True).first()
