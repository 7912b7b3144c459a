"""Answering: the rules judge it, somebody agrees where it is risky, and it leaves as a delivery."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.models import Request
from gouvernail.approvals.queries.routes import Subject, has_route, planned_route
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
from gouvernail.inbox.actions.receiving import subject_of
from gouvernail.inbox.actions.telling import keep, write
from gouvernail.inbox.errors import (
    ConversationInvalidError,
    ConversationMovedOnError,
    ConversationNotFoundError,
    ConversationStateError,
    ReplyLicenceError,
    ReplyRefusedError,
)
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import answered_conversation, may_release
from gouvernail.inbox.queries.thread import received_in, thread_of
from gouvernail.kernel.bilingual import VARIABLE
from gouvernail.kernel.rules import Outcome, Verdict
from gouvernail.kernel.text import DEFAULT_LIMITS, count, posts_of
from gouvernail.kernel.text.measures import language_of
from gouvernail.licences.models import Act
from gouvernail.licences.queries.answering import ANSWER, answering
from gouvernail.licences.queries.words import in_a_line, told
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
TAG: Final = "reply"
MASTODON: Final = "mastodon"
Status, Standing = Conversation.Status, Message.Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody wrote. `key` is that of the form: sent twice, it is one answer.

    `to_id` is the message it answers; None: the last one received. `seen_id` is the last message
    received when the form was shown: when another came since, nothing leaves. `version_id` is the
    version of the approved reply it was taken from, where it was.
    """

    key: UUID
    text: str
    to_id: UUID | None = None
    seen_id: UUID | None = None
    version_id: UUID | None = None


@action("inbox.reply")
def reply(conversation_id: UUID | str, *, answer: Answer, by: Person, at: datetime) -> Message:
    """Answer a conversation. It leaves at once, or once somebody agrees where that is asked.

    The rules ask it, or a route written for answers. The person who answers has the conversation
    from then on. The same `answer.key` again is the same answer.

    Raises:
        ReplyRefusedError: the rules forbid it, it does not fit, it is empty, or nobody could agree.
        ReplyLicenceError: `by` may not answer on this network (R90).
        ConversationMovedOnError: they wrote again since the form was shown.
        ConversationInvalidError: no account of ours takes part in it, or no such message.
        ConversationHeldError: somebody else has it.
        ConversationStateError: it is closed, or an answer waits for an agreement already.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    twin = Message.objects.filter(person=by, form_key=answer.key).first()
    if twin is not None:
        if twin.conversation_id not in (conversation.pk, conversation.merged_into_id):
            raise ConversationNotFoundError
        return twin
    account = _may_answer(conversation, by=by, at=at)
    asked = _answered(conversation, answer)
    text = answer.text.strip()
    _refuse_unfit(account.network, text)
    _refuse_other_name(account.network, text, asked)
    message = Message(
        conversation=conversation,
        kind=Message.Kind.OUT,
        person=by,
        form_key=answer.key,
        parent_id=asked.remote_id if asked is not None else "",
        text=text,
        lang=language_of(text),
        at=at,
        received_at=at,
        reply_version_id=answer.version_id,
    )
    verdict = _judge(message, account, by=by, at=at)
    _count_use(message, at=at)
    _answer_with(message, account, asked, verdict, by=by, at=at)
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


def _answered(conversation: Conversation, answer: Answer) -> Message | None:
    """Return the message that is answered; None where nobody wrote. Two queries.

    Who else wrote meanwhile is read first: a thread has many authors, and an answer hangs under one
    of them. The messages looked at are those that the form offers, none that was taken back.
    """
    offered = received_in(thread_of(conversation)) if answer.seen_id is not None else []
    last = max(offered, key=lambda one: one.pk, default=None)
    if answer.seen_id is not None and last is not None and last.pk > answer.seen_id:
        raise ConversationMovedOnError(last.author_name)
    received = conversation.messages.filter(kind=Message.Kind.IN, withdrawn_at__isnull=True)
    if answer.to_id is None:
        return received.order_by("-at", "-pk").first()
    asked = received.filter(pk=answer.to_id).first()
    if asked is None:
        raise ConversationInvalidError({"to": _("Choose one of the messages of the thread.")})
    return asked


def _refuse_unfit(network: str, text: str) -> None:
    if not text:
        raise ReplyRefusedError(_("Write the answer first."))
    limits = DEFAULT_LIMITS.get(network)
    too_long = limits is not None and not count(network, text, limits=limits).fits
    if too_long or len(posts_of(network, text)) > 1:
        raise ReplyRefusedError(_("This is too long for one post there: shorten it."))


def _refuse_other_name(network: str, text: str, asked: Message | None) -> None:
    """Refuse an answer that begins with the name of somebody else than who is answered.

    Mastodon tells an answer only to those it names.
    """
    handle = asked.author_handle.lstrip("@") if asked is not None else ""
    first = text.split(maxsplit=1)[0].rstrip(",:")
    if network != MASTODON or not handle or not first.startswith("@"):
        return
    if first.lstrip("@").casefold() != handle.casefold():
        words = _("This begins with %(other)s and answers @%(name)s: name who is answered first.")
        raise ReplyRefusedError(words % {"other": first, "name": handle})


def _count_use(message: Message, *, at: datetime) -> None:
    """Count the approved reply an answer was taken from; its places must be filled in."""
    if message.reply_version_id is None:
        return
    if VARIABLE.search(message.text):
        raise ReplyRefusedError(_("Fill in what stands between braces, or take it out."))
    conversation = message.conversation
    try:
        record_use(
            version_id=message.reply_version_id,
            subject_id=message.pk,
            lang=message.lang or conversation.lang,
            network=conversation.network,
            at=at,
        )
    except (ReplyNotInUseError, ReplyNotFoundError) as error:
        raise ReplyRefusedError(error.message) from error


def _judge(message: Message, account: Account, *, by: Person, at: datetime) -> Verdict:
    """Return what the rules say of an answer, and keep it when it is not forbidden.

    Its language is that of its own words, never the one that the other person declares; where it
    is not sure, the rules of every language are asked.
    """
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
    message: Message,
    account: Account,
    asked: Message | None,
    verdict: Verdict,
    *,
    by: Person,
    at: datetime,
) -> None:
    conversation = message.conversation
    subject = _subject(message, account, verdict, by=by)
    risky = verdict.outcome >= Outcome.REVIEW or has_route(subject)
    message.facts = {"fields": _fields(message, account, asked, agreements=int(risky))}
    if risky:
        request = _ask(subject, message, by=by, at=at)
        message.approval_id, message.standing = request.pk, Standing.ASKED
    else:
        message.delivery, message.standing = queue_answer(message, by=by, at=at), Standing.QUEUED
        answered(conversation)
    if conversation.claimed_by_id is None:
        conversation.claimed_by, conversation.claimed_at = by, at
    keep(conversation, "conversation.answered", by=by, at=at)
    write(message, by=by, at=at)


def answered(conversation: Conversation) -> None:
    """Let a conversation wait for them; with an expert, it goes on waiting for the expert too."""
    if conversation.status != Status.EXPERT:
        conversation.status = Status.WAITING


def _fields(
    message: Message, account: Account, asked: Message | None, *, agreements: int
) -> dict[str, Any]:
    """Return what leaves, exactly: the post, who answers for it, and the post it answers."""
    fields = approved_fields(
        revision_id=message.pk,
        message=Said(
            account_id=account.pk,
            network=account.network,
            text=message.text,
            lang=message.lang,
            media=(),
            options={},
        ),
        timing=Timing(at=None, wall_time="", time_zone="", fold=0),
        basis=Basis(policies=(), ruleset_sha256="", approvals_required=agreements),
    )
    fields["answering"] = {"act": str(Act.REPLY), "person": str(message.person_id)}
    if asked is None or message.conversation.by_hand:
        return fields
    if asked.private:
        raise ReplyRefusedError(
            _("This was told to us alone: answer it on the network, in private.")
        )
    if _is_known_there(account, asked):
        fields["answers"] = {"remote_id": _name(account.network, asked.remote_id)}
    else:
        fields["by_hand"] = True
    return fields


def _is_known_there(account: Account, asked: Message) -> bool:
    """Return whether the account's own server calls a post by that name; one query on Mastodon.

    Each server of Mastodon gives a post a number of its own: the answer would hang under another.
    What was heard elsewhere is answered by hand.
    """
    server = asked.remote_id.rpartition("/")[0] if account.network == MASTODON else ""
    link = Connection.objects.filter(account=account).first() if server else None
    return link is None or server == urlsplit(link.service_url).netloc


def _name(network: str, key: str) -> str:
    """Return what the account's own server calls a post."""
    return key.rpartition("/")[2] if network == MASTODON else key


def _subject(message: Message, account: Account, verdict: Verdict, *, by: Person) -> Subject:
    """Return what is to be agreed to, its digest not known yet."""
    return Subject(
        kind=KIND,
        id=message.pk,
        revision=1,
        digest="",
        title=subject_of(message.text),  # ours: theirs leave when they take them back
        unit=account.unit,
        editors=frozenset({by.pk}),
        networks=frozenset({account.network}),
        tags=frozenset({TAG}),
        seats=frozenset(verdict.seats),
        context={"text": message.text, ANSWER: [str(by.pk)]},
    )


def _ask(subject: Subject, message: Message, *, by: Person, at: datetime) -> Request:
    """Ask for the agreement; refuse where nobody could give it: it would wait for ever."""
    if planned_route(subject).is_blocked and not may_release(by, subject.unit):
        raise ReplyRefusedError(
            _("Somebody else must read this, and nobody can: have a seat filled, or say less.")
        )
    whole = replace(subject, digest=fields_digest(message.facts["fields"]))
    return approvals.request_approval(subject=whole, by=by, at=at)


def queue_answer(message: Message, *, by: Person | Actor, at: datetime) -> Delivery:
    """Hand an answer over to publishing, as it was agreed to."""
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
        by_hand=bool(fields.get("by_hand")),
    )
    return queue_delivery(order=order, by=by, at=at)


def fresh_key() -> UUID:
    """Return the key of an answer about to be written."""
    return uuid7()
