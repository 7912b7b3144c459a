"""Who sees deliveries and freezes."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, scope
from gouvernail.publishing.errors import DeliveryNotFoundError
from gouvernail.publishing.models import Delivery


def visible_deliveries(viewer: Person) -> QuerySet[Delivery]:
    """Return the deliveries of the units whose content `viewer` sees."""
    return Delivery.objects.filter(scope(viewer, Right.SEE_CONTENT, "account__unit__path"))


def visible_delivery(delivery_id: UUID | str, *, viewer: Person, lock: bool = False) -> Delivery:
    """Return one delivery that `viewer` may know about, account and unit loaded.

    Whoever answers somebody in another unit's name, called in by it, sees that answer.

    Raises:
        DeliveryNotFoundError: missing, or hidden; the caller cannot tell which.
    """
    if lock:
        Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    delivery = Delivery.objects.select_related("account__unit").filter(pk=delivery_id).first()
    if delivery is None or not (
        answers(viewer, delivery) or may(viewer, Right.SEE_CONTENT, unit=delivery.account.unit)
    ):
        raise DeliveryNotFoundError
    return delivery


def answers(person: Person, delivery: Delivery) -> bool:
    """Return whether `person` wrote this answer to somebody (`answering` of its fields)."""
    said = delivery.fields.get("answering")
    return person.is_active and isinstance(said, dict) and said.get("person") == str(person.pk)


def may_hand_off(person: Person, delivery: Delivery) -> bool:
    """Return whether `person` posts this by hand: by right, or because it is their own answer."""
    return answers(person, delivery) or may(person, Right.HAND_OFF, unit=delivery.account.unit)


def require_hand_off(person: Person, delivery: Delivery) -> None:
    """Refuse unless `person` posts this by hand.

    Raises:
        RightMissingError: neither by right, nor their own answer.
    """
    if not answers(person, delivery):
        require(person, Right.HAND_OFF, unit=delivery.account.unit)
