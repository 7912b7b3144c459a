"""Reworking an account that exists instead of opening another."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.openings.actions.writing import page_of
from gouvernail.openings.errors import (
    MergeRefusedError,
    OpeningInvalidError,
    OpeningNotFoundError,
    OpeningNotYoursError,
    OpeningStateError,
)
from gouvernail.openings.models import Opening, Rework
from gouvernail.openings.permissions import may_merge, visible_opening
from gouvernail.openings.queries.evidence import advice_for
from gouvernail.openings.queries.requests import KIND
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts

STATUS: Final = Opening.Status
DAYS: Final = 30
MERGEABLE: Final = frozenset({STATUS.DRAFT, STATUS.REQUESTED, STATUS.CHANGES, STATUS.APPROVED})


@action("openings.merge_opening")
def merge_opening(
    opening_id: UUID, *, account_id: UUID, reason: str, by: Person, at: datetime
) -> Rework:
    """End a request as merged into an account, with a task of thirty days for its owner.

    Raises:
        OpeningNotFoundError: missing or hidden.
        OpeningNotYoursError: `by` neither asked for it nor keeps the accounts of the unit.
        OpeningStateError: its opening has begun, or it is over.
        MergeRefusedError: no such account of ours, or nobody answers for it.
        OpeningInvalidError: nothing says what is to be done.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    if not may_merge(by, opening):
        raise OpeningNotYoursError
    if opening.status not in MERGEABLE:
        raise OpeningStateError(opening.get_status_display())
    account, owner = _account(account_id, opening, by=by, at=at)
    if not reason.strip():
        raise OpeningInvalidError({"reason": _("Write what is to be reworked, and why.")})
    approvals.void_requests(kind=KIND, id=opening.pk, by=by, at=at, why="cancelled")
    opening.status, opening.merged_into = STATUS.MERGED, account
    opening.approval_id, opening.ended_reason = None, reason.strip()
    opening.ended_at = opening.updated_at = at
    opening.save()
    record(actor=by, verb="opening.merged", subject=opening, at=at)
    rework = Rework.objects.create(
        opening=opening,
        account=account,
        assigned_to=owner,
        asked_by=by,
        asked_at=at,
        due_on=site_day(at) + timedelta(days=DAYS),
    )
    record(actor=by, verb="opening_rework.asked", subject=rework, at=at)
    _tell(opening, rework, by=by, at=at)
    return rework


def _account(
    account_id: UUID, opening: Opening, *, by: Person, at: datetime
) -> tuple[Account, Person]:
    """Return an account that `by` sees in the register, or that the adviser showed them."""
    ours = Account.objects.filter(pk=account_id, status__in=Account.OURS)
    account = ours.select_related("owner").first()
    if account is not None and not visible_accounts(by).filter(pk=account_id).exists():
        matches = advice_for(opening, today=site_day(at)).matches
        account = account if account_id in {one.account.id for one in matches} else None
    if account is None:
        raise MergeRefusedError(_("Choose an account of the register that is ours."))
    if account.owner is None or not account.owner.is_active:
        raise MergeRefusedError(
            _("Nobody answers for %(name)s: it needs an owner first.") % {"name": account.name}
        )
    return account, account.owner


def _tell(opening: Opening, rework: Rework, *, by: Person, at: datetime) -> None:
    people = {rework.assigned_to_id, opening.requested_by_id} - {by.pk}
    message = Message(
        kind="opening.merged",
        once=f"opening:{opening.pk}:merged",
        path=page_of(opening),
        facts={"title": opening.title, "by": by.name},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
    tell(people=people, message=message, at=at)


@action("openings.finish_rework")
def finish_rework(opening_id: UUID, *, note: str, by: Person, at: datetime) -> Rework:
    """Say what was done with the account; for its owner, or who keeps the accounts there.

    Raises:
        OpeningNotFoundError: no such task, or hidden.
        OpeningNotYoursError: it is somebody else's.
        OpeningStateError: it is done already.
        OpeningInvalidError: nothing says what was done.
    """
    rework = _open_rework(opening_id, by=by)
    if by.pk != rework.assigned_to_id and not may(
        by, Right.EDIT_ACCOUNTS, unit=rework.account.unit
    ):
        raise OpeningNotYoursError
    if not note.strip():
        raise OpeningInvalidError({"note": _("Write what was done.")})
    return _end(rework, "finished", note=note, by=by, at=at)


@action("openings.decline_rework")
def decline_rework(opening_id: UUID, *, note: str, by: Person, at: datetime) -> Rework:
    """Say that one will not rework an account, and why; the requester is told and may ask anew.

    Raises:
        OpeningNotFoundError: no such task, or hidden.
        OpeningNotYoursError: it was given to somebody else.
        OpeningStateError: it is done already, or declined.
        OpeningInvalidError: nothing says why.
    """
    rework = _open_rework(opening_id, by=by)
    if by.pk != rework.assigned_to_id:
        raise OpeningNotYoursError
    if not note.strip():
        raise OpeningInvalidError({"note": _("Write why not: the requester reads it.")})
    rework.declined = True
    _end(rework, "declined", note=note, by=by, at=at)
    opening = rework.opening
    message = Message(
        kind="opening.rework_declined",
        once=f"opening:{opening.pk}:rework_declined",
        path=page_of(opening),
        facts={"title": opening.title, "by": by.name},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
    tell(people={opening.requested_by_id, rework.asked_by_id} - {by.pk}, message=message, at=at)
    return rework


def _open_rework(opening_id: UUID, *, by: Person) -> Rework:
    opening = visible_opening(opening_id, viewer=by, lock=True)
    rows = Rework.objects.filter(opening=opening).select_related("account__unit", "opening")
    rework = rows.first()
    if rework is None:
        raise OpeningNotFoundError
    if rework.done_at is not None:
        raise OpeningStateError(_("declined") if rework.declined else _("done"))
    return rework


def _end(rework: Rework, how: str, *, note: str, by: Person, at: datetime) -> Rework:
    rework.done_at, rework.done_by, rework.note = at, by, note.strip()
    rework.save()
    record(actor=by, verb=f"opening_rework.{how}", subject=rework, at=at)
    return rework
