"""Replacing a figure the adviser counts with."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.openings.errors import OpeningInvalidError
from gouvernail.openings.models import Assumption
from gouvernail.openings.queries.rhythm import STARTS
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require_overall

MOST: Final = 10_000


@action("openings.set_assumption")
def set_assumption(*, code: str, value: int, source: str, by: Person, at: datetime) -> Assumption:
    """Count with another figure from now on, and say where it comes from.

    Raises:
        RightMissingError: `by` does not lead the whole organisation.
        OpeningInvalidError: no such figure, out of bounds, or no source.
    """
    require_overall(by, Right.EDIT_CHARTER)
    wrong = {}
    if code not in STARTS:
        wrong["code"] = _("There is no such figure.")
    if not 1 <= value <= MOST:
        wrong["value"] = _("Give a figure from 1 to 10,000.")
    if not source.strip():
        wrong["source"] = _("Say where the figure comes from.")
    if wrong:
        raise OpeningInvalidError(wrong)
    facts = {"value": value, "source": source.strip()[:300], "updated_by": by, "updated_at": at}
    row, _new = Assumption.objects.update_or_create(code=code, defaults=facts)
    record(actor=by, verb="opening_assumption.set", subject=row, at=at)
    return row
