"""Taking down what is online: asked by a person, done as carefully as publishing, then seen.

A deletion may be repeated without harm, so a doubt is settled by looking, and by asking again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Capability, Means, Refused
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.publishing.actions.archiving import SENDER
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.actions.threads import leave_as_it_stands
from gouvernail.publishing.errors import (
    DeliveryMovedOnError,
    StaleWriteError,
    WithdrawalMovedOnError,
    WithdrawalNotFoundError,
)
from gouvernail.publishing.models import Delivery, RemoteStep, Withdrawal
from gouvernail.publishing.permissions import visible_deliveries, visible_delivery
from gouvernail.publishing.queries.freezes import is_frozen
from gouvernail.publishing.sender import pace
from gouvernail.publishing.sender.threads import steps_of
from gouvernail.publishing.sender.wire import connector_of
from gouvernail.records.actions import mark_withdrawn

Status = Withdrawal.Status
ONLINE = (Delivery.Status.SENT, Delivery.Status.VERIFIED, Delivery.Status.ALTERED)
LOOK_AGAIN = timedelta(seconds=20)
LOOKS_BEFORE_ASKING_AGAIN = 3
MAX_ATTEMPTS = 6
LONGEST_REASON = 2000
BY_HAND_CODES = frozenset({"not_supported", "by_hand", "signed_out", "not_connected"})


@action("publishing.ask_withdrawal")
def ask_withdrawal(
    *,
    delivery_id: UUID,
    reason: str,
    by: Person,
    at: datetime,
    despite_freeze: bool = False,
    purpose: str = Withdrawal.Purpose.WITHDRAW,
) -> Withdrawal:
    """Ask that a publication be taken down, now; of a thread, every post that is out.

    One person is enough: taking down says nothing new, and waiting does harm. While publishing is
    frozen it waits, unless `by` could lift the freeze and says that this one must go.

    Raises:
        DeliveryMovedOnError: it is not online, or may be changing at this moment.
        WithdrawalMovedOnError: it was asked already.
        RightMissingError: `by` may not resolve deliveries of that unit, or lift freezes there.
        ProofNeededError: `despite_freeze`, and `by` has not just proved who they are.
        InvalidInputError: no reason was given.
    """
    delivery = visible_delivery(delivery_id, viewer=by, lock=True)
    require(by, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    if despite_freeze:
        require(by, Right.LIFT_FREEZE, unit=delivery.account.unit)
        require_step_up(Act.LIFT_FREEZE, at=at)
    if not reason.strip():
        message = _("Say why it is withdrawn.")
        raise InvalidInputError(message, fields={"reason": message})
    _end_rest_of_thread(delivery, by=by, at=at)
    if delivery.status not in ONLINE:
        raise DeliveryMovedOnError(delivery.get_status_display())
    standing = delivery.withdrawals.exclude(status__in=(Status.DONE, Status.DROPPED)).first()
    if standing is not None:
        raise WithdrawalMovedOnError(standing.get_status_display())
    withdrawal = Withdrawal(
        delivery=delivery,
        purpose=Withdrawal.Purpose(purpose or Withdrawal.Purpose.WITHDRAW),
        reason=reason.strip()[:LONGEST_REASON],
        asked_by=by,
        asked_at=at,
        next_try_at=at,
        despite_freeze=by if despite_freeze else None,
        status=Status.QUEUED if _deletes_itself(delivery) else Status.BY_HAND,
    )
    withdrawal.save()
    _write_steps(delivery)
    record(actor=by, verb="withdrawal.asked", subject=withdrawal, at=at)
    _announce(withdrawal, at=at, asked=True)
    return withdrawal


def _end_rest_of_thread(delivery: Delivery, *, by: Person, at: datetime) -> None:
    if delivery.waits_partly_out and delivery.status != Delivery.Status.CLAIMED:
        delivery.fence += 1
        leave_as_it_stands(delivery, at=at)
        delivery.save()
        record(actor=by, verb="delivery.stopped", subject=delivery, at=at)


def _deletes_itself(delivery: Delivery) -> bool:
    connection = getattr(delivery.account, "connection", None)
    closed = connection is None or connection.status == connection.Status.CLOSED
    declared = connector_of(delivery.account.network).capabilities
    able = declared.get(Capability.WITHDRAW) == Means.AUTOMATIC
    return able and not closed and all(name for name, _url in _posts(delivery))


def _posts(delivery: Delivery) -> list[tuple[str, str]]:
    """Return the name and address of every post that is out, the last one first."""
    out = steps_of(delivery).filter(status=RemoteStep.Status.DONE).order_by("-position")
    found = list(out.values_list("remote_id", "remote_url"))
    return found or [(delivery.remote_id, delivery.remote_url)]


def _write_steps(delivery: Delivery) -> None:
    """Note one deletion for each post; those of an earlier try start afresh."""
    delivery.steps.filter(kind=RemoteStep.Kind.DELETE).delete()
    RemoteStep.objects.bulk_create(
        RemoteStep(
            delivery=delivery,
            kind=RemoteStep.Kind.DELETE,
            position=place,
            key=name[:80],
            remote_id=name,
            remote_url=url,
            sha256=delivery.digest,
        )
        for place, (name, url) in enumerate(_posts(delivery))
    )


@action("publishing.claim_withdrawal")
def claim_withdrawal(*, withdrawal_id: UUID, owner: str, at: datetime) -> Withdrawal | None:
    """Take one withdrawal for this process, and note it before a byte leaves.

    None when it is not to be had: taken, frozen without a word to the contrary, or held by the
    pace of its network.
    """
    withdrawal = _locked(withdrawal_id, Status.QUEUED)
    if withdrawal is None or withdrawal.next_try_at > at:
        return None
    delivery = withdrawal.delivery
    if stands_frozen(withdrawal) or not pace.take(delivery.account, at=at):
        return None
    withdrawal.status, withdrawal.owner, withdrawal.explanation = Status.SENDING, owner, ""
    withdrawal.fence += 1
    withdrawal.attempt += 1
    withdrawal.save()
    record(actor=SENDER, verb="withdrawal.begun", subject=withdrawal, at=at)
    return withdrawal


def stands_frozen(withdrawal: Withdrawal) -> bool:
    """Return whether a freeze holds it back. One query, none when somebody let it go."""
    return withdrawal.despite_freeze_id is None and is_frozen(withdrawal.delivery)


@action("publishing.note_deletion")
def note_deletion(*, step_id: UUID, at: datetime) -> None:
    """Keep that the network says one post is gone."""
    RemoteStep.objects.filter(pk=step_id).update(status=RemoteStep.Status.DONE, done_at=at)


@action("publishing.settle_deleted")
def settle_deleted(*, withdrawal_id: UUID, fence: int, at: datetime) -> Withdrawal:
    """Note that the network accepted every deletion; only a look ends it.

    Raises:
        StaleWriteError: another process took it over.
    """
    return _doubt(_ours(withdrawal_id, fence), why="asked", when=at, at=at)


@action("publishing.doubt_withdrawal")
def doubt_withdrawal(*, withdrawal_id: UUID, fence: int, why: str, at: datetime) -> Withdrawal:
    """Note that nobody knows whether the network heard; we look, then ask again.

    Raises:
        StaleWriteError: another process took it over.
    """
    withdrawal = _ours(withdrawal_id, fence)
    pace.note_silence(withdrawal.delivery.account_id, at=at)
    return _doubt(withdrawal, why=why, when=at + LOOK_AGAIN, at=at)


def _doubt(withdrawal: Withdrawal, *, why: str, when: datetime, at: datetime) -> Withdrawal:
    withdrawal.status, withdrawal.owner = Status.UNKNOWN, ""
    withdrawal.explanation, withdrawal.looks = why.partition(":")[0][:60], 0
    withdrawal.next_try_at = when
    withdrawal.save()
    record(actor=SENDER, verb="withdrawal.unknown", subject=withdrawal, at=at)
    return withdrawal


@action("publishing.refuse_withdrawal")
def refuse_withdrawal(
    *, withdrawal_id: UUID, fence: int, refused: Refused, at: datetime
) -> Withdrawal:
    """Note a certain refusal: later again, by a hand where no machine can, or to a person.

    Raises:
        StaleWriteError: another process took it over.
    """
    withdrawal = _ours(withdrawal_id, fence)
    asked = refused.retry_after_seconds
    wait = pace.backoff(withdrawal.attempt) if asked is None else timedelta(seconds=asked)
    pace.note_refusal(withdrawal.delivery.account_id, refused, wait=wait, at=at)
    withdrawal.owner, withdrawal.explanation = "", refused.code[:60]
    if refused.code in BY_HAND_CODES:
        withdrawal.status, verb = Status.BY_HAND, "withdrawal.handed_over"
    elif refused.permanent or withdrawal.attempt >= MAX_ATTEMPTS:
        withdrawal.status, verb = Status.FAILED, "withdrawal.failed"
    else:
        withdrawal.status, verb = Status.QUEUED, "withdrawal.refused"
        withdrawal.next_try_at = at + min(wait, pace.LONGEST_ASKED)
    withdrawal.save()
    record(actor=SENDER, verb=verb, subject=withdrawal, at=at, data={"code": refused.code[:60]})
    _announce(withdrawal, at=at)
    return withdrawal


@action("publishing.note_absence")
def note_absence(*, withdrawal_id: UUID, fence: int, gone: bool | None, at: datetime) -> Withdrawal:
    """Note what a look says: gone, still there, or unreadable (None).

    What is still there after a while is asked to be deleted again, a few times.

    Raises:
        StaleWriteError: another process took it over.
    """
    withdrawal = _ours(withdrawal_id, fence, Status.UNKNOWN)
    if gone:
        _finish(withdrawal, proof={"read_back": at.isoformat()}, by=SENDER, at=at)
        return withdrawal
    withdrawal.next_try_at = at + LOOK_AGAIN
    withdrawal.looks += int(gone is False)
    if withdrawal.looks < LOOKS_BEFORE_ASKING_AGAIN:
        withdrawal.save(update_fields=("next_try_at", "looks"))
        return withdrawal
    withdrawal.explanation = "still_there"
    tired = withdrawal.attempt >= MAX_ATTEMPTS
    withdrawal.status = Status.FAILED if tired else Status.QUEUED
    withdrawal.save()
    verb = "withdrawal.failed" if tired else "withdrawal.refused"
    record(actor=SENDER, verb=verb, subject=withdrawal, at=at, data={"code": "still_there"})
    _announce(withdrawal, at=at)
    return withdrawal


@action("publishing.note_withdrawal_orphan")
def note_withdrawal_orphan(*, withdrawal_id: UUID, at: datetime) -> Withdrawal | None:
    """Take over a withdrawal whose owner is gone: we look first. The caller holds its lock."""
    withdrawal = _locked(withdrawal_id, Status.SENDING)
    if withdrawal is None:
        return None
    withdrawal.fence += 1
    return _doubt(withdrawal, why="owner_gone", when=at, at=at)


@action("publishing.confirm_taken_down")
def confirm_taken_down(*, withdrawal_id: UUID, saw: str, by: Person, at: datetime) -> Withdrawal:
    """Note that a person took a publication down by hand, and what its address shows now.

    Raises:
        WithdrawalMovedOnError: it does not wait for a hand.
        RightMissingError: `by` may not resolve deliveries of that unit.
        InvalidInputError: they do not say what they see there.
    """
    withdrawal = _visible(withdrawal_id, by=by)
    if withdrawal.status not in {Status.BY_HAND, Status.FAILED}:
        raise WithdrawalMovedOnError(withdrawal.get_status_display())
    if not saw.strip():
        message = _("Say what its address shows now.")
        raise InvalidInputError(message, fields={"saw": message})
    proof = {"saw": saw.strip()[:LONGEST_REASON], "seen_by": by.name, "seen_at": at.isoformat()}
    _finish(withdrawal, proof=proof, by=by, at=at)
    return withdrawal


@action("publishing.drop_withdrawal")
def drop_withdrawal(*, withdrawal_id: UUID, by: Person, at: datetime) -> Withdrawal:
    """Give a withdrawal up: the publication stays online.

    Raises:
        WithdrawalMovedOnError: it is being done, or is done.
        RightMissingError: `by` may not resolve deliveries of that unit.
    """
    withdrawal = _visible(withdrawal_id, by=by)
    if withdrawal.status not in {Status.QUEUED, Status.BY_HAND, Status.FAILED}:
        raise WithdrawalMovedOnError(withdrawal.get_status_display())
    withdrawal.status = Status.DROPPED
    withdrawal.fence += 1
    withdrawal.save(update_fields=("status", "fence"))
    record(actor=by, verb="withdrawal.dropped", subject=withdrawal, at=at)
    return withdrawal


def _finish(
    withdrawal: Withdrawal, *, proof: dict[str, str], by: HasActor | Actor, at: datetime
) -> None:
    delivery = withdrawal.delivery
    withdrawal.status, withdrawal.done_at, withdrawal.owner = Status.DONE, at, ""
    withdrawal.proof = {**proof, "posts": [url or name for name, url in _posts(delivery)]}
    withdrawal.save()
    record(actor=by, verb="withdrawal.done", subject=withdrawal, at=at)
    delivery.status, delivery.explanation = Delivery.Status.WITHDRAWN, "withdrawn"
    delivery.explanation_facts = {"reason": withdrawal.reason[:300]}
    delivery.settle_at = None
    delivery.save()
    record(actor=by, verb="delivery.withdrawn", subject=delivery, at=at)
    mark_withdrawn(
        delivery_id=delivery.pk,
        withdrawal_id=withdrawal.pk,
        reason=withdrawal.reason,
        proof=withdrawal.proof,
        by=withdrawal.asked_by,
        at=at,
    )
    tell(delivery, at=at)
    _announce(withdrawal, at=at)


def _announce(withdrawal: Withdrawal, *, at: datetime, asked: bool = False) -> None:
    announce(
        "publishing.withdrawal",
        {
            "withdrawal_id": withdrawal.pk,
            "delivery_id": withdrawal.delivery_id,
            "subject_id": withdrawal.delivery.subject_id,
            "account_id": withdrawal.delivery.account_id,
            "status": str(withdrawal.status),
            "purpose": str(withdrawal.purpose),
            "asked": asked,
            "by": withdrawal.asked_by_id,
        },
        at=at,
    )


def _locked(withdrawal_id: UUID, *statuses: str) -> Withdrawal | None:
    rows = Withdrawal.objects.select_for_update(of=("self",)).select_related(
        "delivery__account__unit", "asked_by"
    )
    return rows.filter(pk=withdrawal_id, status__in=statuses).first()


def _ours(withdrawal_id: UUID, fence: int, status: str = Status.SENDING) -> Withdrawal:
    withdrawal = _locked(withdrawal_id, status)
    if withdrawal is None or withdrawal.fence != fence:
        raise StaleWriteError
    return withdrawal


def _visible(withdrawal_id: UUID, *, by: Person) -> Withdrawal:
    withdrawal = _locked(withdrawal_id, *Status)
    seen = withdrawal is not None and visible_deliveries(by).filter(pk=withdrawal.delivery_id)
    if withdrawal is None or not seen or not seen.exists():
        raise WithdrawalNotFoundError
    require(by, Right.RESOLVE_DELIVERY, unit=withdrawal.delivery.account.unit)
    return withdrawal
