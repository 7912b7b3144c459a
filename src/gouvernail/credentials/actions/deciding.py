"""Answering a request: approving, refusing, confirming an emergency, taking it back."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.credentials.actions.settling import USE_WITHIN, close, settle
from gouvernail.credentials.actions.telling import tell_of_request, watchers_of
from gouvernail.credentials.errors import (
    AlreadyBackedError,
    OwnRequestError,
    RequestOfAnotherError,
    RevealDecidedError,
    RevealOverError,
)
from gouvernail.credentials.models import Reveal
from gouvernail.credentials.permissions import may_decide, may_refuse, visible_reveal
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up

BACKED_WAIT: Final = timedelta(minutes=15)  # what an emergency still waits once two confirmed it
Status = Reveal.Status


@action("credentials.approve_reveal")
def approve_reveal(*, reveal_id: UUID, by: Person, at: datetime) -> Reveal:
    """Let whoever asked open it, within the next twelve hours, for the minutes they asked.

    Raises:
        RevealNotFoundError: missing, or hidden from `by`.
        OwnRequestError: `by` asked.
        RightMissingError: `by` may not approve there.
        ProofNeededError: the last proof of who they are is too old.
        RevealDecidedError: somebody approved, or it opened by itself.
        RevealOverError: refused, taken back or expired.
    """
    reveal = _live(reveal_id, by=by, at=at)
    if not may_decide(by, reveal):
        _refuse_own(reveal, by)
        require(by, Right.APPROVE_REVEALS, unit=reveal.item.account.unit)
    require_step_up(Act.REVEAL, at=at)
    if reveal.status != Status.ASKED:
        raise RevealDecidedError
    reveal.status, reveal.use_by = Status.APPROVED, at + USE_WITHIN
    reveal.decided_by, reveal.decided_at = by, at
    reveal.save()
    record(actor=by, verb="reveal.approved", subject=reveal, at=at)
    tell_of_request(reveal, "credential.approved", people=[reveal.asked_by_id], at=at)
    return reveal


@action("credentials.refuse_reveal")
def refuse_reveal(*, reveal_id: UUID, note: str = "", by: Person, at: datetime) -> Reveal:
    """Say no, or close what is open already. No proof is asked: stopping never waits.

    Raises:
        RevealNotFoundError: missing, or hidden from `by`.
        OwnRequestError: `by` asked: they take it back instead.
        RightMissingError: `by` neither approves there nor answers for the account.
        RevealOverError: it is over already.
    """
    reveal = _live(reveal_id, by=by, at=at)
    if not may_refuse(by, reveal):
        _refuse_own(reveal, by)
        require(by, Right.APPROVE_REVEALS, unit=reveal.item.account.unit)
    reveal.decided_by, reveal.decided_at, reveal.note = by, at, note.strip()
    close(reveal, Status.REFUSED, verb="reveal.refused", by=by, at=at)
    tell_of_request(reveal, "credential.refused", people=[reveal.asked_by_id], at=at)
    return reveal


@action("credentials.back_reveal")
def back_reveal(*, reveal_id: UUID, by: Person, at: datetime) -> Reveal:
    """Confirm an emergency; once two people have, it opens a quarter of an hour later.

    Raises:
        RevealNotFoundError: missing, or hidden from `by`.
        OwnRequestError: `by` asked.
        RightMissingError: `by` neither approves there nor answers for the account.
        ProofNeededError: the last proof of who they are is too old.
        AlreadyBackedError: `by` did before, or two people have.
        RevealOverError, RevealDecidedError: no emergency waits.
    """
    reveal = _live(reveal_id, by=by, at=at)
    if not may_refuse(by, reveal):
        _refuse_own(reveal, by)
        require(by, Right.APPROVE_REVEALS, unit=reveal.item.account.unit)
    require_step_up(Act.REVEAL, at=at)
    if reveal.status != Status.ASKED or not reveal.is_emergency:
        raise RevealDecidedError
    if reveal.backed_too_by_id is not None or reveal.backed_by_id == by.pk:
        raise AlreadyBackedError
    if reveal.backed_by_id is None:
        reveal.backed_by = by
    else:
        reveal.backed_too_by = by
        reveal.opens_at = min(reveal.opens_at or reveal.waits_until, at + BACKED_WAIT)
    reveal.save()
    record(actor=by, verb="reveal.backed", subject=reveal, at=at)
    return reveal


@action("credentials.withdraw_reveal")
def withdraw_reveal(*, reveal_id: UUID, by: Person, at: datetime) -> Reveal:
    """Take back one's own request.

    Raises:
        RevealNotFoundError: missing, or hidden from `by`.
        RequestOfAnotherError: somebody else asked.
        RevealOverError: it is over already.
    """
    reveal = _live(reveal_id, by=by, at=at)
    if reveal.asked_by_id != by.pk:
        raise RequestOfAnotherError
    close(reveal, Status.WITHDRAWN, verb="reveal.withdrawn", by=by, at=at)
    tell_of_request(reveal, "credential.withdrawn", people=watchers_of(reveal), at=at)
    return reveal


def _live(reveal_id: UUID, *, by: Person, at: datetime) -> Reveal:
    reveal = visible_reveal(reveal_id, viewer=by, lock=True)
    if not reveal.is_live or has_passed(reveal, at=at):
        raise RevealOverError
    if reveal.status == Status.ASKED and reveal.opens_at is not None and reveal.opens_at <= at:
        settle(reveal, at=at)
    return reveal


def has_passed(reveal: Reveal, *, at: datetime) -> bool:
    """Return whether time ended a request that nobody has looked at since. No query.

    What time ends is written by whoever follows it (`follow_time`), not by what is refused for it.
    """
    if reveal.status == Status.ASKED:
        return reveal.opens_at is None and reveal.waits_until <= at
    if reveal.status == Status.APPROVED:
        return reveal.use_by is not None and reveal.use_by <= at
    return reveal.open_until is not None and reveal.open_until <= at


def _refuse_own(reveal: Reveal, by: Person) -> None:
    if reveal.asked_by_id == by.pk:
        raise OwnRequestError
