"""Sending what is due: one delivery, from its claim to its outcome.

Order, each arrow a committed transaction: claim → uploads → judged again → intent → the wire →
outcome. The delivery's own lock is held throughout; the freeze permit from before the first byte
until the outcome is written.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError
from django.db.models.functions import Coalesce

from gouvernail.foundation.clock import now, site_day
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.media.errors import StorageAwayError
from gouvernail.media.queries import ended_among, stored_bytes
from gouvernail.networks.contract import (
    Connector,
    Fields,
    Intent,
    Refused,
    Resolved,
    Sent,
    Session,
    UnbuildableError,
    Unknown,
    Uploaded,
    WireRequest,
)
from gouvernail.publishing import actions
from gouvernail.publishing.actions.sending import LATEST
from gouvernail.publishing.errors import StaleWriteError
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.queries.deliveries import has_lapsed
from gouvernail.publishing.queries.freezes import freezes_in_force, is_frozen
from gouvernail.publishing.sender import locks, pace, spool
from gouvernail.publishing.sender.crash import crashpoint
from gouvernail.publishing.sender.owners import owner_name
from gouvernail.publishing.sender.sessions import rejected, renewed, served
from gouvernail.publishing.sender.threads import is_known_already, place_of
from gouvernail.publishing.sender.wire import connector_of, fields_of, intent_of, name_of_part
from gouvernail.publishing.tasks.sessions import KEEPER
from gouvernail.rulebooks.actions import judge_again
from gouvernail.vault.errors import VaultKeyMissingError

log = logging.getLogger(__name__)
Status = Delivery.Status
Clock = Callable[[], datetime]
Outcome = Sent | Refused | Unknown
FAULTS = (
    DomainError,
    UnbuildableError,
    DataError,
    IntegrityError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)


class StopSendingError(Exception):
    """This attempt ends here, with nothing sent; `outcome` says why."""

    def __init__(self, outcome: Refused | Unknown) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


def due_ids(*, at: datetime, limit: int = 50) -> list[UUID]:
    """Return what is due now, not frozen nor held back by a pace, oldest first. Four queries."""
    waiting_accounts = pace.held_back(at=at)
    if waiting_accounts is None:
        return []
    rows = Delivery.objects.filter(status=Status.QUEUED, publish_at__lte=at)
    rows = rows.exclude(account__in=waiting_accounts)
    ready = rows.exclude(next_try_at__gt=at).order_by("publish_at", "pk")
    freezes = list(freezes_in_force())
    if not freezes:
        return list(ready.values_list("pk", flat=True)[:limit])
    waiting = ready.select_related("account__unit").iterator(chunk_size=4 * limit)
    free = (delivery.pk for delivery in waiting if not is_frozen(delivery, freezes))
    return list(islice(free, limit))


def miss_late(*, at: datetime) -> int:
    """Mark what is too late to leave by itself; return how many.

    What a person asked to send late, or is tried again, has that moment for its time.
    """
    due = Coalesce("next_try_at", "publish_at")
    late = Delivery.objects.alias(due=due).filter(status=Status.QUEUED, due__lt=at - LATEST)
    freezes = list(freezes_in_force())
    rows = late.select_related("account__unit")
    missed = [delivery.pk for delivery in rows if not is_frozen(delivery, freezes)]
    for delivery_id in missed:
        actions.miss_delivery(delivery_id=delivery_id, why="too_late", at=at)
    return len(missed)


def send_due(*, clock: Clock = now) -> list[UUID]:
    """Send what is due, one after the other; return what was tried."""
    return [key for key in due_ids(at=clock()) if send_one(key, clock=clock)]


def send_one(delivery_id: UUID, *, clock: Clock = now) -> bool:
    """Send one delivery if it is to be had; return whether it was claimed."""
    still_at_work()
    with locks.held(f"delivery-{delivery_id}") as ours:
        if not ours:
            return False
        crashpoint("before-claim")
        delivery = actions.claim_delivery(delivery_id=delivery_id, owner=owner_name(), at=clock())
        if delivery is None:
            return False
        crashpoint("after-claim")
        try:
            _under_permit(delivery, clock=clock)
        except StaleWriteError:
            log.warning("delivery %s was taken over", delivery_id)
            actions.note_stale_write(
                delivery_id=delivery_id, fence=delivery.fence, owner=owner_name(), at=clock()
            )
        except FAULTS:  # nothing is settled: whoever finds it next looks at the network first
            log.exception("delivery %s is left as it stands", delivery_id)
        return True


def _under_permit(delivery: Delivery, *, clock: Clock) -> None:
    with locks.held(locks.FREEZE, shared=True, wait_seconds=1.0) as permit:
        if not permit or is_frozen(delivery):
            _give_back(delivery, clock=clock)
            return
        crashpoint("after-permit")
        try:
            ready = _ready(delivery, clock=clock)
        except StopSendingError as stop:
            _settle(delivery, stop.outcome, clock=clock)
            return
        except VaultKeyMissingError as error:
            away = Refused(code=error.code, message=error.message, permanent=False)
            _settle(delivery, away, clock=clock)
            return
        except StaleWriteError:
            raise
        except FAULTS as error:
            log.exception("delivery %s cannot be sent", delivery.pk)
            why = getattr(error, "code", "cannot_be_sent")
            actions.settle_failed(
                delivery_id=delivery.pk, fence=delivery.fence, why=why, at=clock()
            )
            return
        if ready is not None:
            session, send = ready
            outcome = send()
            _settle(delivery, outcome, clock=clock)
            _prove(delivery, session, outcome, clock=clock)


def _give_back(delivery: Delivery, *, clock: Clock) -> None:
    actions.give_back(delivery_id=delivery.pk, fence=delivery.fence, why="frozen", at=clock())


def _became_stricter(delivery: Delivery, *, at: datetime) -> bool:
    return judge_again(
        subject_id=delivery.subject_id,
        revision=delivery.revision,
        account=delivery.account,
        fields=delivery.fields,
        at=at,
    )


def _without_rights(delivery: Delivery, *, at: datetime) -> bool:
    """Return whether a picture it carries may no longer be used, whatever the rules say of it."""
    media = delivery.fields.get("media", ())
    digests = [str(one["sha256"]) for one in media if isinstance(one, dict)]
    return bool(digests and ended_among(digests, on=site_day(at)))


def _ready(delivery: Delivery, *, clock: Clock) -> tuple[Session, Callable[[], Outcome]] | None:
    """Do all that is not public and commit the intent; return the step that is, or None.

    None when it must not leave: the rules became stricter, the rights of a picture ended, a licence
    lapsed, or a freeze was engaged meanwhile.
    """
    if _without_rights(delivery, at=clock()):
        end = actions.settle_failed if delivery.parts_out else actions.void_delivery
        end(delivery_id=delivery.pk, fence=delivery.fence, why="rights_ended", at=clock())
        return None
    if has_lapsed(delivery, at=clock()):
        end = actions.settle_failed if delivery.parts_out else actions.void_delivery
        end(delivery_id=delivery.pk, fence=delivery.fence, why="licence", at=clock())
        return None
    if _became_stricter(delivery, at=clock()):
        end = actions.settle_failed if delivery.parts_out else actions.void_delivery
        end(delivery_id=delivery.pk, fence=delivery.fence, why="stricter", at=clock())
        return None
    crashpoint("after-judged")
    adapter = connector_of(delivery.account.network)
    fields = fields_of(delivery.fields, delivery.parts_out)
    session = _or_stop(renewed(delivery.account_id, adapter=adapter, keeper=KEEPER, at=clock()))
    crashpoint("after-session")
    uploads = _upload(delivery, adapter, session, fields, clock=clock)
    crashpoint("after-uploads")
    intent = _intent(delivery, adapter, session, fields, clock=clock)
    request = adapter.build(fields, intent, uploads)
    crashpoint("after-build")
    if is_frozen(delivery):
        _give_back(delivery, clock=clock)
        return None
    actions.intend_delivery(
        delivery_id=delivery.pk,
        fence=delivery.fence,
        intent=intent,
        request_sha256=request.sha256,
        at=clock(),
    )
    delivery.intent_key = intent.key
    crashpoint("after-intent")
    return session, lambda: _sent(adapter, session, request)


def _prove(delivery: Delivery, session: Session, outcome: Outcome, *, clock: Clock) -> None:
    """Note what the answer says of the session it was asked with."""
    if isinstance(outcome, Sent):
        served(delivery.account_id, session, keeper=KEEPER, at=clock())
    elif isinstance(outcome, Refused):
        rejected(delivery.account_id, outcome, keeper=KEEPER, at=clock())


def _sent(adapter: Connector, session: Session, request: WireRequest) -> Outcome:
    try:
        return _on_the_wire(adapter, session, request)
    except FAULTS as error:
        log.exception("the connector broke on the wire")
        return Unknown(reason=f"connector: {type(error).__name__}")


def _on_the_wire(adapter: Connector, session: Session, request: WireRequest) -> Outcome:
    """Make the post public; the only place that does.

    The permit is looked at once more: a database that restarted gave it to somebody else.
    """
    if not locks.still_held(locks.FREEZE):
        message = "the permit to send was lost"
        return Refused(code="permit_lost", message=message, permanent=False)
    crashpoint("before-wire")
    return adapter.send(session, request)


def _or_stop(answer: Session | Refused | Unknown) -> Session:
    if isinstance(answer, Session):
        return answer
    raise StopSendingError(_nothing_sent(answer))


def _nothing_sent(answer: Refused | Unknown) -> Refused:
    """Return a doubt about a step that is not public as what it is: worth trying again."""
    if isinstance(answer, Refused):
        return answer
    return Refused(code="unavailable", message=answer.reason, permanent=False)


def _upload(
    delivery: Delivery, adapter: Connector, session: Session, fields: Fields, *, clock: Clock
) -> tuple[Uploaded, ...]:
    """Hand over the pictures; those the network holds already are not sent again."""
    by_order = {media.order: media for media in fields.media}
    if not by_order:  # a later post of a thread
        return ()
    uploads = []
    for step in delivery.steps.filter(kind=RemoteStep.Kind.UPLOAD):
        if step.status == RemoteStep.Status.DONE:
            uploads.append(Uploaded(sha256=step.sha256, reference=step.result["reference"]))
            continue
        try:
            data = stored_bytes(step.sha256)
        except StorageAwayError as error:  # nothing was sent: it is tried again
            away = Refused(code=error.code, message=error.message, permanent=False)
            raise StopSendingError(away) from error
        answer = adapter.upload(session, by_order[step.position], data)
        if not isinstance(answer, Uploaded):
            raise StopSendingError(_nothing_sent(answer))
        actions.note_upload(
            step_id=step.pk, fence=delivery.fence, reference=answer.reference, at=clock()
        )
        uploads.append(answer)
    return tuple(uploads)


def _intent(
    delivery: Delivery, adapter: Connector, session: Session, fields: Fields, *, clock: Clock
) -> Intent:
    """Return the intent of an earlier attempt, or fix a new one."""
    if delivery.intent_key:
        return intent_of(delivery)
    resolved = adapter.resolve(session, fields)
    if not isinstance(resolved, Resolved):
        raise StopSendingError(_nothing_sent(resolved))
    place = place_of(delivery, adapter, session)
    if isinstance(place, Refused):
        raise StopSendingError(place)
    at, name = clock(), name_of_part(delivery)
    key = adapter.new_key(created_at=at, delivery_id=name, entropy=secrets.token_bytes(8))
    return Intent(
        key=key,
        created_at=at,
        delivery_id=name,
        author=resolved.author,
        mentions=resolved.mentions,
        root=place.root,
        parent=place.parent,
        parent_id=place.parent_id,
    )


def _settle(delivery: Delivery, outcome: Sent | Refused | Unknown, *, clock: Clock) -> None:
    key, fence, at = delivery.pk, delivery.fence, clock()
    crashpoint("after-wire")
    if isinstance(outcome, Sent) and is_known_already(delivery, outcome.remote_id):
        outcome = Unknown(reason="another_post: the answer names an earlier one")
    if isinstance(outcome, Sent):
        spool.keep(key, key=delivery.intent_key, sent=outcome)
        crashpoint("after-spool")
        actions.settle_sent(delivery_id=key, fence=fence, sent=outcome, at=at)
        crashpoint("after-sent")
    elif isinstance(outcome, Refused):
        actions.settle_refused(delivery_id=key, fence=fence, refused=outcome, at=at)
        crashpoint("after-refused")
    else:
        actions.settle_unknown(delivery_id=key, fence=fence, reason=outcome.reason, at=at)
        crashpoint("after-unknown")
