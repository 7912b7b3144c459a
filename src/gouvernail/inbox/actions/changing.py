"""What its author changed or took back on the network changes in its conversation too."""

from datetime import datetime

from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.holding import hold
from gouvernail.inbox.actions.indexing import index, unindex
from gouvernail.inbox.actions.receiving import subject_of
from gouvernail.inbox.actions.telling import WORKER, happened, keep
from gouvernail.inbox.models import Conversation, Message
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.notifications.actions import forget_titles

Kind = Message.Kind


@action("inbox.change_message")
def change_message(*, network: str, remote_id: str, text: str, at: datetime) -> Message | None:
    """Put the new words of a message where the old ones were; the thread says that it changed.

    None when we never received it, or it says the same. Idempotent.
    """
    message = _received(network, remote_id)
    if message is None or message.text == text or message.withdrawn_at is not None:
        return None
    conversation = message.conversation
    _retitle(conversation, subject_of(message.text), subject_of(text), at=at)
    message.text, message.edited_at = text, at
    message.save(update_fields=("text", "edited_at"))
    unindex([message.pk])
    index([message])
    record(actor=WORKER, verb="message.edited", subject=message, at=at)
    happened(conversation, "edited", by=WORKER, at=at)
    return message


@action("inbox.withdraw_message")
def withdraw_message(*, network: str, remote_id: str, at: datetime) -> Message | None:
    """Empty a message that its author took back, and their name where they said nothing else here.

    The words of a regulated complaint stay: the register of complaints answers for them. None when
    we never received it, or it was taken back already.
    """
    message = _received(network, remote_id)
    if message is None or message.withdrawn_at is not None:
        return None
    conversation, said = message.conversation, subject_of(message.text)
    message.withdrawn_at = at
    if conversation.complaint_at is None:
        message.text = message.author_name = message.author_handle = message.url = ""
        unindex([message.pk])
        erase_openings(subject_kind=message.ledger_kind, subject_id=str(message.pk))
        left = _left_of(conversation, but=message)
        _retitle(conversation, said, subject_of(left.text) if left else "", at=at)
        if left is None:
            _forget_author(conversation, at=at)
    message.save(update_fields=("withdrawn_at", "text", "author_name", "author_handle", "url"))
    record(actor=WORKER, verb="message.withdrawn", subject=message, at=at)
    happened(conversation, "taken_back", by=WORKER, at=at)
    return message


def _received(network: str, remote_id: str) -> Message | None:
    rows = Message.objects.filter(kind=Kind.IN, network=network, remote_id=remote_id)
    return hold(rows.exclude(remote_id=""))


def _left_of(conversation: Conversation, *, but: Message) -> Message | None:
    """Return the first message that was not taken back."""
    said = conversation.messages.filter(kind=Kind.IN, withdrawn_at__isnull=True)
    return said.exclude(pk=but.pk).order_by("at", "pk").first()


def _retitle(conversation: Conversation, was: str, now: str, *, at: datetime) -> None:
    """Name a conversation after other words, where it was named after these; notices too."""
    if conversation.subject != was:
        return
    conversation.subject = now
    keep(conversation, "conversation.continued", by=WORKER, at=at)
    erase_openings(subject_kind=conversation.ledger_kind, subject_id=str(conversation.pk))
    forget_titles(subject_kind=conversation.ledger_kind, subject_ids=[str(conversation.pk)])


def _forget_author(conversation: Conversation, *, at: datetime) -> None:
    """Forget who a conversation was with: nothing they said is left in it."""
    conversation.author_name = conversation.author_handle = conversation.author_key = ""
    conversation.save(update_fields=("author_name", "author_handle", "author_key"))
    erase_openings(subject_kind=conversation.ledger_kind, subject_id=str(conversation.pk))
    record(actor=WORKER, verb="conversation.emptied", subject=conversation, at=at)
