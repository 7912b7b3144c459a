"""What becomes of an answer: agreed to, sent back, taken back, public, or lost."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Decision, Request
from gouvernail.content.queries.payloads import fields_digest
from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.holding import hold
from gouvernail.inbox.actions.replying import answered, queue_answer
from gouvernail.inbox.actions.telling import WORKER, happened, keep, note_public
from gouvernail.inbox.errors import ConversationNotFoundError
from gouvernail.inbox.models import Conversation, Message
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message as Notice
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.publishing.actions import cancel_deliveries
from gouvernail.publishing.errors import InFlightError
from gouvernail.publishing.models import Delivery

Status, Standing = Conversation.Status, Message.Standing
OUT: Final = (Delivery.Status.SENT, Delivery.Status.VERIFIED)
LOST: Final = (
    Delivery.Status.FAILED,
    Delivery.Status.VOID,
    Delivery.Status.MISSED,
    Delivery.Status.CANCELLED,
)


@action("inbox.decide_reply")
def decide_reply(
    message_id: UUID | str, *, verdict: str, comment: str = "", by: Person, at: datetime
) -> Message:
    """Agree to an answer, or send it back to whoever wrote it.

    Raises:
        ConversationNotFoundError: missing, or nobody is asked about it.
        What `approvals.decide` raises: not by `by`, not their own, not without a reason.
    """
    message, request_id = _asked(message_id)
    digest = fields_digest(message.facts["fields"])
    choice = Choice(verdict=verdict, digest=digest, comment=comment)
    approvals.decide(request_id=request_id, choice=choice, by=by, at=at)
    return _followed(message, request_id, by=by, at=at)


@action("inbox.release_reply_alone")
def release_reply_alone(
    message_id: UUID | str, *, reason: str, by: Person, at: datetime
) -> Message:
    """Let an answer leave after re-reading it alone, where the charter allows it (Small team).

    Raises:
        ConversationNotFoundError: missing, or nobody is asked about it.
        What `approvals.release_alone` raises: the charter, no reason, or not by `by`.
    """
    message, request_id = _asked(message_id)
    digest = fields_digest(message.facts["fields"])
    approvals.release_alone(request_id=request_id, digest=digest, reason=reason, by=by, at=at)
    return _followed(message, request_id, by=by, at=at)


@action("inbox.withdraw_reply")
def withdraw_reply(message_id: UUID | str, *, by: Person, at: datetime) -> Message:
    """Take back an answer that waits for an agreement: the conversation is to answer again.

    Raises:
        ConversationNotFoundError: missing, or nobody is asked about it.
        RightMissingError: `by` neither wrote it nor writes for that unit.
    """
    message, request_id = _asked(message_id)
    approvals.withdraw(request_id=request_id, by=by, at=at)
    return _followed(message, request_id, by=by, at=at)


def _asked(message_id: UUID | str) -> tuple[Message, UUID]:
    message = Message.objects.filter(pk=message_id, standing=Standing.ASKED).first()
    if message is None or message.approval_id is None:
        raise ConversationNotFoundError
    return message, message.approval_id


def _followed(message: Message, request_id: UUID, *, by: Person, at: datetime) -> Message:
    follow_request(request_id, by=by, at=at)
    message.refresh_from_db()
    return message


@action("inbox.follow_request")
def follow_request(request_id: UUID, *, by: Person | None, at: datetime) -> Message | None:
    """Let an answer leave once it is agreed to, or give it back, with why. Idempotent."""
    rows = Message.objects.filter(approval_id=request_id, standing=Standing.ASKED)
    message = hold(rows.select_related("person"))
    request = Request.objects.filter(pk=request_id).first()
    if message is None or request is None or request.status == Request.Status.PENDING:
        return None
    conversation = message.conversation
    if request.status == Request.Status.APPROVED:
        message.delivery = queue_answer(message, by=by or WORKER, at=at)
        message.standing = Standing.QUEUED
        answered(conversation)
    else:
        taken_back = request.status == Request.Status.WITHDRAWN
        message.standing = Standing.DROPPED if taken_back else Standing.REFUSED
        _open_again(conversation)
    message.save(update_fields=("delivery", "standing"))
    record(actor=by or WORKER, verb="message.settled", subject=message, at=at)
    keep(conversation, "conversation.answered", by=by or WORKER, at=at)
    _say_why(message, request, at=at)
    return message


def _say_why(message: Message, request: Request, *, at: datetime) -> None:
    """Put in the thread who sent an answer back, and what they said; agreements say nothing."""
    back = (Decision.Verdict.CHANGES, Decision.Verdict.REFUSE)
    rows = Decision.objects.filter(request=request, verdict__in=back).select_related("person")
    decision = rows.order_by("-at").first()
    if message.standing == Standing.REFUSED and decision is not None:
        happened(
            message.conversation, "sent_back", by=decision.person, at=at, words=decision.comment
        )


def _open_again(conversation: Conversation) -> None:
    if conversation.status in (Status.WAITING, Status.CLOSED):
        conversation.status, conversation.closed_at = Status.OPEN, None


@action("inbox.follow_delivery")
def follow_delivery(message_id: UUID, *, at: datetime) -> Message | None:
    """Note what became of an answer: public, or lost, in which case it is to answer again.

    A lost one is cancelled: nobody sends it late beside the answer that is written anew. The clock
    of the first answer stops when the answer is public, not when it was written. Idempotent.
    """
    message = hold(Message.objects.filter(pk=message_id).select_related("delivery"))
    if message is None or message.delivery is None:
        return None
    delivery, conversation = message.delivery, message.conversation
    if delivery.status in OUT and not message.url and not message.remote_id:
        heard = Message.objects.filter(network=conversation.network, remote_id=delivery.remote_id)
        is_heard = heard.exclude(pk=message.pk).exists()  # before the network confirmed it to us
        message.remote_id = "" if is_heard else delivery.remote_id
        message.url = delivery.remote_url
        message.network = conversation.network if message.remote_id else ""
        message.standing = Standing.NONE
        message.save(update_fields=("remote_id", "url", "network", "standing"))
        record(actor=WORKER, verb="message.settled", subject=message, at=at)
        note_public(conversation, written_at=message.at, answered_at=delivery.sent_at or at)
        keep(conversation, "conversation.answered", by=WORKER, at=at)
    elif delivery.status in LOST and message.standing == Standing.QUEUED:
        _give_back(message, at=at)
    return message


def _give_back(message: Message, *, at: datetime) -> None:
    try:
        cancel_deliveries(subject_id=message.pk, by=WORKER, at=at, why="cancelled")
    except InFlightError:
        return  # somebody sends it after all: what becomes of that is told next
    conversation = message.conversation
    message.standing = Standing.DROPPED
    message.save(update_fields=("standing",))
    record(actor=WORKER, verb="message.settled", subject=message, at=at)
    _open_again(conversation)
    keep(conversation, "conversation.reopened", by=WORKER, at=at)
    event = happened(conversation, "unsent", by=WORKER, at=at)
    _tell_unsent(message, event.pk, at=at)


def _tell_unsent(message: Message, key: UUID, *, at: datetime) -> None:
    notice = Notice(
        kind="conversation.unsent",
        once=f"unsent:{key}",
        path=reverse("inbox:conversation-detail", args=[message.conversation_id]),
        facts={"title": message.conversation.subject, "by": ""},
        subject_kind="conversation",
        subject_id=str(message.conversation_id),
    )
    tell(people=[message.person_id] if message.person_id else [], message=notice, at=at)
