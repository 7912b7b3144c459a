"""An account through its life: every change of status, by the table of `queries.life`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.errors import (
    AccountNotFoundError,
    ClosingNotFoundError,
    ConditionsUnmetError,
    NoWayThereError,
    StatusUnchangedError,
    UndoTooLateError,
)
from gouvernail.registry.models import Account, Closing, ClosingStep
from gouvernail.registry.permissions import is_holder, visible_account
from gouvernail.registry.queries.life import Passage, Situation, may_undo, passage, way_of

Status = Account.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingPlan:
    """How an account is closed: where its followers go, what it says last, until when.

    `heir_id` is an account of the register; `elsewhere` any other place; one of the two is told.
    """

    last_post: str
    ends_on: date
    heir_id: UUID | None = None
    elsewhere: str = ""
    fate: str = Closing.Fate.KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What is told of a change of status: why, which account it repeats, how it is closed."""

    reason: str = ""
    original_id: UUID | None = None
    plan: ClosingPlan | None = None


@action("registry.change_status")
def change_status(
    account_id: UUID, *, status: str, by: Person, at: datetime, move: Move | None = None
) -> Account:
    """Lead an account from one status to another, as the table of its life allows.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`; the account it repeats too.
        RightMissingError: `by` may not edit the accounts of that unit.
        StatusUnchangedError: it is that already.
        NoWayThereError: the table has no way from here to there.
        ConditionsUnmetError: something must be in order first; `facts["missing"]` says what.
        InvalidInputError: no such status, a reason or a plan is wanted, or it repeats itself.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    move = move or Move()
    way = _way(account, status)
    _check_told(way, move, today=site_day(at))
    missing = way_of(way, Situation(account)).missing
    if missing:
        raise ConditionsUnmetError(missing)
    original = _original(account, move, by=by) if way.asks == "original" else None
    _closings(account, way, move, by=by, at=at)
    before, account.status = account.status, status
    account.status_before, account.status_since, account.status_by = before, at, by
    account.status_reason = move.reason.strip()
    account.duplicate_of = original
    _saved(account, at=at)
    data = {"before": before, "private": {"reason": account.status_reason}}
    record(actor=by, verb="account.status_changed", subject=account, at=at, data=data)
    announce("registry.account", {"account_id": account.pk}, at=at)
    return account


def _way(account: Account, status: str) -> Passage:
    if status not in Status.values:
        reason = _("There is no such status.")
        raise InvalidInputError(reason, fields={"status": reason})
    if account.status == status:
        raise StatusUnchangedError(account.get_status_display())
    way = passage(account.status, status)
    if way is None:
        raise NoWayThereError(account.get_status_display(), str(Status(status).label))
    return way


def _check_told(way: Passage, move: Move, *, today: date) -> None:
    """Refuse what is left out, each at its field."""
    fields: dict[str, str] = {}
    if way.reason and not move.reason.strip():
        fields["reason"] = _("Say why, in a sentence: it is kept with the account.")
    if way.asks == "original" and move.original_id is None:
        fields["original"] = _("Say which account it repeats.")
    if way.asks == "plan":
        fields |= _check_plan(move.plan, today=today)
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)


def _check_plan(plan: ClosingPlan | None, *, today: date) -> Mapping[str, str]:
    if plan is None:
        return {"last_post": _("Say how it is closed.")}
    fields = {}
    if plan.heir_id is None and not plan.elsewhere.strip():
        fields["heir"] = _("Say where its followers are sent.")
    if not plan.last_post.strip():
        fields["last_post"] = _("Write what it says last.")
    if plan.ends_on < today:
        fields["ends_on"] = _("This day is past.")
    if plan.fate not in Closing.Fate.values:
        fields["fate"] = _("Kept or released.")
    return fields


def _original(account: Account, move: Move, *, by: Person) -> Account:
    """Return the account that this one repeats; it may not repeat this one in its turn."""
    original = _other(move.original_id, account, "original", by=by)
    if original.duplicate_of_id == account.pk:
        reason = _("That account is said to repeat this one.")
        raise InvalidInputError(reason, fields={"original": reason})
    return original


def _other(other_id: UUID | None, account: Account, field: str, *, by: Person) -> Account:
    if other_id == account.pk:
        reason = _("This is the same account.")
        raise InvalidInputError(reason, fields={field: reason})
    if other_id is None:
        raise AccountNotFoundError
    return visible_account(other_id, viewer=by)


def _closings(account: Account, way: Passage, move: Move, *, by: Person, at: datetime) -> None:
    """Open the plan of a closing, end it, or give it up, as the way says."""
    if move.plan is not None and way.asks == "plan":
        _plan(account, move.plan, by=by, at=at)
    elif account.status == Status.CLOSING:
        ended = way.to == Status.CLOSED
        closing = _under_way(account)
        closing.outcome = Closing.Outcome.ENDED if ended else Closing.Outcome.GIVEN_UP
        closing.ended_at = at
        closing.save(update_fields=("outcome", "ended_at"))
        verb = "closing.ended" if ended else "closing.given_up"
        record(actor=by, verb=verb, subject=closing, at=at)


def _plan(account: Account, plan: ClosingPlan, *, by: Person, at: datetime) -> None:
    heir = _other(plan.heir_id, account, "heir", by=by) if plan.heir_id else None
    closing = Closing.objects.create(
        account=account,
        heir=heir,
        elsewhere=plan.elsewhere.strip(),
        last_post=plan.last_post.strip(),
        fate=plan.fate,
        ends_on=plan.ends_on,
        planned_by=by,
        planned_at=at,
    )
    record(actor=by, verb="closing.planned", subject=closing, at=at)


def _under_way(account: Account) -> Closing:
    closing = Closing.objects.filter(account=account, outcome=Closing.Outcome.UNDER_WAY).first()
    if closing is None:
        raise ClosingNotFoundError
    return closing


def _saved(account: Account, *, at: datetime) -> None:
    account.updated_at = at
    account.save(
        update_fields=(
            "status",
            "status_before",
            "status_since",
            "status_by",
            "status_reason",
            "duplicate_of",
            "updated_at",
        )
    )


@action("registry.undo_status")
def undo_status(account_id: UUID, *, by: Person, at: datetime) -> Account:
    """Take the last change of status back, within a quarter of an hour, by whoever made it.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        UndoTooLateError: somebody else made it, or too long ago, or a closing is concerned.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if not may_undo(account, by, at=at):
        raise UndoTooLateError
    undone, account.status = account.status, account.status_before
    account.status_before = account.status_reason = ""
    account.status_since, account.status_by, account.duplicate_of = at, by, None
    _saved(account, at=at)
    data = {"before": undone}
    record(actor=by, verb="account.status_undone", subject=account, at=at, data=data)
    return account


def _archived(closing: Closing) -> bool:
    return ClosingStep.objects.filter(closing=closing, step=Closing.Step.ARCHIVED).exists()


@action("registry.tick_step")
def tick_step(
    account_id: UUID, *, step: str, done: bool, by: Person, at: datetime, note: str = ""
) -> Closing:
    """Say that a step of the closing under way is done, or that it is not after all.

    For whoever may edit the account, and its holders. Telling again what holds changes nothing.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: neither a holder nor allowed to edit.
        ClosingNotFoundError: the account is not being closed.
        InvalidInputError: there is no such step, or the handle goes before its archive.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    if not is_holder(by, account):
        require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    closing = _under_way(account)
    if step not in Closing.Step.values:
        raise InvalidInputError(_("There is no such step."))
    if done and step == Closing.Step.HANDLE and not _archived(closing):
        raise InvalidInputError(_("Archive its posts and figures first: they may be gone after."))
    ticked = ClosingStep.objects.filter(closing=closing, step=step)
    if ticked.exists() == done:
        return closing
    if done:
        ClosingStep.objects.create(closing=closing, step=step, done_by=by, done_at=at, note=note)
    else:
        ticked.delete()
    verb = "closing.step_done" if done else "closing.step_reopened"
    record(actor=by, verb=verb, subject=closing, at=at, data={"step": step})
    return closing
