"""Who sees deliveries and freezes."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.publishing.errors import DeliveryNotFoundError
from gouvernail.publishing.models import Delivery


def visible_deliveries(viewer: Person) -> QuerySet[Delivery]:
    """Return the deliveries of the units whose content `viewer` sees."""
    return Delivery.objects.filter(scope(viewer, Right.SEE_CONTENT, "account__unit__path"))


def visible_delivery(delivery_id: UUID | str, *, viewer: Person, lock: bool = False) -> Delivery:
    """Return one delivery that `viewer` may know about, account and unit loaded.

    Raises:
        DeliveryNotFoundError: missing, or hidden; the caller cannot tell which.
    """
    if lock:
        Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    rows = visible_deliveries(viewer).select_related("account__unit")
    delivery = rows.filter(pk=delivery_id).first()
    if delivery is None:
        raise DeliveryNotFoundError
    return delivery
