"""Changing how firmly rules are applied, for a unit, on one network or on all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.kernel.rules import Control
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import (
    Act,
    Right,
    may,
    require,
    require_step_up,
    visible_unit,
)
from gouvernail.rulebooks.actions.telling import tell_of_control
from gouvernail.rulebooks.actions.versions import A_YEAR
from gouvernail.rulebooks.errors import (
    ControlAlreadyAskedError,
    ControlLooserError,
    ControlMovedError,
    ControlSettledError,
    ControlUnchangedError,
    OutOfReachError,
    PackRetiredError,
    ReasonMissingError,
    RuleNotFoundError,
    WhenOutOfReachError,
)
from gouvernail.rulebooks.models import Pack, RuleControl
from gouvernail.rulebooks.permissions import (
    refuse_own,
    require_agree,
    those_who_agree,
    visible_control,
    visible_pack_of,
)
from gouvernail.rulebooks.queries import bound_in_force, levels_in
from gouvernail.rulebooks.queries.rulings import STRICTNESS, Bound

Status = RuleControl.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChoice:
    """Rules of a pack, the level they are to stand at, where, why, and from when.

    `network` empty: on all of them. `starts_at` None: at once, or as soon as it is agreed to.
    """

    rules: Sequence[str]
    unit_id: UUID | str
    control: str
    reason: str
    network: str = ""
    starts_at: datetime | None = None


@action("rulebooks.change_controls")
def change_controls(
    *, pack_id: UUID, choice: ControlChoice, by: Person, at: datetime
) -> list[RuleControl]:
    """Change the level of rules; those that a second person agrees to wait for them.

    That is loosening, and enforcing; where separation is strict, every change. In a small team a
    lead does it alone, and it is written down. Rules at that level already are passed over. A
    change for later is compared with what will stand then: what was agreed to in between counts.

    Raises:
        ReasonMissingError, WhenOutOfReachError, ControlUnchangedError: an answer is missing.
        ControlLooserError: looser than what stands above the unit; ask for a waiver.
        ControlAlreadyAskedError: somebody asked before, and waits.
        RuleNotFoundError, OutOfReachError: the pack in force has no such rule, or not there.
        PackNotFoundError, UnitNotFoundError, RightMissingError, PackRetiredError: not here.
    """
    pack, unit = visible_pack_of(pack_id, viewer=by), visible_unit(choice.unit_id, viewer=by)
    _check(pack, unit, choice, by=by, at=at)
    Pack.objects.select_for_update().get(pk=pack.pk)  # two changes at once
    here = _levels(pack, unit, choice, at=at)
    wanted = Control(choice.control)
    changed = [rule for rule in dict.fromkeys(choice.rules) if here[rule] != wanted]
    if not changed:
        raise ControlUnchangedError
    return [_change(pack, unit, rule, here[rule], choice, by=by, at=at) for rule in changed]


def _check(pack: Pack, unit: Unit, choice: ControlChoice, *, by: Person, at: datetime) -> None:
    require(by, Right.EDIT_UNIT_CHARTER, unit=unit)
    if pack.retired_at is not None:
        raise PackRetiredError
    if not pack.unit.contains(unit):
        raise OutOfReachError(unit.label)
    if not choice.reason.strip():
        raise ReasonMissingError
    if choice.starts_at is not None and not at < choice.starts_at <= at + A_YEAR:
        raise WhenOutOfReachError("starts_at")


def _levels(pack: Pack, unit: Unit, choice: ControlChoice, *, at: datetime) -> dict[str, Control]:
    """Return the level of each rule when the change starts; refuse what would loosen from above."""
    bound = bound_in_force(pack, at=at)
    if bound is None or not _knows(bound, choice.rules):
        raise RuleNotFoundError
    if choice.starts_at is not None:
        at = choice.starts_at
        then = bound_in_force(pack, at=at)  # the version agreed to for that day
        bound = then if then and _knows(then, choice.rules) else bound
    if pack.unit_id != unit.pk and unit.parent is not None:
        above = levels_in(unit.parent, bound, network=choice.network, at=at)
        wanted = STRICTNESS[Control(choice.control)]
        if any(STRICTNESS[above[rule]] > wanted for rule in choice.rules):
            raise ControlLooserError(unit.parent.label)
    return levels_in(unit, bound, network=choice.network, at=at)


def _knows(bound: Bound, rules: Sequence[str]) -> bool:
    return {rule.id for rule in bound.pack.rules}.issuperset(rules)


def _change(  # noqa: PLR0913 -- one row has that many columns
    pack: Pack,
    unit: Unit,
    rule: str,
    former: Control,
    choice: ControlChoice,
    *,
    by: Person,
    at: datetime,
) -> RuleControl:
    same = {"pack": pack, "rule": rule, "unit": unit, "network": choice.network}
    if RuleControl.objects.filter(**same, status=Status.ASKED).exists():
        raise ControlAlreadyAskedError(rule)
    wanted, size = Control(choice.control), separation()
    second = needs_second(former, wanted, separation=size)
    alone = second and size == Charter.Separation.SMALL and may(by, Right.EDIT_RULES, unit=unit)
    control = RuleControl.objects.create(
        **same,
        control=wanted.value,
        former=former.value,
        reason=choice.reason.strip(),
        wanted_at=choice.starts_at,
        asked_by=by,
        asked_at=at,
    )
    record(actor=by, verb="rule_control.asked", subject=control, at=at)
    if alone or not second:
        if alone:
            require_step_up(Act.DECIDE, at=at)
        _agree(control, by=by, at=at, alone=alone, comment="")
    else:
        people = those_who_agree(unit) - {by.pk}
        tell_of_control(control, "level_asked", people=people, by=by, at=at)
    return control


def needs_second(former: Control, wanted: Control, *, separation: str) -> bool:
    """Return whether a change of level needs a second person: loosening, and enforcing.

    Where separation is strict, every change does.
    """
    if separation == Charter.Separation.REGULATED:
        return True
    return STRICTNESS[wanted] < STRICTNESS[former] or wanted == Control.ENFORCE


@action("rulebooks.agree_control")
def agree_control(*, control_id: UUID, comment: str = "", by: Person, at: datetime) -> RuleControl:
    """Agree to a change of level as a second person.

    Raises:
        ControlSettledError: it was answered or withdrawn.
        ControlMovedError: since it was asked, the rule came to stand at another level there.
        SecondPersonNeededError: `by` asked for it, and the team is not small.
        ReasonMissingError: alone, and no word about it.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        ControlNotFoundError, RightMissingError: not here, or not by `by`.
    """
    control = _asked(control_id, by=by)
    alone = refuse_own(by, hands={control.asked_by_id}, separation=separation())
    if alone and not comment.strip():
        raise ReasonMissingError("comment")
    _refuse_moved(control, at=at)
    require_step_up(Act.DECIDE, at=at)
    _agree(control, by=by, at=at, alone=alone, comment=comment)
    tell_of_control(control, "level_agreed", people={control.asked_by_id} - {by.pk}, by=by, at=at)
    return control


def _refuse_moved(control: RuleControl, *, at: datetime) -> None:
    starts_at = max(control.wanted_at or at, at)
    bound = bound_in_force(control.pack, at=starts_at)
    if bound is None or not _knows(bound, [control.rule]):
        return  # nothing applies it any more
    here = levels_in(control.unit, bound, network=control.network, at=starts_at)[control.rule]
    if here != Control(control.former):
        raise ControlMovedError(str(RuleControl.Level(here.value).label))


def _agree(control: RuleControl, *, by: Person, at: datetime, alone: bool, comment: str) -> None:
    control.status, control.decided_by, control.decided_at = Status.AGREED, by, at
    control.comment, control.alone = comment.strip(), alone
    control.starts_at = max(control.wanted_at or at, at)
    control.save()
    data = {"alone": "yes"} if alone else None
    record(actor=by, verb="rule_control.agreed", subject=control, at=at, data=data)


@action("rulebooks.reject_control")
def reject_control(*, control_id: UUID, comment: str, by: Person, at: datetime) -> RuleControl:
    """Reject a change of level, and say why.

    Raises:
        ControlSettledError: it was answered or withdrawn.
        ReasonMissingError: it does not say why.
        ControlNotFoundError, RightMissingError: not here, or not by `by`.
    """
    control = _asked(control_id, by=by)
    if not comment.strip():
        raise ReasonMissingError("comment")
    control.status, control.decided_by, control.decided_at = Status.REJECTED, by, at
    control.comment = comment.strip()
    control.save()
    data = {"private": {"why": control.comment}}
    record(actor=by, verb="rule_control.rejected", subject=control, at=at, data=data)
    people = {control.asked_by_id} - {by.pk}
    tell_of_control(control, "level_rejected", people=people, by=by, at=at)
    return control


@action("rulebooks.withdraw_control")
def withdraw_control(*, control_id: UUID, by: Person, at: datetime) -> RuleControl:
    """Take back a change of level that does not count yet.

    Raises:
        ControlSettledError: it counts already, or never will.
        ControlNotFoundError, RightMissingError: not here, or not by `by`.
    """
    control = visible_control(control_id, viewer=by, lock=True)
    require(by, Right.EDIT_UNIT_CHARTER, unit=control.unit)
    waits = control.status == Status.AGREED and control.starts_at and control.starts_at > at
    if control.status != Status.ASKED and not waits:
        raise ControlSettledError
    control.status, control.starts_at = Status.WITHDRAWN, None
    control.save(update_fields=("status", "starts_at"))
    record(actor=by, verb="rule_control.withdrawn", subject=control, at=at)
    return control


def _asked(control_id: UUID, *, by: Person) -> RuleControl:
    control = visible_control(control_id, viewer=by, lock=True)
    require_agree(by, unit=control.unit)
    if control.status != Status.ASKED:
        raise ControlSettledError
    return control
