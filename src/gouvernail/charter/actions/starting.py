"""Taking the starter charter: line by line, marked as proposed until somebody confirms it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from gouvernail.charter.actions.lines import noun_of, write_line
from gouvernail.charter.errors import CharterInvalidError
from gouvernail.charter.models import Line
from gouvernail.charter.permissions import charter_line, require_write
from gouvernail.charter.queries.starting import known_starters, top_and_departments
from gouvernail.charter.starters import Proposal, proposals
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


def starter_for(viewer: Person) -> list[Proposal]:
    """Return the lines of the starter charter that the charter does not say yet. Ten queries."""
    top, departments = top_and_departments(viewer)
    if top is None:
        return []
    known = known_starters()
    language = settings.LANGUAGE_CODE
    return [
        one
        for one in proposals(top=top, departments=departments, language=language)
        if not {(one.section, word, one.unit_id) for word in (one.starter, one.facts.title)} & known
    ]


@action("charter.take_starter")
def take_starter(*, keys: Iterable[str], by: Person, at: datetime) -> list[Line]:
    """Write the chosen lines of the starter charter, to be confirmed; those there are left alone.

    Raises:
        CharterInvalidError: nothing was chosen, or nothing of it is left to write.
        RightMissingError: `by` may not edit the charter.
    """
    require_write(by, unit=None)
    wanted = set(keys)
    lines = [
        write_line(facts=one.facts, proposed=True, starter=one.starter, by=by, at=at)
        for one in starter_for(by)
        if one.key in wanted
    ]
    if not lines:
        raise CharterInvalidError({"lines": _("Tick at least one line.")})
    return lines


@action("charter.confirm_line")
def confirm_line(*, section: str, line_id: UUID, by: Person, at: datetime) -> Line:
    """Confirm a line of the starter charter as it stands; twice is once.

    Raises:
        LineNotFoundError, RightMissingError: nothing was changed.
    """
    line = charter_line(section, line_id, lock=True)
    require_write(by, unit=getattr(line, "unit", None))
    if line.is_proposed:
        line.is_proposed = False
        line.save(update_fields=("is_proposed",))
        record(actor=by, verb=f"{noun_of(line)}.written", subject=line, at=at)
    return line
