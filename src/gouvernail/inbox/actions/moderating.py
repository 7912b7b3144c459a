"""Moderating a comment of a conversation: done on the network, recorded with clause and reason."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import is_uuid
from gouvernail.inbox.actions.telling import happened
from gouvernail.inbox.errors import ConversationInvalidError
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import answered_conversation
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.actions.moderation import LONGEST_LINK, LONGEST_QUOTE, record_moderation
from gouvernail.policies.models import ModerationAct, ModerationReason
from gouvernail.policies.queries.spaces import space_of


def reasons_of(conversation: Conversation) -> list[ModerationReason]:
    """Return the public reasons of the account's rules of comments; none without rules.

    Two queries.
    """
    space = space_of(conversation.account_id) if conversation.account_id else None
    return list(space.policy.reasons.all()) if space is not None else []


@action("inbox.moderate")
def moderate(
    conversation_id: UUID | str,
    *,
    message_id: UUID | str,
    act: str,
    reason_id: UUID | str,
    by: Person,
    at: datetime,
) -> ModerationAct:
    """Record what `by` just did on the network to one message received, and why.

    Networks let no other program hide or block for us here: a person does it there, and the
    register of the rules for comments keeps the act, its clause and its public reason.

    Raises:
        ConversationInvalidError: no such message, or no such reason in the rules of the account.
        ModerationInvalidError: the act or the clause does not hold today.
        ConversationNotFoundError, RightMissingError, SpaceNotFoundError: not by `by`, or not there.
    """
    conversation = answered_conversation(conversation_id, by=by)
    reasons = {str(one.pk): one for one in reasons_of(conversation)}
    reason = reasons.get(str(reason_id))
    if reason is None or conversation.account_id is None:
        raise ConversationInvalidError({"reason": _("Choose one of the reasons of the rules.")})
    received = conversation.messages.filter(kind=Message.Kind.IN)
    message = received.filter(pk=message_id).first() if is_uuid(str(message_id)) else None
    if message is None:
        words = _("Choose one of the messages of the thread.")
        raise ConversationInvalidError({"message": words})
    done = record_moderation(
        account_id=conversation.account_id,
        act=act,
        anchor=reason.anchor,
        done_at=at,
        reason=reason.pk,
        by=by,
        at=at,
        link=message.url if len(message.url) <= LONGEST_LINK else "",
        quote=message.text[:LONGEST_QUOTE],
    )
    record(actor=by, verb="conversation.moderated", subject=conversation, at=at)
    happened(
        conversation,
        "moderated",
        by=by,
        at=at,
        act=act,
        reason_fr=reason.label,
        reason_en=reason.label_en,
    )
    return done
