"""Answering: the rules judge it, somebody agrees where it is risky, and it leaves as a delivery."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.approvals.queries.routes import Subject
from gouvernail.content.queries.payloads import (
    Basis,
    Timing,
    approved_fields,
    fields_digest,
)
from gouvernail.content.queries.payloads import Message as Said
from gouvernail.content.queries.submission import localised
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.ids import uuid7
from gouvernail.inbox.actions.handling import refuse_if_held
from gouvernail.inbox.actions.holding import hold
from gouvernail.inbox.actions.receiving import subject_of
from gouvernail.inbox.actions.telling import WORKER, happened, keep, note_public, write
from gouvernail.inbox.errors import (
    ConversationInvalidError,
    ConversationNotFoundError,
    ConversationStateError,
    ReplyLicenceError,
    ReplyRefusedError,
)
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import answered_conversation
from gouvernail.kernel.rules import Outcome, Verdict
from gouvernail.kernel.text import DEFAULT_LIMITS, count, posts_of
from gouvernail.ledger.actions import record
from gouvernail.licences.models import Act
from gouvernail.licences.queries.answering import ANSWER, answering
from gouvernail.licences.queries.words import in_a_line, told
from gouvernail.notifications.actions import Message as Notice
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.publishing.actions import Order, queue_delivery
from gouvernail.publishing.models import Delivery
from gouvernail.registry.models import Account, Connection
from gouvernail.replies.actions import record_use
from gouvernail.replies.errors import ReplyNotFoundError, ReplyNotInUseError
from gouvernail.rulebooks.actions import Judged, store_verdict
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import post_of, rulebook_for

KIND: Final = "reply"
PLACE: Final = re.compile(r"\{[a-z_]+\}")
TAG: Final = "reply"
Status, Standing = Conversation.Status, Message.Standing
OUT: Final = (Delivery.Status.SENT, Delivery.Status.VERIFIED)
LOST: Final = (
    Delivery.Status.FAILED,
    Delivery.Status.VOID,
    Delivery.Status.MISSED,
    Delivery.Status.CANCELLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody wrote. `key` is that of the form: sent twice, it is one answer.

    `version_id` is the version of the approved reply it was taken from, where it was.
    """

    key: UUID
    text: str
    lang: str = ""
    version_id: UUID | None = None


@action("inbox.reply")
def reply(conversation_id: UUID | str, *, answer: Answer, by: Person, at: datetime) -> Message:
    """Answer a conversation. It leaves at once, or once somebody agrees where the rules ask it.

    The person who answers has the conversation from then on. The same `answer.key` again is the
    same answer.

    Raises:
        ReplyRefusedError: the rules forbid it, it does not fit, or it is empty.
        ReplyLicenceError: `by` may not answer on this network (R90).
        ConversationInvalidError: no account of ours takes part in it.
        ConversationHeldError: somebody else has it.
        ConversationStateError: it is closed, or an answer waits for an agreement already.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    twin = Message.objects.filter(pk=answer.key).first()
    if twin is not None:
        if twin.conversation_id != conversation.pk:
            raise ConversationNotFoundError
        return twin
    account = _may_answer(conversation, by=by, at=at)
    text = answer.text.strip()
    _refuse_unfit(account.network, text)
    message = Message(
        id=answer.key,
        conversation=conversation,
        kind=Message.Kind.OUT,
        person=by,
        text=text,
        lang=answer.lang or conversation.lang,
        at=at,
        received_at=at,
        reply_version_id=answer.version_id,
    )
    verdict = _judge(message, account, by=by, at=at)
    _count_use(message, by=by, at=at)
    _answer_with(message, account, verdict, by=by, at=at)
    return message


def _may_answer(conversation: Conversation, *, by: Person, at: datetime) -> Account:
    if conversation.is_closed:
        raise ConversationStateError(conversation.get_status_display())
    refuse_if_held(conversation, by=by)
    if conversation.account is None:
        words = _("No account of ours takes part in it: answer from the composer.")
        raise ConversationInvalidError({"text": words})
    if conversation.messages.filter(standing=Standing.ASKED).exists():
        raise ConversationStateError(_("an answer waits for an agreement"))
    lacking = answering({by.pk}, {conversation.network}, at=at, act=Act.REPLY).lacking
    if lacking:
        raise ReplyLicenceError(in_a_line(told(lacking)))
    return conversation.account


def _refuse_unfit(network: str, text: str) -> None:
    if not text:
        raise ReplyRefusedError(_("Write the answer first."))
    limits = DEFAULT_LIMITS.get(network)
    too_long = limits is not None and not count(network, text, limits=limits).fits
    if too_long or len(posts_of(network, text)) > 1:
        raise ReplyRefusedError(_("This is too long for one post there: shorten it."))


def _count_use(message: Message, *, by: Person, at: datetime) -> None:
    """Count the approved reply an answer was taken from; its places must be filled in."""
    if message.reply_version_id is None:
        return
    if PLACE.search(message.text):
        raise ReplyRefusedError(_("Fill in what stands between braces, or take it out."))
    try:
        record_use(
            version_id=message.reply_version_id,
            subject_id=message.pk,
            lang=message.lang,
            network=message.conversation.network,
            by=by,
            at=at,
        )
    except (ReplyNotInUseError, ReplyNotFoundError) as error:
        raise ReplyRefusedError(error.message) from error


def _judge(message: Message, account: Account, *, by: Person, at: datetime) -> Verdict:
    """Return what the rules say of an answer, and keep it when it is not forbidden."""
    book = rulebook_for(account.unit, at=at)
    post = post_of(message.text, account=account, language=message.lang, tags=(TAG,))
    facts = book.author_facts(by, unit=account.unit)
    context = book.context(account, at=at, author=facts)
    verdict = book.judge(post, context)
    if verdict.outcome >= Outcome.BLOCK:
        found = [one for one in verdict.findings if one.severity >= Outcome.BLOCK]
        raise ReplyRefusedError(" ".join(localised(one.message) for one in found))
    judged = Judged(
        kind=KIND,
        id=message.pk,
        revision=1,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=book.digests,
        unit_id=account.unit_id,
    )
    store_verdict(verdict=verdict, judged=judged, moment=StoredVerdict.Moment.SUBMISSION, at=at)
    return verdict


def _answer_with(
    message: Message, account: Account, verdict: Verdict, *, by: Person, at: datetime
) -> None:
    conversation = message.conversation
    risky = verdict.outcome >= Outcome.REVIEW
    message.facts = {"fields": _fields(message, account, agreements=int(risky))}
    if risky:
        request = _ask(message, account, verdict, by=by, at=at)
        message.approval_id, message.standing = request.pk, Standing.ASKED
    else:
        message.delivery, message.standing = _queue(message, by=by, at=at), Standing.QUEUED
        conversation.status = Status.WAITING
    if conversation.claimed_by_id is None:
        conversation.claimed_by, conversation.claimed_at = by, at
    keep(conversation, "conversation.answered", by=by, at=at)
    write(message, by=by, at=at)


def _fields(message: Message, account: Account, *, agreements: int) -> dict[str, Any]:
    """Return what leaves, exactly: the post, and the one it answers."""
    conversation = message.conversation
    asked = conversation.messages.filter(kind=Message.Kind.IN).order_by("-at", "-pk").first()
    fields = approved_fields(
        revision_id=message.pk,
        message=Said(
            account_id=account.pk,
            network=account.network,
            text=message.text,
            lang=message.lang[:2],
            media=(),
            options={},
        ),
        timing=Timing(at=None, wall_time="", time_zone="", fold=0),
        basis=Basis(policies=(), ruleset_sha256="", approvals_required=agreements),
    )
    if asked is not None and not conversation.by_hand:
        _refuse_elsewhere(account, asked)
        fields["answers"] = {
            "remote_id": _name(account.network, asked.remote_id),
            "root_id": _name(account.network, conversation.root_id),
        }
    return fields


def _refuse_elsewhere(account: Account, asked: Message) -> None:
    """Refuse to answer in public what was told to us alone, and what our server does not know.

    Each server of Mastodon gives a post a number of its own: the answer would hang under another.
    """
    if asked.private:
        raise ReplyRefusedError(
            _("This was told to us alone: answer it on the network, in private.")
        )
    mastodon = account.network == "mastodon"
    server = asked.remote_id.rpartition("/")[0] if mastodon else ""
    link = Connection.objects.filter(account=account).first() if server else None
    if link is not None and server != urlsplit(link.service_url).netloc:
        words = _("This was heard on %(server)s, not where our account is: answer it there.")
        raise ReplyRefusedError(words % {"server": server})


def _name(network: str, key: str) -> str:
    """Return what the account's own server calls a post."""
    return key.rpartition("/")[2] if network == "mastodon" else key


def _ask(
    message: Message, account: Account, verdict: Verdict, *, by: Person, at: datetime
) -> Request:
    subject = Subject(
        kind=KIND,
        id=message.pk,
        revision=1,
        digest=fields_digest(message.facts["fields"]),
        title=subject_of(message.text),  # ours: theirs leave when they take them back
        unit=account.unit,
        editors=frozenset({by.pk}),
        networks=frozenset({account.network}),
        tags=frozenset({TAG}),
        seats=frozenset(verdict.seats),
        context={"text": message.text, ANSWER: [str(by.pk)]},
    )
    return approvals.request_approval(subject=subject, by=by, at=at)


def _queue(message: Message, *, by: Person | Actor, at: datetime) -> Delivery:
    fields = message.facts["fields"]
    order = Order(
        subject_id=message.pk,
        revision=1,
        title=subject_of(message.text),
        account_id=UUID(str(fields["account_id"])),
        fields=fields,
        digest=fields_digest(fields),
        approval_id=message.approval_id,
        publish_at=at,
        time_zone="UTC",
        wall_time=f"{at:%Y-%m-%dT%H:%M}",
        tags=(TAG,),
    )
    return queue_delivery(order=order, by=by, at=at)


@action("inbox.decide_reply")
def decide_reply(
    message_id: UUID | str, *, verdict: str, comment: str = "", by: Person, at: datetime
) -> Message:
    """Agree to an answer, or send it back to whoever wrote it.

    Raises:
        ConversationNotFoundError: missing, or nobody is asked about it.
        What `approvals.decide` raises: not by `by`, not their own, not without a reason.
    """
    message = Message.objects.filter(pk=message_id, standing=Standing.ASKED).first()
    if message is None or message.approval_id is None:
        raise ConversationNotFoundError
    digest = fields_digest(message.facts["fields"])
    choice = Choice(verdict=verdict, digest=digest, comment=comment)
    request = approvals.decide(request_id=message.approval_id, choice=choice, by=by, at=at)
    follow_request(request.pk, by=by, at=at)
    message.refresh_from_db()
    return message


@action("inbox.follow_request")
def follow_request(request_id: UUID, *, by: Person | None, at: datetime) -> Message | None:
    """Let an answer leave once it is agreed to, or give it back. Idempotent."""
    rows = Message.objects.filter(approval_id=request_id, standing=Standing.ASKED)
    message = hold(rows.select_related("person"))
    request = Request.objects.filter(pk=request_id).first()
    if message is None or request is None or request.status == Request.Status.PENDING:
        return None
    conversation = message.conversation
    if request.status == Request.Status.APPROVED:
        message.delivery = _queue(message, by=by or WORKER, at=at)
        message.standing, conversation.status = Standing.QUEUED, Status.WAITING
    else:
        message.standing, conversation.status = Standing.REFUSED, Status.OPEN
    message.save(update_fields=("delivery", "standing"))
    record(actor=by or WORKER, verb="message.settled", subject=message, at=at)
    keep(conversation, "conversation.answered", by=by or WORKER, at=at)
    return message


@action("inbox.follow_delivery")
def follow_delivery(message_id: UUID, *, at: datetime) -> Message | None:
    """Note what became of an answer: public, or lost, in which case it is to answer again.

    The clock of the first answer stops when the answer is public, not when it was written.
    Idempotent.
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
        message.standing = Standing.DROPPED
        message.save(update_fields=("standing",))
        record(actor=WORKER, verb="message.settled", subject=message, at=at)
        if conversation.status == Status.WAITING:
            conversation.status = Status.OPEN
        keep(conversation, "conversation.reopened", by=WORKER, at=at)
        event = happened(conversation, "unsent", by=WORKER, at=at)
        _tell_unsent(message, event.pk, at=at)
    return message


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


def fresh_key() -> UUID:
    """Return the key of an answer about to be written."""
    return uuid7()
