"""Drills: opened by a person or by the rhythm of a unit, everybody asked, reminded, closed."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from gouvernail.custody.actions.proof_notices import tell_proofs
from gouvernail.custody.errors import DrillUnderWayError, ProofInvalidError
from gouvernail.custody.models import ControlProof, ProofDrill, ProofRule
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.sorting import Plain
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.registry.models import Account

CLOCK: Final = Actor(kind="machine", ref="custody", auth="worker")
BATCH: Final = 200
SHORTEST, LONGEST = 2, 60
CONFIRMING: Final = timedelta(days=7)  # after its day, a photograph may still be confirmed
REMIND: Final = (7, 2, 0)
MONTHS: Final = 12
SAFE_DAY: Final = 28  # a day that every month has
STATE = ControlProof.State
# No vowel, no digit that reads like a letter: nothing to misread, no word by chance.
LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
ASKED_OF: Final = Account.OURS - {Account.Status.OPENING}
PRACTICE: Final = "practice"
F_PERSON: Final = F("person")


def new_token() -> str:
    """Return a token nobody can guess (57 bits), short enough for a profile."""
    drawn = "".join(secrets.choice(LETTERS) for _place in range(12))
    return f"GV-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


@action("custody.set_proof_rule")
def set_proof_rule(
    unit_id: UUID, *, every_months: int, window_days: int, next_on: date, by: Person, at: datetime
) -> ProofRule:
    """Say how often the holders of a unit prove control, in how many days, and from which day.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses there.
        ProofInvalidError: the rhythm, the number of days or the first day cannot be taken.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_ACCESS, unit=unit)
    wrong = _window_wrong(window_days)
    if every_months not in ProofRule.Every.values:
        wrong["every_months"] = _("Choose one of the answers.")
    if next_on < site_day(at):
        wrong["next_on"] = _("This day is past.")
    if wrong:
        raise ProofInvalidError(wrong)
    rule = ProofRule.objects.filter(unit=unit).first() or ProofRule(unit=unit)
    rule.every_months, rule.window_days, rule.next_on = every_months, window_days, next_on
    rule.set_by, rule.set_at = by, at
    rule.save()
    record(actor=by, verb="proof_rule.set", subject=rule, at=at)
    return rule


@action("custody.remove_proof_rule")
def remove_proof_rule(unit_id: UUID, *, by: Person, at: datetime) -> None:
    """Let no drill open by itself in a unit any more; what is under way goes on.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses there.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_ACCESS, unit=unit)
    rule = ProofRule.objects.filter(unit=unit).first()
    if rule is not None:
        record(actor=by, verb="proof_rule.removed", subject=rule, at=at)
        rule.delete()


def _window_wrong(days: int) -> dict[str, str]:
    if SHORTEST <= days <= LONGEST:
        return {}
    return {"window_days": _("Give between 2 and 60 days.")}


@action("custody.open_drill")
def open_drill(unit_id: UUID, *, window_days: int, by: Person, at: datetime) -> ProofDrill:
    """Ask every holder of the accounts of a unit, and of those below, to prove control.

    The first accounts are asked at once, the others within the hour.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses there.
        ProofInvalidError: the number of days cannot be taken.
        DrillUnderWayError: one is under way in that unit.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_ACCESS, unit=unit)
    wrong = _window_wrong(window_days)
    if wrong:
        raise ProofInvalidError(wrong)
    return _open(unit, due_on=site_day(at) + timedelta(days=window_days), by=by, at=at)


def _open(unit: Unit, *, due_on: date, by: Person | None, at: datetime) -> ProofDrill:
    if ProofDrill.objects.filter(unit=unit, finished_at__isnull=True).exists():
        raise DrillUnderWayError
    drill = ProofDrill.objects.create(
        unit=unit,
        due_on=due_on,
        opened_at=at,
        opened_by=by,
        left_out=_in_scope(unit).exclude(_held()).count(),
    )
    record(actor=by or CLOCK, verb="proof_drill.opened", subject=drill, at=at)
    _fill(drill, at=at)
    return drill


def _held() -> Q:
    """Return the filter of accounts that somebody still here holds."""
    return Q(owner__is_active=True) | Q(backup__is_active=True) | Q(custodian__is_active=True)


def _in_scope(unit: Unit) -> QuerySet[Account]:
    ours = Account.objects.filter(unit__path__startswith=unit.path, status__in=ASKED_OF)
    return ours.exclude(kind=Account.Kind.PERSONAL).exclude(network=PRACTICE)


def _fill(drill: ProofDrill, *, at: datetime) -> None:
    """Ask the next holders; note when everybody was asked. One entry for each ask.

    An account that another drill is asking about already is left to it.
    """
    asked = ControlProof.objects.filter(Q(drill=drill) | Q(state__in=ControlProof.GOING))
    waiting = _in_scope(drill.unit).filter(_held()).exclude(pk__in=asked.values("account"))
    rows = waiting.select_related("owner", "backup", "custodian", "unit").order_by("pk")
    accounts = list(rows[:BATCH])
    proofs = [
        ask(
            ControlProof(
                drill=drill, account=account, person=person, place=place, due_on=drill.due_on
            ),
            actor=drill.opened_by,
            at=at,
        )
        for account in accounts
        for place, person in _asked_of(account)
    ]
    tell_proofs(proofs, about="asked", at=at)
    if len(accounts) < BATCH:
        drill.filled_at = at
        drill.save(update_fields=("filled_at",))


def _asked_of(account: Account) -> list[tuple[str, Person]]:
    """Return who proves control: owner and backup; the custodian where there is neither."""
    places = (("owner", account.owner), ("backup", account.backup))
    found = [(place, person) for place, person in places if person is not None and person.is_active]
    if not found and account.custodian is not None and account.custodian.is_active:
        found = [("custodian", account.custodian)]
    return found


def ask(proof: ControlProof, *, actor: Person | None, at: datetime) -> ControlProof:
    """Draw a token for one holder. Called inside an action; the caller tells them."""
    proof.token, proof.asked_at = new_token(), at
    proof.save(force_insert=True)
    record(actor=actor or CLOCK, verb="control_proof.asked", subject=proof, at=at)
    return proof


@action("custody.keep_drills")
def keep_drills(*, at: datetime) -> int:
    """Open the drills whose day has come, ask who is left, drop, remind, close what is late.

    Returns how many proofs changed. Idempotent within a day.
    """
    today = site_day(at)
    for rule in ProofRule.objects.filter(next_on__lte=today).select_related("unit"):
        _turn(rule, today=today, at=at)
    for drill in ProofDrill.objects.filter(filled_at__isnull=True).select_related("unit"):
        _fill(drill, at=at)
    changed = _drop(at=at) + _lapse(today=today, at=at)
    _remind(today=today, at=at)
    _finish(at=at)
    return changed


def _turn(rule: ProofRule, *, today: date, at: datetime) -> None:
    """Open the drill of a rule, unless one is still under way, and say when the next one opens."""
    while rule.next_on <= today:
        rule.next_on = months_later(rule.next_on, rule.every_months)
    rule.save(update_fields=("next_on",))
    record(actor=CLOCK, verb="proof_rule.set", subject=rule, at=at)
    if not ProofDrill.objects.filter(unit=rule.unit, finished_at__isnull=True).exists():
        due_on = today + timedelta(days=rule.window_days)
        _open(rule.unit, due_on=due_on, by=None, at=at)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, the 28th at the latest once the month is short."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, min(day.day, SAFE_DAY))


def _drop(*, at: datetime) -> int:
    """Ask no more of who left or holds the account no more, nor of an account that is over."""
    going = _going().exclude(
        Q(account__owner=F_PERSON) | Q(account__backup=F_PERSON) | Q(account__custodian=F_PERSON),
        person__is_active=True,
        account__status__in=ASKED_OF,
    )
    return _end(going, state=STATE.DROPPED, verb="control_proof.dropped", at=at)


def _lapse(*, today: date, at: datetime) -> int:
    late = Q(state=STATE.ASKED, due_on__lt=today) | Q(
        state=STATE.PHOTOGRAPHED, due_on__lt=today, sent_at__lt=at - CONFIRMING
    )
    rows = list(_going().filter(late))
    changed = _end(rows, state=STATE.LATE, verb="control_proof.lapsed", at=at)
    tell_proofs(rows, about="late", at=at)
    return changed


def _going() -> QuerySet[ControlProof]:
    rows = ControlProof.objects.filter(state__in=ControlProof.GOING).order_by("pk")
    return rows.select_related("account__unit", "person", "drill")


def _end(rows: Iterable[ControlProof], *, state: str, verb: str, at: datetime) -> int:
    number = 0
    for proof in rows:
        proof.state, proof.ended_at = state, at
        proof.save(update_fields=("state", "ended_at"))
        record(actor=CLOCK, verb=verb, subject=proof, at=at)
        number += 1
    return number


def _remind(*, today: date, at: datetime) -> None:
    """Remind a week before, two days before and on the day; and of tokens left in profiles."""
    for days in REMIND:
        near = _going().filter(state=STATE.ASKED, due_on=today + timedelta(days=days))
        older = near.filter(asked_at__lt=at - timedelta(days=1))
        tell_proofs(_grouped(older), about="soon", when=str(today), at=at)
    left = ControlProof.objects.filter(
        state=STATE.PROVED, removed_at__isnull=True, proved_at__lt=at - timedelta(days=3)
    )
    rows = left.select_related("account__unit", "person", "drill").filter(person__is_active=True)
    tell_proofs(_grouped(rows), about="left_in", when="once", at=at)


def _grouped(rows: QuerySet[ControlProof]) -> Sequence[ControlProof]:
    return list(rows.order_by("person", Plain("account__name"), "pk"))


def _finish(*, at: datetime) -> None:
    """Close the drills in which nobody is awaited any more."""
    open_ones = ProofDrill.objects.filter(finished_at__isnull=True, filled_at__isnull=False)
    for drill in open_ones.exclude(proofs__state__in=ControlProof.GOING):
        drill.finished_at = at
        drill.save(update_fields=("finished_at",))
        record(actor=CLOCK, verb="proof_drill.finished", subject=drill, at=at)
