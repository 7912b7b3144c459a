"""Giving and taking roles."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.actions.persons import is_last_lead
from gouvernail.people.errors import (
    GrantInvalidError,
    GrantNotFoundError,
    LastLeadError,
)
from gouvernail.people.models import Person, Role, RoleGrant, Seat, Unit
from gouvernail.people.permissions import (
    Right,
    refuse_more_than_own,
    require,
    visible_person,
    visible_unit,
)

SETUP = Actor(kind="machine", ref="setup", auth="cli")


@action("people.grant_role")
def grant_role(  # noqa: PLR0913 - the sentence "who, where, what, in which seat, until when"
    *,
    person_id: UUID,
    unit_id: UUID,
    role: str,
    by: Person | None,
    at: datetime,
    seat: str = "",
    until: date | None = None,
) -> RoleGrant:
    """Give a role in a unit and everything below it; the same role twice is one row.

    By nobody only for the first lead of a site.

    Raises:
        GrantInvalidError: the role, the seat or the date cannot be taken.
        RoleAboveOwnError: it holds more than `by` holds there.
        RightMissingError: `by` may not give roles there.
    """
    _check(role, seat, until, at)
    person, unit = _parties(person_id, unit_id, by)
    if not person.is_active:
        raise GrantInvalidError({"role": _("This person has left.")})
    if by is not None:
        require(by, Right.GRANT_ROLES, unit=unit)
        refuse_more_than_own(by, role, unit)
    elif RoleGrant.objects.filter(role=Role.LEAD).exists():
        raise GrantInvalidError({"role": _("This organisation already has its first lead.")})
    kept = RoleGrant.objects.filter(
        person=person, unit=unit, role=role, seat=seat, revoked_at__isnull=True
    ).first()
    grant = kept or RoleGrant(person=person, unit=unit, role=role, seat=seat, granted_at=at)
    grant.ends_on, grant.granted_by = until, by
    grant.save()
    record(actor=by or SETUP, verb="role.granted", subject=grant, at=at)
    return grant


def _parties(person_id: UUID, unit_id: UUID, by: Person | None) -> tuple[Person, Unit]:
    if by is None:
        return Person.objects.get(pk=person_id), Unit.objects.get(pk=unit_id)
    return visible_person(person_id, viewer=by), visible_unit(unit_id, viewer=by)


@action("people.revoke_role")
def revoke_role(*, grant_id: UUID, by: Person, at: datetime) -> RoleGrant:
    """Take a role back, at once.

    Raises:
        GrantNotFoundError: missing, or in a unit hidden from `by`.
        LastLeadError: nobody would answer for the whole.
        RightMissingError: `by` may not take roles there.
    """
    rows = RoleGrant.objects.select_for_update(of=("self",)).select_related("unit", "person")
    grant = rows.filter(pk=grant_id, revoked_at__isnull=True).first()
    if grant is None:
        raise GrantNotFoundError
    require(by, Right.GRANT_ROLES, unit=grant.unit)
    refuse_more_than_own(by, grant.role, grant.unit)
    leads_all = grant.role == Role.LEAD and grant.unit.parent_id is None
    if leads_all and is_last_lead(grant.person, on=at.date()):
        raise LastLeadError
    grant.revoked_at = at
    grant.save(update_fields=("revoked_at",))
    record(actor=by, verb="role.revoked", subject=grant, at=at)
    return grant


def _check(role: str, seat: str, until: date | None, at: datetime) -> None:
    wrong = {}
    if role not in Role.values:
        wrong["role"] = _("Choose a role.")
    if role == Role.REVIEWER and seat not in Seat.values:
        wrong["seat"] = _("Say in which seat this person decides.")
    if role != Role.REVIEWER and seat:
        wrong["seat"] = _("Only reviewers hold a seat.")
    if until and until < at.date():
        wrong["until"] = _("This date has passed.")
    if wrong:
        raise GrantInvalidError(wrong)
