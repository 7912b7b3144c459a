"""Being away, and who decides meanwhile."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.errors import AbsenceInvalidError, AbsenceNotFoundError
from gouvernail.people.models import Absence, Person
from gouvernail.people.permissions import (
    Right,
    refuse_above_own,
    require,
    visible_people,
    visible_person,
)


@action("people.declare_absence")
def declare_absence(  # noqa: PLR0913 - who, from, until, replaced by whom
    *,
    person_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    delegate_id: UUID | None,
    by: Person,
    at: datetime,
    note: str = "",
) -> Absence:
    """Declare an absence: one's own, or somebody's whom `by` manages.

    Raises:
        AbsenceInvalidError: the dates or the stand-in cannot be taken.
        RoleAboveOwnError: a stand-in would hold more than `by` may give.
        PersonNotFoundError, RightMissingError: `by` may not.
    """
    person = by if by.pk == person_id else visible_person(person_id, viewer=by)
    if person.pk != by.pk:
        require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    if delegate_id:  # a stand-in decides in the seats of the absent
        refuse_above_own(by, person)
    delegate = visible_person(delegate_id, viewer=by) if delegate_id else None
    _check(person, starts_at, ends_at, delegate, at)
    absence = Absence.objects.create(
        person=person,
        delegate=delegate,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note.strip()[:200],
    )
    record(actor=by, verb="absence.declared", subject=absence, at=at)
    return absence


@action("people.cancel_absence")
def cancel_absence(*, absence_id: UUID, by: Person, at: datetime) -> Absence:
    """Cancel an absence, or end it early.

    Raises:
        AbsenceNotFoundError: missing, or neither one's own nor of somebody `by` manages.
    """
    absence = (
        Absence.objects.select_related("person__home_unit")
        .filter(pk=absence_id, cancelled_at__isnull=True)
        .first()
    )
    if absence is None:
        raise AbsenceNotFoundError
    if absence.person_id != by.pk:
        if not visible_people(by).filter(pk=absence.person_id).exists():
            raise AbsenceNotFoundError
        require(by, Right.MANAGE_PEOPLE, unit=absence.person.home_unit)
    absence.cancelled_at = at
    absence.save(update_fields=("cancelled_at",))
    record(actor=by, verb="absence.cancelled", subject=absence, at=at)
    return absence


def _check(
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    delegate: Person | None,
    at: datetime,
) -> None:
    wrong = {}
    if ends_at <= starts_at:
        wrong["ends_at"] = _("The end must come after the beginning.")
    elif ends_at <= at:
        wrong["ends_at"] = _("This absence is over already.")
    if delegate is not None and delegate.pk == person.pk:
        wrong["delegate"] = _("Choose somebody else to stand in.")
    if delegate is not None and not delegate.is_active:
        wrong["delegate"] = _("This person has left.")
    if wrong:
        raise AbsenceInvalidError(wrong)
