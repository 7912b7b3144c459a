"""What we answered in the network's own app: it stands in its conversation too."""

from datetime import datetime

from django.db.models import Min

from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.holding import hold
from gouvernail.inbox.actions.receiving import Received, names_of
from gouvernail.inbox.actions.telling import WORKER, keep, write
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.queries.clocks import note_answer, the_desk
from gouvernail.publishing.models import Delivery

Status, Kind = Conversation.Status, Message.Kind


@action("inbox.receive_own")
def receive_own(*, incoming: Received, at: datetime) -> Message | None:
    """Take in an answer that one of our accounts gave elsewhere; nobody is to answer it again.

    None when it left through us, is known already, or answers no message of a conversation.
    """
    known = Message.objects.filter(network=incoming.network, remote_id=incoming.remote_id)
    if not incoming.parent_id or known.exists() or _left_through_us(incoming):
        return None
    names = names_of(incoming.network, incoming.parent_id)
    rows = Message.objects.filter(network=incoming.network, remote_id__in=names)
    answered = hold(rows.exclude(remote_id=""))
    if answered is None or _is_on_its_way(answered.conversation, incoming.text):
        return None
    conversation = answered.conversation
    # By the network's own times: what was answered there may have reached us later.
    after = conversation.messages.filter(kind=Kind.IN, at__gt=incoming.posted_at)
    asked_at = after.aggregate(first=Min("received_at"))["first"]
    if conversation.status in (Status.OPEN, Status.SNOOZED) and asked_at is None:
        conversation.status, conversation.snoozed_until = Status.WAITING, None
    note_answer(conversation, the_desk(), answered_at=incoming.posted_at, asked_at=asked_at)
    keep(conversation, "conversation.answered", by=WORKER, at=at)
    message = Message(
        conversation=conversation,
        kind=Kind.OUT,
        network=incoming.network,
        remote_id=incoming.remote_id,
        parent_id=incoming.parent_id,
        url=incoming.url,
        author_name=_our_name(conversation, incoming),
        author_handle=incoming.author_handle,
        text=incoming.text,
        lang=incoming.lang,
        private=incoming.private,
        at=incoming.posted_at,
        received_at=at,
    )
    return write(message, by=WORKER, at=at)


def _left_through_us(incoming: Received) -> bool:
    names = names_of(incoming.network, incoming.remote_id)
    rows = Delivery.objects.filter(account=incoming.account_id, remote_id__in=names)
    return rows.exclude(remote_id="").exists()


def _is_on_its_way(conversation: Conversation, text: str) -> bool:
    """Return whether it is an answer of ours that was heard before the network confirmed it."""
    rows = conversation.messages.filter(kind=Kind.OUT, standing=Message.Standing.QUEUED)
    return any(one.split() == text.split() for one in rows.values_list("text", flat=True))


def _our_name(conversation: Conversation, incoming: Received) -> str:
    account = conversation.account
    return account.name if account is not None else incoming.author_name
