"""Publishing by hand: a person copies, posts, and brings the link back."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.publishing.actions.archiving import archive_delivery
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.actions.sending import NOT_IN_USE
from gouvernail.publishing.errors import (
    AccountNotInUseError,
    DeliveryMovedOnError,
    FrozenError,
    LabelMissingError,
    LicenceLapsedError,
    LinkInvalidError,
)
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.permissions import require_hand_off, visible_delivery
from gouvernail.publishing.queries.deliveries import has_lapsed
from gouvernail.publishing.queries.freezes import is_frozen
from gouvernail.publishing.queries.labels import label_due
from gouvernail.publishing.sender.links import is_link_of
from gouvernail.records.models import Record
from gouvernail.registry.queries import network_label

Status = Delivery.Status


@action("publishing.say_posted")
def say_posted(*, delivery_id: UUID, by: Person, at: datetime, labelled: bool = False) -> Delivery:
    """Note that a person has posted and will bring the link later.

    `labelled` says that the network's own label for AI is on, where it is due.

    Raises:
        LabelMissingError: the label is due and nobody says it is on.
        FrozenError: nothing may be posted now.
        LicenceLapsedError: somebody who answers for it may no longer publish there.
        DeliveryMovedOnError: it is not waiting to be posted.
    """
    delivery = _waiting(delivery_id, by=by)
    if delivery.status == Status.TO_HAND_OFF and has_lapsed(delivery, at=at):
        raise LicenceLapsedError
    label = _checked_label(delivery, labelled=labelled)
    delivery.status = Status.TO_CONFIRM
    delivery.sent_at = at
    delivery.save(update_fields=("status", "sent_at"))
    record(actor=by, verb="delivery.handed_off", subject=delivery, at=at, data=label or None)
    tell(delivery, at=at)
    return delivery


@action("publishing.confirm_hand_off")
def confirm_hand_off(
    *, delivery_id: UUID, url: str, by: Person, at: datetime, labelled: bool = False
) -> Delivery:
    """Note where a post made by hand stands, and archive what was approved for it.

    A post that is public is a fact: its link is taken even where a licence lapsed meanwhile, which
    the journal keeps beside it.

    `labelled` says that the network's own label for AI is on; not asked twice.

    Raises:
        LabelMissingError: the label is due and nobody says it is on.
        LinkInvalidError: the address is not one of that network.
        FrozenError: it was not posted yet and nothing may be posted now.
        DeliveryMovedOnError: it is not waiting for a link.
    """
    delivery = _waiting(delivery_id, by=by, held=True)
    network = delivery.account.network
    if not is_link_of(url.strip(), network):
        raise LinkInvalidError(network_label(network))
    said_before = delivery.status == Status.TO_CONFIRM
    label = _checked_label(delivery, labelled=labelled or said_before)
    late = delivery.is_held_by_hand or (not said_before and has_lapsed(delivery, at=at))
    lapsed = {"why": "lapsed"} if late else {}
    delivery.status, delivery.explanation = Status.SENT, ""
    delivery.remote_url, delivery.sent_at = url.strip(), delivery.sent_at or at
    delivery.save(update_fields=("status", "explanation", "remote_url", "sent_at"))
    record(
        actor=by, verb="delivery.confirmed", subject=delivery, at=at, data=(label | lapsed) or None
    )
    archive_delivery(delivery, source=Record.Source.BY_HAND, at=at)
    tell(delivery, at=at)
    return delivery


def _checked_label(delivery: Delivery, *, labelled: bool) -> dict[str, object]:
    """Return what the journal keeps of the label; nothing when none is due."""
    due = label_due(delivery.account.network, delivery.fields)
    if due and not labelled:
        raise LabelMissingError(due)
    return {"labelled": 1} if due else {}


def _waiting(delivery_id: UUID, *, by: Person, held: bool = False) -> Delivery:
    """Return what waits to be posted by hand; `held`: or what a licence holds back."""
    delivery = visible_delivery(delivery_id, viewer=by, lock=True)
    require_hand_off(by, delivery)
    if held and delivery.is_held_by_hand:
        return delivery
    if delivery.status not in {Status.TO_HAND_OFF, Status.TO_CONFIRM}:
        raise DeliveryMovedOnError(delivery.get_status_display())
    if delivery.status == Status.TO_CONFIRM:
        return delivery
    if is_frozen(delivery):
        raise FrozenError
    if delivery.account.status in NOT_IN_USE:
        raise AccountNotInUseError(delivery.account.get_status_display())
    return delivery
