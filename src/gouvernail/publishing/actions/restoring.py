"""After a restore: nothing leaves until people lift a freeze, and nothing leaves twice.

A backup remembers as waiting what may have left since it was taken. All of it becomes UNKNOWN and
is read back from the networks, which a freeze does not forbid; only what was surely absent twice,
under its own key, may leave again, and then only when somebody says so: the lift marks it MISSED.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.egress import Egress, Policy
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.networks.registry import connector
from gouvernail.people.models import Person
from gouvernail.publishing.actions.archiving import SENDER
from gouvernail.publishing.actions.freezes import engage_freeze
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.actions.sending import SETTLE
from gouvernail.publishing.models import Delivery, Freeze

Status = Delivery.Status
_PROBES = (bytes(8), bytes(range(1, 9)))  # two draws: a key that differs between them was a draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore leaves to people.

    Attributes:
        freeze: over the whole organisation, to be lifted as the charter says.
        doubtful: what may have left since the backup; the sender reads it back.
        by_hand: what a person may have posted since; somebody must look.
    """

    freeze: Freeze
    doubtful: list[Delivery]
    by_hand: list[Delivery]


@action("publishing.after_restore")
def after_restore(
    *, backup_taken_at: datetime, by: Person, at: datetime, reason: str = ""
) -> Restored:
    """Freeze everything and doubt whatever may have left between a backup and its restore.

    To be called once, on the restored database, before any sender starts; `by` runs the restore
    and holds the right to freeze. `backup_taken_at` is when the backup began (aware, UTC), `at` is
    now. A freeze that the backup holds stands as it was, beside the one of the restore.

    Raises:
        RightMissingError: `by` may not freeze the organisation.
        ValueError: the backup would be of the future; a defect of the caller, or of a clock.
    """
    if backup_taken_at > at:
        raise ValueError("A backup cannot have been taken after its restore.")
    freeze = engage_freeze(
        by=by, at=at, reason=reason or _("Restored from a backup."), cause=Freeze.Cause.RESTORE
    )
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("account__unit")
    due = Q(publish_at__lte=at) | Q(next_try_at__lte=at)
    waiting = Q(status=Status.QUEUED) & due
    under_way = Q(status__in=(Status.CLAIMED, Status.SENDING, Status.UNKNOWN))
    doubtful = list(rows.filter(waiting | under_way, mode=Delivery.Mode.AUTOMATIC))
    for delivery in doubtful:
        _doubt(delivery, since=backup_taken_at, at=at)
    by_hand = rows.filter(status=Status.TO_HAND_OFF, publish_at__lte=at)
    return Restored(freeze=freeze, doubtful=doubtful, by_hand=list(by_hand))


def _doubt(delivery: Delivery, *, since: datetime, at: datetime) -> None:
    if not delivery.intent_key:
        _guess_intent(delivery, since=since)
    delivery.status, delivery.owner = Status.UNKNOWN, ""
    delivery.explanation, delivery.explanation_facts = "restored", {}
    delivery.fence += 1
    delivery.claimed_at = at  # the time people are asked after counts from the restore
    delivery.settle_at, delivery.looks, delivery.absences = at + SETTLE, 0, 0
    delivery.save()
    data = {"why": "restored"}
    record(actor=SENDER, verb="delivery.unknown", subject=delivery, at=at, data=data)
    tell(delivery, at=at)


def _guess_intent(delivery: Delivery, *, since: datetime) -> None:
    """Give the key it would have left under; where keys are drawn, absence proves nothing."""
    adapter = connector(delivery.account.network, egress=Egress(Policy()))
    keys = {
        adapter.new_key(created_at=since, delivery_id=str(delivery.pk), entropy=entropy)
        for entropy in _PROBES
    }
    delivery.intent_key, delivery.intent_created_at = min(keys), since
    delivery.intent_facts = {"guessed": len(keys) > 1}
