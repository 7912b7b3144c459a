"""Saying how long and how often, for a unit and what is below it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.credentials.errors import TermsInvalidError
from gouvernail.credentials.models import Terms
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, Right, require, require_step_up, visible_unit

# What may be said: the least and the most.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "rotation_days": (1, 3650),
    "after_days": (0, 90),
    "longest_minutes": (1, 480),
    "alone_minutes": (5, 1440),
    "emergency_hours": (1, 72),
}


@action("credentials.write_terms")
def write_terms(
    *, unit_id: UUID, network: str, times: Mapping[str, int | None], by: Person, at: datetime
) -> Terms:
    """Say what holds in a unit and below it, for one network or for all; None is as above.

    Items keep the day they are due; the next value put in counts by what is said here.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not write the charter of that unit.
        ProofNeededError: the last proof of who they are is too old.
        TermsInvalidError: out of bounds; each field says which.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_UNIT_CHARTER, unit=unit)
    require_step_up(Act.EDIT_CHARTER, at=at)
    faults = {
        name: _("Between %(least)d and %(most)d.") % {"least": least, "most": most}
        for name, (least, most) in BOUNDS.items()
        if (told := times.get(name)) is not None and not least <= told <= most
    }
    if faults:
        raise TermsInvalidError(faults)
    Unit.objects.select_for_update().filter(pk=unit.pk).first()  # two first answers at once
    row = Terms.objects.filter(unit=unit, network=network).first()
    row = row or Terms(unit=unit, network=network)
    for name in BOUNDS:
        setattr(row, name, times.get(name))
    row.written_at = at
    row.save()
    record(actor=by, verb="vault_terms.written", subject=row, at=at)
    return row
