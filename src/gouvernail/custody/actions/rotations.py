"""Noting that the password of an account was renewed: said by people, or seen by the vault."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.standings import work_out
from gouvernail.custody.errors import AccessInvalidError
from gouvernail.custody.models import Access, Rotation
from gouvernail.custody.permissions import account_for_custody, require_manage
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("custody.note_rotation")
def note_rotation(
    account_id: UUID, *, rotated_on: date, why: str, by: Person, at: datetime
) -> Rotation:
    """Say that the password of an account was renewed, on which day and why.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` neither manages accesses there nor keeps the account.
        AccessInvalidError: the day is to come, or the reason does not exist.
    """
    account = account_for_custody(account_id, viewer=by, lock=True)
    require_manage(by, account)
    if rotated_on > site_day(at):
        raise AccessInvalidError({"rotated_on": _("This day is still to come.")})
    if why not in Rotation.Why.values:
        raise AccessInvalidError({"why": _("Choose one of the answers.")})
    rotation = _note(account.pk, rotated_on=rotated_on, why=why, by=by, at=at)
    work_out(account_ids=[account.pk], at=at)
    return rotation


@action("custody.follow_renewal")
def follow_renewal(
    account_id: UUID, *, rotated_on: date, why: str, by: Person, at: datetime
) -> Rotation:
    """Note a renewal that the vault has seen done: it asked for the right, nothing is asked here.

    `by` said that the new password works: what they share of it is known to open, that day.
    """
    rotation = _note(account_id, rotated_on=rotated_on, why=why, by=by, at=at)
    shared = Access.objects.filter(account=account_id, person=by, means__in=Access.SHARED_SECRET)
    for access in shared.exclude(state=Access.State.CLOSED).order_by("pk"):
        access.tried_on, access.works = site_day(at), True
        access.confirmed_at, access.confirmed_by = at, by
        access.save()
        record(actor=by, verb="access.confirmed", subject=access, at=at, data={"tried": "works"})
    work_out(account_ids=[account_id], at=at)
    return rotation


def _note(account_id: UUID, *, rotated_on: date, why: str, by: Person, at: datetime) -> Rotation:
    rotation = Rotation.objects.create(
        account_id=account_id, rotated_on=rotated_on, why=why, rotated_by=by, noted_at=at
    )
    record(actor=by, verb="rotation.noted", subject=rotation, at=at)
    return rotation
