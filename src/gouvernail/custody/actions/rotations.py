"""Noting that the password of an account was renewed."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.standings import work_out
from gouvernail.custody.errors import AccessInvalidError
from gouvernail.custody.models import Rotation
from gouvernail.custody.permissions import require_manage
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.registry.permissions import visible_account


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
    account = visible_account(account_id, viewer=by, lock=True)
    require_manage(by, account)
    if rotated_on > site_day(at):
        raise AccessInvalidError({"rotated_on": _("This day is still to come.")})
    if why not in Rotation.Why.values:
        raise AccessInvalidError({"why": _("Choose one of the answers.")})
    rotation = Rotation.objects.create(
        account=account, rotated_on=rotated_on, why=why, rotated_by=by, noted_at=at
    )
    record(actor=by, verb="rotation.noted", subject=rotation, at=at)
    work_out(account_ids=[account.pk], at=at)
    return rotation
