"""Asking for a waiver, granting it above the unit, and ending it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, Right, may, require, require_step_up, visible_unit
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account
from gouvernail.rulebooks.actions.telling import tell_of_waiver
from gouvernail.rulebooks.actions.versions import A_YEAR
from gouvernail.rulebooks.errors import (
    OutOfReachError,
    PackRetiredError,
    ReasonMissingError,
    RuleNotFoundError,
    WaiverSettledError,
    WhenOutOfReachError,
)
from gouvernail.rulebooks.models import Pack, Waiver
from gouvernail.rulebooks.permissions import (
    above,
    may_grant,
    refuse_own,
    those_who_agree,
    visible_pack_of,
    visible_waiver,
)
from gouvernail.rulebooks.queries import bound_in_force

Status = Waiver.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRequest:
    """Which rule is to let off, where, why and until when: a year at most.

    `account_id`, `network` and `tag` narrow it; empty: everything of the unit and below it.
    """

    rule: str
    unit_id: UUID | str
    reason: str
    until: datetime
    account_id: UUID | None = None
    network: str = ""
    tag: str = ""


@action("rulebooks.ask_for_waiver")
def ask_for_waiver(*, pack_id: UUID, request: WaiverRequest, by: Person, at: datetime) -> Waiver:
    """Ask for a rule to let off in a unit for a while; somebody above it answers.

    Raises:
        ReasonMissingError, WhenOutOfReachError: an answer is missing, or too far.
        RuleNotFoundError, OutOfReachError: the pack in force has no such rule, or not there.
        PackNotFoundError, UnitNotFoundError, AccountNotFoundError, RightMissingError,
        PackRetiredError: not here, or not by `by`.
    """
    pack, unit = visible_pack_of(pack_id, viewer=by), visible_unit(request.unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    _check(pack, unit, request, at=at)
    waiver = Waiver.objects.create(
        pack=pack,
        rule=request.rule,
        unit=unit,
        account=_account(request, unit, by=by),
        network=request.network,
        tag=request.tag.strip().lstrip("#"),
        reason=request.reason.strip(),
        until=request.until,
        asked_by=by,
        asked_at=at,
    )
    record(actor=by, verb="waiver.asked", subject=waiver, at=at)
    people = those_who_agree(above(pack.unit, unit)) - {by.pk}
    tell_of_waiver(waiver, "to_grant", people=people, by=by, at=at)
    return waiver


def _check(pack: Pack, unit: Unit, request: WaiverRequest, *, at: datetime) -> None:
    if pack.retired_at is not None:
        raise PackRetiredError
    if not pack.unit.contains(unit):
        raise OutOfReachError(unit.label)
    if not request.reason.strip():
        raise ReasonMissingError
    if not at < request.until <= at + A_YEAR:
        raise WhenOutOfReachError("until")
    bound = bound_in_force(pack, at=at)
    if bound is None or request.rule not in {rule.id for rule in bound.pack.rules}:
        raise RuleNotFoundError


def _account(request: WaiverRequest, unit: Unit, *, by: Person) -> Account | None:
    if request.account_id is None:
        return None
    account = visible_account(request.account_id, viewer=by)
    if not unit.contains(account.unit):
        raise OutOfReachError(account.name)
    return account


@action("rulebooks.grant_waiver")
def grant_waiver(*, waiver_id: UUID, comment: str = "", by: Person, at: datetime) -> Waiver:
    """Grant a waiver from above its unit; it counts at once and ends by itself.

    In a small team whoever asked may, and says why in `comment`.

    Raises:
        WaiverSettledError: it was answered or withdrawn, or its time is over.
        SecondPersonNeededError: `by` asked for it, and the team is not small.
        ReasonMissingError: alone, and no word about it.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        WaiverNotFoundError, RightMissingError: not here, or not by `by`.
    """
    waiver = _asked(waiver_id, by=by)
    if waiver.until <= at:
        raise WaiverSettledError
    alone = refuse_own(by, hands={waiver.asked_by_id}, separation=separation())
    if alone and not comment.strip():
        raise ReasonMissingError("comment")
    require_step_up(Act.DECIDE, at=at)
    waiver.status, waiver.decided_by, waiver.decided_at = Status.GRANTED, by, at
    waiver.comment, waiver.alone, waiver.starts_at = comment.strip(), alone, at
    waiver.save()
    data = {"alone": "yes"} if alone else None
    record(actor=by, verb="waiver.granted", subject=waiver, at=at, data=data)
    tell_of_waiver(waiver, "granted", people={waiver.asked_by_id} - {by.pk}, by=by, at=at)
    return waiver


@action("rulebooks.refuse_waiver")
def refuse_waiver(*, waiver_id: UUID, comment: str, by: Person, at: datetime) -> Waiver:
    """Refuse a waiver, and say why.

    Raises:
        WaiverSettledError: it was answered or withdrawn.
        ReasonMissingError: it does not say why.
        WaiverNotFoundError, RightMissingError: not here, or not by `by`.
    """
    waiver = _asked(waiver_id, by=by)
    if not comment.strip():
        raise ReasonMissingError("comment")
    waiver.status, waiver.decided_by, waiver.decided_at = Status.REFUSED, by, at
    waiver.comment = comment.strip()
    waiver.save()
    data = {"private": {"why": waiver.comment}}
    record(actor=by, verb="waiver.refused", subject=waiver, at=at, data=data)
    tell_of_waiver(waiver, "refused", people={waiver.asked_by_id} - {by.pk}, by=by, at=at)
    return waiver


@action("rulebooks.withdraw_waiver")
def withdraw_waiver(*, waiver_id: UUID, by: Person, at: datetime) -> Waiver:
    """Take back a request for a waiver that nobody answered: whoever asked, or a lead there.

    Raises:
        WaiverSettledError: it was answered.
        WaiverNotFoundError, RightMissingError: not here, or not by `by`.
    """
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    if by.pk != waiver.asked_by_id:
        require(by, Right.EDIT_RULES, unit=waiver.unit)
    if waiver.status != Status.ASKED:
        raise WaiverSettledError
    waiver.status = Status.WITHDRAWN
    waiver.save(update_fields=("status",))
    record(actor=by, verb="waiver.withdrawn", subject=waiver, at=at)
    return waiver


@action("rulebooks.end_waiver")
def end_waiver(*, waiver_id: UUID, reason: str, by: Person, at: datetime) -> Waiver:
    """End a waiver before its time; ending only makes the rules stricter, so one person may.

    Raises:
        WaiverSettledError: it does not count.
        ReasonMissingError: it does not say why.
        WaiverNotFoundError, RightMissingError: not here, or not by `by`.
    """
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    if not may_grant(by, waiver) and not may(by, Right.EDIT_UNIT_CHARTER, unit=waiver.unit):
        raise RightMissingError(str(Right.EDIT_RULES))
    if waiver.status != Status.GRANTED:
        raise WaiverSettledError
    if not reason.strip():
        raise ReasonMissingError("comment")
    waiver.status, waiver.ended_at, waiver.ended_by = Status.ENDED, at, by
    waiver.end_reason = reason.strip()
    waiver.save()
    data = {"private": {"why": waiver.end_reason}}
    record(actor=by, verb="waiver.ended", subject=waiver, at=at, data=data)
    tell_of_waiver(waiver, "ended", people={waiver.asked_by_id} - {by.pk}, by=by, at=at)
    return waiver


@action("rulebooks.expire_waiver")
def expire_waiver(*, waiver_id: UUID, at: datetime) -> bool:
    """Note that a waiver has come to its end; return whether it still counted.

    It lets nothing off from `until` on, whenever the task runs.
    """
    rows = Waiver.objects.select_for_update().filter(
        pk=waiver_id, status=Status.GRANTED, until__lte=at
    )
    waiver = rows.first()
    if waiver is None:
        return False
    waiver.status, waiver.ended_at = Status.ENDED, waiver.until
    waiver.save(update_fields=("status", "ended_at"))
    record(actor=machine("schedule"), verb="waiver.expired", subject=waiver, at=at)
    tell_of_waiver(waiver, "over", people=concerned(waiver), by=None, at=at)
    return True


@action("rulebooks.remind_of_waiver")
def remind_of_waiver(*, waiver_id: UUID, at: datetime) -> None:
    """Tell who asked for a waiver and who granted it that it ends soon."""
    waiver = Waiver.objects.select_for_update().get(pk=waiver_id)
    waiver.reminded_at = at
    waiver.save(update_fields=("reminded_at",))
    tell_of_waiver(waiver, "ending", people=concerned(waiver), by=None, at=at)


def concerned(waiver: Waiver) -> set[UUID]:
    """Return who asked for a waiver and who granted it."""
    return {one for one in (waiver.asked_by_id, waiver.decided_by_id) if one is not None}


def _asked(waiver_id: UUID, *, by: Person) -> Waiver:
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    if not may_grant(by, waiver):
        raise RightMissingError(str(Right.EDIT_RULES))
    if waiver.status != Status.ASKED:
        raise WaiverSettledError
    return waiver
