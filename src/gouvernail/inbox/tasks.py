"""What happens to conversations by themselves."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.inbox.actions import (
    change_message,
    erase_notes,
    follow_delivery,
    follow_request,
    index_missing,
    note_late,
    receive,
    receive_own,
    remind_expert,
    sweep_conversations,
    wake,
    withdraw_message,
)
from gouvernail.inbox.actions.hearing import received_from
from gouvernail.inbox.models import Conversation, Message, Question
from gouvernail.listening.models import Mention


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
    rows = Conversation.objects.filter(alarm_at__lte=at).order_by("alarm_at")
    for key in rows.values_list("pk", flat=True)[:500]:
        note_late(key, at=at)


def hear_mentions(event: OutboxEvent, at: datetime) -> None:
    """Make conversations of what answers or names one of our accounts.

    What our accounts answered elsewhere is put in the conversation it answers.
    """
    keys = [UUID(str(one)) for one in event.payload["ids"]]
    rows = Mention.objects.filter(
        pk__in=keys,
        account__isnull=False,
        is_hidden=False,
        withdrawn_at__isnull=True,
    )
    for mention in rows.select_related("source").order_by("posted_at", "pk"):
        take = receive_own if mention.is_own else receive
        take(incoming=received_from(mention), at=at)


def hear_changes(event: OutboxEvent, at: datetime) -> None:
    """Follow what authors changed or took back of what they said to us."""
    keys = [UUID(str(one)) for one in event.payload["ids"]]
    for mention in Mention.objects.filter(pk__in=keys).order_by("pk"):
        if mention.withdrawn_at is not None:
            withdraw_message(network=mention.network, remote_id=mention.key, at=at)
        else:
            change_message(network=mention.network, remote_id=mention.key, text=mention.text, at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty the notes of somebody erased."""
    erase_notes(person_id=UUID(event.payload["person_id"]), at=at)


def keep_to_the_time(at: datetime) -> None:
    """Remove the conversations that were kept long enough."""
    while sweep_conversations(at=at):
        still_at_work()


def put_in_the_index(at: datetime) -> None:
    """Index what was received before there was an index."""
    while index_missing(at=at):
        still_at_work()


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
    Periodic(name="inbox.keeping", every=timedelta(hours=6), run=keep_to_the_time),
    Periodic(name="inbox.index", every=timedelta(hours=1), run=put_in_the_index),
]
READERS = [
    Reader("inbox.mentions", frozenset({"listening.mentions"}), hear_mentions),
    Reader("inbox.changes", frozenset({"listening.changes"}), hear_changes),
    Reader("inbox.erased", frozenset({"people.erased"}), hear_erasure),
    Reader("inbox.deliveries", frozenset({"publishing.changed"}), hear_deliveries),
    Reader("inbox.approvals", frozenset({"approvals.closed"}), hear_approvals),
]
