"""What happens to conversations by themselves."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.inbox.actions import (
    Received,
    follow_delivery,
    follow_request,
    note_late,
    receive,
    remind_expert,
    wake,
)
from gouvernail.inbox.models import Conversation, Message, Question
from gouvernail.listening.models import Mention

BY_MAIL = "mail"


def wake_put_off(at: datetime) -> None:
    """Bring back the conversations whose time has come."""
    rows = Conversation.objects.filter(
        status=Conversation.Status.SNOOZED, snoozed_until__lte=at
    ).order_by("snoozed_until")
    for key in rows.values_list("pk", flat=True)[:500]:
        wake(key, at=at)


def remind_experts(at: datetime) -> None:
    """Tell experts, and who asked them, that an answer is late; once each."""
    rows = Question.objects.filter(
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        reminded_at__isnull=True,
        due_at__lte=at,
    )
    for key in rows.order_by("due_at").values_list("pk", flat=True)[:500]:
        remind_expert(key, at=at)


def note_late_ones(at: datetime) -> None:
    """Tell of the conversations whose delay has passed, once for each delay."""
    rows = Conversation.objects.filter(
        status=Conversation.Status.OPEN,
        late_at__isnull=True,
        first_due_at__isnull=False,
        turn_at__lte=at,
    )
    for key in rows.order_by("turn_at").values_list("pk", flat=True)[:500]:
        note_late(key, at=at)


def hear_mentions(event: OutboxEvent, at: datetime) -> None:
    """Make conversations of what answers or names one of our accounts."""
    keys = [UUID(str(one)) for one in event.payload["ids"]]
    rows = Mention.objects.filter(
        pk__in=keys,
        account__isnull=False,
        is_own=False,
        is_hidden=False,
        withdrawn_at__isnull=True,
    )
    for mention in rows.select_related("source").order_by("posted_at", "pk"):
        receive(incoming=received_from(mention), at=at)


def received_from(mention: Mention) -> Received:
    """Return a mention as a message to us; one that came by letter is answered by hand. Pure."""
    unknown = Mention.Sentiment.UNKNOWN
    return Received(
        network=mention.network,
        remote_id=mention.key,
        text=mention.text,
        posted_at=mention.posted_at,
        author_name=mention.author_name,
        author_handle=mention.author_handle,
        author_key=mention.author_key,
        root_id=mention.root_key,
        parent_id=mention.parent_key,
        url=mention.url,
        lang=mention.lang,
        sentiment="" if mention.sentiment == unknown else mention.sentiment,
        account_id=mention.account_id,
        by_hand=mention.source.kind == BY_MAIL,
        private=mention.is_private,
    )


def hear_deliveries(event: OutboxEvent, at: datetime) -> None:
    """Note what became of an answer."""
    key = UUID(str(event.payload["subject_id"]))
    if Message.objects.filter(pk=key, kind=Message.Kind.OUT).exists():
        follow_delivery(key, at=at)


def hear_approvals(event: OutboxEvent, at: datetime) -> None:
    """Follow what was decided about an answer elsewhere, or ended by itself."""
    follow_request(UUID(str(event.payload["request_id"])), by=None, at=at)


PERIODIC = [
    Periodic(name="inbox.note_late", every=timedelta(minutes=1), run=note_late_ones),
    Periodic(name="inbox.wake", every=timedelta(minutes=1), run=wake_put_off),
    Periodic(name="inbox.remind_experts", every=timedelta(minutes=5), run=remind_experts),
]
READERS = [
    Reader("inbox.mentions", frozenset({"listening.mentions"}), hear_mentions),
    Reader("inbox.deliveries", frozenset({"publishing.changed"}), hear_deliveries),
    Reader("inbox.approvals", frozenset({"approvals.closed"}), hear_approvals),
]
