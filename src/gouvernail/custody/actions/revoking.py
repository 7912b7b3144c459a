"""Taking an access away: ordered here, done on the network, and said to be done."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.accesses import announce_loss
from gouvernail.custody.actions.corrections import settle_corrections
from gouvernail.custody.actions.notices import tell_revocations
from gouvernail.custody.actions.standings import work_out
from gouvernail.custody.errors import (
    AccessClosedError,
    AccessInvalidError,
    AccessNotDueError,
    HolderHasLeftError,
)
from gouvernail.custody.models import Access
from gouvernail.custody.permissions import require_manage, require_revoke, visible_access
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

GIVEN = frozenset(Access.Why.values) - {Access.Why.LEFT, Access.Why.ENDED}


@action("custody.order_revocation")
def order_revocation(
    access_id: UUID, *, why: str, due_on: date, by: Person, at: datetime
) -> Access:
    """Ask that an access be taken away on the network by a day; who can do it is told.

    Raises:
        AccessNotFoundError, RightMissingError: `by` may not.
        AccessClosedError: it is over.
        AccessInvalidError: the reason does not exist, the day is past, or it is on its way out.
    """
    access = _known(access_id, by=by)
    if why not in GIVEN:
        raise AccessInvalidError({"why": _("Choose one of the answers.")})
    if access.is_due:
        raise AccessInvalidError({"why": _("Its revocation is under way.")})
    if due_on < site_day(at):
        raise AccessInvalidError({"due_on": _("This day is past.")})
    begin_revocation(access, why=why, due_on=due_on, by=by, at=at)
    tell_revocations([access], at=at, kind=_kind(due_on, at=at))
    return access


def _kind(due_on: date, *, at: datetime) -> str:
    return "access.to_revoke" if due_on == site_day(at) else "access.to_revoke_later"


def begin_revocation(access: Access, *, why: str, due_on: date, by: Person, at: datetime) -> None:
    """Make an access a line to revoke, once the right is known.

    What its holder knew of the vault is to be renewed: announced (`custody.to_revoke`), unless the
    access was declared by mistake.
    """
    access.state, access.why = Access.State.TO_REVOKE, why
    access.due_on, access.due_since = due_on, at
    access.save()
    record(actor=by, verb="access.to_revoke", subject=access, at=at)
    work_out(account_ids=[access.account_id], at=at)
    announce_loss(access, due_on=due_on, at=at)


@action("custody.ask_revocation")
def ask_revocation(access_id: UUID, *, asked_of: str, by: Person, at: datetime) -> Access:
    """Note that somebody was asked to take it away: an agency, an administrator of the network.

    Raises:
        AccessNotFoundError, RightMissingError: `by` may not.
        AccessClosedError: it is over.
        AccessNotDueError: nothing asks for its revocation.
        AccessInvalidError: who was asked is not said.
    """
    access = _known(access_id, by=by)
    if not access.is_due:
        raise AccessNotDueError
    if not asked_of.strip():
        raise AccessInvalidError({"asked_of": _("Say who was asked.")})
    access.state, access.asked_of = Access.State.ASKED, asked_of.strip()[:200]
    access.save()
    record(actor=by, verb="access.revocation_asked", subject=access, at=at)
    work_out(account_ids=[access.account_id], at=at)
    return access


@action("custody.close_access")
def close_access(
    access_id: UUID, *, by: Person, at: datetime, why: str = "", note: str = ""
) -> Access:
    """Say that an access was taken away on the network, when and by whom it is said.

    `why` is asked for when nothing had ordered the revocation.

    Raises:
        AccessNotFoundError, RightMissingError: `by` may not.
        AccessClosedError: it is over.
        AccessInvalidError: the reason is missing or does not exist.
    """
    access = _known(access_id, by=by)
    if not access.is_due and why not in GIVEN:
        raise AccessInvalidError({"why": _("Say why it is taken away.")})
    access.why = access.why or why
    access.state, access.closing_note = Access.State.CLOSED, note.strip()[:500]
    access.closed_at, access.closed_by = at, by
    access.save()
    record(actor=by, verb="access.closed", subject=access, at=at)
    settle_corrections(access, by=by, at=at)
    work_out(account_ids=[access.account_id], at=at)
    return access


@action("custody.keep_access")
def keep_access(access_id: UUID, *, by: Person, at: datetime) -> Access:
    """Leave in force an access that was to be revoked: the order was a mistake, or they are back.

    Raises:
        AccessNotFoundError, RightMissingError: `by` may not.
        AccessClosedError: it is over.
        AccessNotDueError: nothing asks for its revocation.
        HolderHasLeftError: who has left keeps nothing.
    """
    access = _known(access_id, by=by)
    require_manage(by, access.account)
    if not access.is_due:
        raise AccessNotDueError
    if access.person is not None and not access.person.is_active:
        raise HolderHasLeftError(access.person.name)
    if access.why == Access.Why.ENDED:
        access.until_on = None
    access.state, access.why, access.asked_of = Access.State.OPEN, "", ""
    access.due_on = access.due_since = None
    access.save()
    record(actor=by, verb="access.kept", subject=access, at=at)
    work_out(account_ids=[access.account_id], at=at)
    return access


def _known(access_id: UUID, *, by: Person) -> Access:
    access = visible_access(access_id, viewer=by, lock=True)
    require_revoke(by, access.account)
    if access.is_closed:
        raise AccessClosedError
    return access
