"""Taking in what people say to us: one message, folded into its conversation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.routing import route
from gouvernail.inbox.actions.telling import WORKER, happened, keep, write
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.queries.clocks import forget_promises, promise, starts_at, the_desk
from gouvernail.people.models import Unit
from gouvernail.publishing.models import Delivery
from gouvernail.registry.models import Account

Status, Kind = Conversation.Status, Message.Kind
LONGEST_SUBJECT: Final = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One message addressed to us, whatever the way it came.

    Attributes:
        remote_id: the network's name for it, unique within the network.
        root_id: the first post of its thread, where the network tells.
        parent_id: the post it answers.
        account_id: the account of ours it speaks to; None: found by the post it answers, or
            nobody's (the brand is named, no account).
        unit_id: whose it is when it speaks to no account; None: the top of the organisation.
        author_key: the network's unchanging name for its author, or their handle.
        by_hand: the network gives no access: somebody answers there, and no clock runs.
        private: not public.
        topic_id: the topic of listening it was found by.
        sentiment: `negative`, `neutral`, `positive` or empty; indicative.
    """

    network: str
    remote_id: str
    text: str
    posted_at: datetime
    author_name: str
    author_handle: str = ""
    author_key: str = ""
    root_id: str = ""
    parent_id: str = ""
    url: str = ""
    lang: str = ""
    sentiment: str = ""
    account_id: UUID | None = None
    unit_id: UUID | None = None
    topic_id: UUID | None = None
    by_hand: bool = False
    private: bool = False


@action("inbox.receive")
def receive(*, incoming: Received, at: datetime) -> Conversation:
    """Take in one message; the same message again changes nothing. Return its conversation.

    It joins the conversation that holds the post it answers, else that of its thread, else, where
    a network tells of no thread, the one still open with the same person; else it opens one. A
    conversation that was answered, put off or closed is to answer again.
    """
    known = Message.objects.filter(network=incoming.network, remote_id=incoming.remote_id)
    twin = known.select_related("conversation").first()
    if twin is not None:
        return twin.conversation
    account = _account(incoming)
    found = _thread(incoming, account)
    if found is None:
        return _opened(incoming, account, at=at)
    return _continued(found, incoming, at=at)


def names_of(network: str, *keys: str) -> set[str]:
    """Return what a post may be called here: its key, and on Mastodon its number on one server."""
    names = {key for key in keys if key}
    if network == "mastodon":
        names |= {key.rpartition("/")[2] for key in names}
    return names


def _account(incoming: Received) -> Account | None:
    accounts = Account.objects.select_related("unit")
    if incoming.account_id is not None:
        return accounts.filter(pk=incoming.account_id).first()
    above = names_of(incoming.network, incoming.root_id, incoming.parent_id)
    if not above:
        return None
    rows = Delivery.objects.filter(remote_id__in=above, account__network=incoming.network)
    delivery = rows.select_related("account__unit").first()
    return delivery.account if delivery is not None else None


def _thread(incoming: Received, account: Account | None) -> Conversation | None:
    """Return the conversation this message belongs to, locked; three queries at most."""
    rows = Conversation.objects.filter(network=incoming.network, account=account)
    key = None
    if incoming.parent_id:
        names = names_of(incoming.network, incoming.parent_id)
        said = Message.objects.filter(network=incoming.network, remote_id__in=names)
        key = said.values_list("conversation_id", flat=True).first()
    root = incoming.root_id or incoming.parent_id
    if key is None:
        key = rows.filter(root_id=root or incoming.remote_id).values_list("pk", flat=True).first()
    if key is None and not root and incoming.by_hand and incoming.author_key:
        same = rows.filter(author_key=incoming.author_key).exclude(status=Status.CLOSED)
        key = same.order_by("-last_at").values_list("pk", flat=True).first()
    if key is None:
        return None
    found = Conversation.objects.select_for_update().get(pk=key)
    while found.merged_into_id is not None:
        found = Conversation.objects.select_for_update().get(pk=found.merged_into_id)
    return found


def _came_at(incoming: Received, *, at: datetime) -> datetime:
    """Return when a message came to us: no network is asked when a letter of it was written."""
    return incoming.posted_at if incoming.by_hand else starts_at(incoming.posted_at, at=at)


def _opened(incoming: Received, account: Account | None, *, at: datetime) -> Conversation:
    desk, came_at = the_desk(), _came_at(incoming, at=at)
    conversation = Conversation(
        account=account,
        unit=account.unit if account is not None else _unit(incoming),
        network=incoming.network,
        root_id=incoming.root_id or incoming.parent_id or incoming.remote_id,
        subject=subject_of(incoming.text),
        author_key=incoming.author_key or incoming.author_handle,
        author_name=incoming.author_name or incoming.author_handle,
        author_handle=incoming.author_handle,
        lang=incoming.lang,
        sentiment=incoming.sentiment,
        topic_id=incoming.topic_id,
        by_hand=incoming.by_hand,
        opened_at=came_at,
        last_at=came_at,
    )
    promise(conversation, desk, since=came_at)
    rule = route(conversation, incoming.text, desk)
    keep(conversation, "conversation.opened", by=WORKER, at=at)
    _write(conversation, incoming, at=at)
    if rule is not None:
        happened(conversation, "routed", by=WORKER, at=at, team=rule.team)
    return conversation


def _unit(incoming: Received) -> Unit:
    if incoming.unit_id is not None:
        return Unit.objects.get(pk=incoming.unit_id)
    return Unit.objects.get(parent__isnull=True)


def _continued(conversation: Conversation, incoming: Received, *, at: datetime) -> Conversation:
    came_at = _came_at(incoming, at=at)
    back = conversation.status in (Status.CLOSED, Status.SNOOZED)
    if conversation.is_closed:  # it begins anew: what was promised before is over
        forget_promises(conversation)
    if conversation.status != Status.EXPERT:
        conversation.status = Status.OPEN
    conversation.last_at = max(conversation.last_at, came_at)
    conversation.sentiment = incoming.sentiment or conversation.sentiment
    conversation.snoozed_until = conversation.closed_at = None
    promise(conversation, the_desk(), since=came_at)
    verb = "conversation.reopened" if back else "conversation.continued"
    keep(conversation, verb, by=WORKER, at=at)
    _write(conversation, incoming, at=at)
    return conversation


def _write(conversation: Conversation, incoming: Received, *, at: datetime) -> None:
    message = Message(
        conversation=conversation,
        kind=Kind.IN,
        network=incoming.network,
        remote_id=incoming.remote_id,
        parent_id=incoming.parent_id,
        url=incoming.url,
        author_name=incoming.author_name or incoming.author_handle,
        author_handle=incoming.author_handle,
        text=incoming.text,
        lang=incoming.lang,
        sentiment=incoming.sentiment,
        private=incoming.private,
        at=incoming.posted_at,
        received_at=at,
    )
    write(message, by=WORKER, at=at)


def subject_of(text: str) -> str:
    """Return the first words of a message, on one line. Pure."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
