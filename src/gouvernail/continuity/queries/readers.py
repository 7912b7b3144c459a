"""What one reader of the status page can do about it, and whom they call for the rest."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from gouvernail.continuity.queries.items import Item
from gouvernail.continuity.queries.site import Status
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, holders_of_right, scope
from gouvernail.publishing.models import Delivery

UNITS_ASKED: Final = 3
CALLED: Final = 3


def as_read_by(status: Status, *, reader: Person) -> Status:
    """Return the status with what `reader` can do themselves, or whom to call. Five queries."""
    groups = [
        replace(group, items=[_as_read(item, reader=reader) for item in group.items])
        for group in status.groups
    ]
    return replace(status, groups=groups)


def _as_read(item: Item, *, reader: Person) -> Item:
    if item.code != "needs_human" or not item.todo:
        return item
    needing = Delivery.objects.filter(status=Delivery.Status.NEEDS_HUMAN)
    path = "account__unit__path"
    if needing.filter(scope(reader, Right.RESOLVE_DELIVERY, path)).exists():
        return item
    units = Unit.objects.filter(pk__in=needing.values("account__unit")).order_by("path")
    names = {
        name: None
        for unit in units[:UNITS_ASKED]
        for name in holders_of_right(Right.RESOLVE_DELIVERY, unit=unit)
        .values_list("name", flat=True)[:CALLED]
    }  # fmt: skip
    todo = _("You cannot settle it yourself. A lead or the delegate of the unit can.")
    if names:
        todo = _("You cannot settle it yourself. Call: %(names)s.") % {"names": ", ".join(names)}
    seen = needing.filter(scope(reader, Right.SEE_CONTENT, path)).exists()
    return replace(item, todo=todo, page=item.page if seen else "")
