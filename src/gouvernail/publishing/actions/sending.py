"""The steps of one sending, each its own transaction (trust.md 6.2).

Every function after the claim names the fence it was claimed with; when another process has taken
the delivery over, nothing is written and `StaleWriteError` is raised.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Intent, Refused, Sent
from gouvernail.publishing.actions import threads
from gouvernail.publishing.actions.archiving import SENDER, archive_delivery
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.errors import StaleWriteError
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.queries.deliveries import order_digest
from gouvernail.publishing.queries.freezes import is_frozen
from gouvernail.publishing.sender import pace
from gouvernail.publishing.sender.crash import crashpoint
from gouvernail.publishing.sender.links import web_address
from gouvernail.records.models import Record
from gouvernail.registry.actions.connections import note_connection_failure
from gouvernail.registry.models import Account

Status = Delivery.Status
SETTLE = timedelta(seconds=settings.SEND_SETTLE_SECONDS)
MAX_ATTEMPTS = 6
LATEST = timedelta(hours=2)
NOT_IN_USE = frozenset(Account.Status.values) - Account.SPEAKING
SIGNED_OUT = frozenset({"signed_out", "expired_token", "not_connected"})
# Nobody refused anything: the way was closed, or the server said it could take nothing now.
NOT_REACHED = frozenset(
    {
        "name_not_found",
        "connection_refused",
        "connection_timeout",
        "tls_failed",
        "unavailable",
        "vault_key_missing",
        "permit_lost",
    }
)
UPLOAD_LOST = "upload_lost"  # the server forgot a picture it had taken: hand it over again


@action("publishing.claim_delivery")
def claim_delivery(*, delivery_id: UUID, owner: str, at: datetime) -> Delivery | None:
    """Take one due delivery for this process; return None when it is not to be had.

    Not when it is frozen, not due, already taken, held by its network's pace, or when another
    payload of the same subject is in flight for that account. Wrong digest: the delivery is
    voided, since the row was tampered with. An account no longer in use: a person decides.
    """
    delivery = _due(delivery_id, at=at)
    if delivery is None or is_frozen(delivery):
        return None
    if delivery.account.status in NOT_IN_USE:
        _end(delivery, Status.MISSED, "delivery.missed", why="account_not_in_use", at=at)
        return None
    if order_digest(delivery.fields) != delivery.digest:
        _end(delivery, Status.VOID, "delivery.voided", why="digest_mismatch", at=at)
        return None
    if not pace.take(delivery.account, at=at):
        return None
    delivery.status, delivery.owner = Status.CLAIMED, owner
    delivery.fence += 1
    delivery.attempt += 1
    delivery.claimed_at = at
    delivery.deadline_at = at + timedelta(seconds=4 * settings.SEND_TIMEOUT_SECONDS)
    delivery.save(
        update_fields=("status", "owner", "fence", "attempt", "claimed_at", "deadline_at")
    )
    record(actor=SENDER, verb="delivery.claimed", subject=delivery, at=at)
    crashpoint("in-claim")
    return delivery


def _due(delivery_id: UUID, *, at: datetime) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related(
        "account__unit", "account__connection"
    )
    delivery = rows.filter(pk=delivery_id, status=Status.QUEUED, publish_at__lte=at).first()
    if delivery is None or (delivery.next_try_at and delivery.next_try_at > at):
        return None
    return delivery


@action("publishing.give_back")
def give_back(*, delivery_id: UUID, fence: int, why: str, at: datetime) -> Delivery:
    """Return a claimed delivery to the queue: nothing was sent.

    Raises:
        StaleWriteError: it is no longer ours.
    """
    delivery = _ours(delivery_id, fence, Status.CLAIMED)
    delivery.status, delivery.owner, delivery.explanation = Status.QUEUED, "", why
    delivery.next_try_at = at + timedelta(seconds=2)
    delivery.save(update_fields=("status", "owner", "explanation", "next_try_at"))
    record(actor=SENDER, verb="delivery.released", subject=delivery, at=at, data={"why": why})
    return delivery


@action("publishing.note_upload")
def note_upload(*, step_id: UUID, fence: int, reference: str, at: datetime) -> None:
    """Keep what the network answered to one uploaded picture.

    Raises:
        StaleWriteError: the delivery is no longer ours.
    """
    step = RemoteStep.objects.select_related("delivery").get(pk=step_id)
    _ours(step.delivery_id, fence, Status.CLAIMED)
    step.status, step.result, step.done_at = RemoteStep.Status.DONE, {"reference": reference}, at
    step.save(update_fields=("status", "result", "done_at"))


@action("publishing.intend_delivery")
def intend_delivery(
    *, delivery_id: UUID, fence: int, intent: Intent, request_sha256: str, at: datetime
) -> Delivery:
    """Commit, before any byte of the public step leaves, exactly what will be sent.

    Raises:
        StaleWriteError: the delivery is no longer ours.
    """
    delivery = _ours(delivery_id, fence, Status.CLAIMED)
    delivery.status = Status.SENDING
    delivery.intent_key, delivery.intent_created_at = intent.key, intent.created_at
    delivery.intent_facts = {"author": intent.author, "mentions": dict(intent.mentions)}
    if intent.parent:
        place = {"root": intent.root, "parent": intent.parent, "parent_id": intent.parent_id}
        delivery.intent_facts |= place
    threads.intend_part(delivery, intent, request_sha256)
    delivery.request_sha256 = request_sha256
    delivery.save(
        update_fields=(
            "status",
            "intent_key",
            "intent_created_at",
            "intent_facts",
            "request_sha256",
        )
    )
    record(actor=SENDER, verb="delivery.intended", subject=delivery, at=at)
    tell(delivery, at=at)
    crashpoint("in-intent")
    return delivery


@action("publishing.settle_sent")
def settle_sent(*, delivery_id: UUID, fence: int, sent: Sent, at: datetime) -> Delivery:
    """Note that the network holds the post, and archive it.

    Raises:
        StaleWriteError: the delivery is no longer ours.
    """
    delivery = _ours(delivery_id, fence, Status.SENDING, Status.UNKNOWN)
    pace.note_answer(delivery.account_id)
    if threads.settle_part(delivery, sent, source=Record.Source.SENT, at=at):
        threads.queue_next_part(delivery, at=at)
        return delivery
    delivery.status, delivery.owner, delivery.explanation = Status.SENT, "", ""
    if delivery.parts == 1:
        delivery.remote_id, delivery.remote_url = sent.remote_id, web_address(sent.url)
    delivery.response_sha256 = sent.response_sha256
    delivery.sent_at, delivery.settle_at, delivery.absences = at, at + SETTLE, 0
    delivery.save()
    record(actor=SENDER, verb="delivery.sent", subject=delivery, at=at)
    if delivery.parts == 1:
        archive_delivery(delivery, source=Record.Source.SENT, at=at)
    tell(delivery, at=at)
    crashpoint("in-sent")
    return delivery


@action("publishing.settle_refused")
def settle_refused(*, delivery_id: UUID, fence: int, refused: Refused, at: datetime) -> Delivery:
    """Note a certain refusal: try again later if that can help, else tell a person.

    Raises:
        StaleWriteError: the delivery is no longer ours.
    """
    delivery = _ours(delivery_id, fence, Status.CLAIMED, Status.SENDING)
    delivery.owner, delivery.explanation = "", refused.code
    delivery.explanation_facts = {"message": refused.message.replace("\x00", "")[:300]}
    data = {"code": refused.code, "attempt": delivery.attempt}
    wait = _pause(delivery.attempt, refused.retry_after_seconds)
    pace.note_refusal(delivery.account_id, refused, wait=wait, at=at)
    if refused.permanent or delivery.attempt >= MAX_ATTEMPTS:
        delivery.status = Status.FAILED
        verb = "delivery.failed"
    else:
        delivery.status = Status.QUEUED
        delivery.next_try_at = at + wait
        if refused.code == UPLOAD_LOST:
            pictures = delivery.steps.filter(kind=RemoteStep.Kind.UPLOAD)
            pictures.update(status=RemoteStep.Status.WAITING, result={}, done_at=None)
        verb = "delivery.put_off" if refused.code in NOT_REACHED else "delivery.refused"
    delivery.save()
    record(actor=SENDER, verb=verb, subject=delivery, at=at, data=data)
    if refused.code in SIGNED_OUT:
        note_connection_failure(delivery.account_id, reason=refused.code, by=SENDER, at=at)
    tell(delivery, at=at)
    crashpoint("in-refused")
    return delivery


def _pause(attempt: int, asked_seconds: int | None) -> timedelta:
    """Return how long to wait: what the network asked, else full-jitter exponential backoff."""
    if asked_seconds is not None:
        return min(timedelta(seconds=asked_seconds), pace.LONGEST_ASKED)
    return pace.backoff(attempt)


@action("publishing.settle_failed")
def settle_failed(*, delivery_id: UUID, fence: int, why: str, at: datetime) -> Delivery:
    """Note that this payload can never be sent as it is.

    Raises:
        StaleWriteError: the delivery is no longer ours.
    """
    refused = Refused(code=why, message=why, permanent=True)
    return settle_refused(delivery_id=delivery_id, fence=fence, refused=refused, at=at)


@action("publishing.settle_unknown")
def settle_unknown(*, delivery_id: UUID, fence: int, reason: str, at: datetime) -> Delivery:
    """Note that nobody knows; somebody must look before anything else happens.

    Raises:
        StaleWriteError: the delivery is no longer ours.
    """
    delivery = _ours(delivery_id, fence, Status.SENDING)
    delivery.status, delivery.owner = Status.UNKNOWN, ""
    delivery.explanation = reason.partition(":")[0][:60]
    reason = reason.replace("\x00", "")
    delivery.explanation_facts = {"reason": reason[:300]}
    delivery.settle_at, delivery.looks, delivery.absences = at + SETTLE, 0, 0
    threads.doubt_part(delivery)
    pace.note_silence(delivery.account_id, at=at)
    delivery.save()
    record(
        actor=SENDER,
        verb="delivery.unknown",
        subject=delivery,
        at=at,
        data={"private": {"reason": reason[:300]}},
    )
    tell(delivery, at=at)
    crashpoint("in-unknown")
    return delivery


@action("publishing.void_delivery")
def void_delivery(*, delivery_id: UUID, fence: int, why: str, at: datetime) -> Delivery:
    """End a claimed delivery whose approval no longer holds.

    Raises:
        StaleWriteError: it is no longer ours.
    """
    delivery = _ours(delivery_id, fence, Status.CLAIMED)
    _end(delivery, Status.VOID, "delivery.voided", why=why, at=at)
    return delivery


@action("publishing.miss_delivery")
def miss_delivery(*, delivery_id: UUID, why: str, at: datetime) -> Delivery | None:
    """Note that a queued delivery missed its time; a person decides what becomes of it."""
    rows = Delivery.objects.select_for_update().filter(pk=delivery_id, status=Status.QUEUED)
    delivery = rows.first()
    if delivery is not None:
        _end(delivery, Status.MISSED, "delivery.missed", why=why, at=at)
    return delivery


def _end(delivery: Delivery, status: str, verb: str, *, why: str, at: datetime) -> None:
    delivery.status, delivery.owner, delivery.explanation = status, "", why
    delivery.save(update_fields=("status", "owner", "explanation"))
    record(actor=SENDER, verb=verb, subject=delivery, at=at, data={"why": why})
    tell(delivery, at=at)


@action("publishing.note_stale_write")
def note_stale_write(*, delivery_id: UUID, fence: int, owner: str, at: datetime) -> Delivery | None:
    """Keep that a former owner came back late and wrote nothing: its fence was behind.

    None when the delivery is gone, or was never taken from that owner.
    """
    delivery = Delivery.objects.filter(pk=delivery_id).exclude(fence=fence).first()
    if delivery is not None:
        data = {"fence": fence, "owner": owner}
        record(actor=SENDER, verb="delivery.stale_write", subject=delivery, at=at, data=data)
    return delivery


def _ours(delivery_id: UUID, fence: int, *statuses: str) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("account__unit")
    delivery = rows.filter(pk=delivery_id, fence=fence, status__in=statuses).first()
    if delivery is None:
        raise StaleWriteError
    return delivery
