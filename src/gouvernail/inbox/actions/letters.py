"""Notifications by mail of networks that give no access, made conversations answered by hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.inbox.actions.hearing import received_from
from gouvernail.inbox.actions.receiving import receive
from gouvernail.inbox.errors import ConversationInvalidError
from gouvernail.inbox.models import Conversation, Message
from gouvernail.listening.actions.sources import mail_source
from gouvernail.listening.actions.taking import take_in
from gouvernail.listening.models import Mention
from gouvernail.listening.queries.names import key_of
from gouvernail.networks.contract.heard import Batch
from gouvernail.networks.letters import Letter, read
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLetter:
    """The conversation that a letter is in; `is_new`: it was not known before."""

    conversation: Conversation
    is_new: bool


def take_letter(
    data: bytes, *, account_id: UUID | str, by: Person, at: datetime, receiver: str = ""
) -> TakenLetter:
    """Take in one notification (`.eml`) that somebody brings; the same one again changes nothing.

    It is heard by listening first, so that public words count there; what was told to us alone is
    in no list and no figure. Then it is a message of a conversation. No link of it is followed.

    Args:
        data: the mail as received, or one that carries it as an attachment.
        account_id: our account that was notified.
        by: who brings it, and answers for where it comes from.
        at: when.
        receiver: the name of our mail server, whose word on signatures is asked for; empty asks
            for none.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not moderate there.
        ConversationInvalidError: the mail is no notification we know, or of another network.
    """
    account = visible_account(account_id, viewer=by)
    require(by, Right.MODERATE_COMMENTS, unit=account.unit)
    letter = _read(data, account, at=at, receiver=receiver)
    heard = replace(letter.heard, mentions=(account.handle,))
    known = Message.objects.filter(network=heard.network, remote_id=key_of(heard.key)).exists()
    source = mail_source(unit=account.unit, by=by, at=at)
    private = {heard.key} if letter.private else set()
    take_in(source_id=source.pk, batch=Batch(heard=(heard,)), at=at, private=private)
    rows = Mention.objects.filter(network=heard.network, key=key_of(heard.key))
    mention = rows.filter(withdrawn_at__isnull=True).select_related("source").first()
    if mention is None:
        words = _("Its author asked us to keep nothing of what they say: it was not taken in.")
        raise ConversationInvalidError({"file": words})
    incoming = replace(received_from(mention), account_id=account.pk, by_hand=True)
    return TakenLetter(conversation=receive(incoming=incoming, at=at), is_new=not known)


def _read(data: bytes, account: Account, *, at: datetime, receiver: str) -> Letter:
    found = read(data, at=at, receiver=receiver)
    if not isinstance(found, Letter):
        raise ConversationInvalidError({"file": _why(found.reason)})
    if receiver and not found.vouched:
        raise ConversationInvalidError({"file": _("No good signature of the network was found.")})
    if found.heard.network != account.network:
        words = _("This notification comes from another network than this account.")
        raise ConversationInvalidError({"account": words})
    return found


def _why(reason: str) -> str:
    told = {
        "too_long": _("This mail is larger than 2 MB."),
        "broken": _("This file is no e-mail: save the notification as .eml, and bring that file."),
        "unknown_sender": _(
            "It comes from none of the networks we read notifications of: Facebook, Instagram,"
            " LinkedIn, X."
        ),
        "unknown_subject": _("Its subject tells of no comment, mention or message."),
        "no_text": _("It tells that something was said, and not what: answer on the network."),
    }
    return told[reason]
