"""Handing an account over: opened, done step by step, refused or given up."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.custody.actions.notices import tell_handover
from gouvernail.custody.errors import (
    HandoverInvalidError,
    HandoverNotYoursError,
    HandoverStateError,
    HandoverUnderWayError,
)
from gouvernail.custody.models import Handover, HandoverStep
from gouvernail.custody.permissions import may_tick, visible_handover
from gouvernail.custody.queries.ways import in_custody
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.sorting import Plain
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account, visible_accounts
from gouvernail.registry.queries import nameable_people

State = Handover.State
KINDS: Final = tuple(HandoverStep.Kind.values)


@action("custody.open_handover")
def open_handover(
    account_id: UUID,
    *,
    place: str,
    successor_id: UUID | None,
    due_on: date,
    by: Person,
    at: datetime,
) -> Handover:
    """Begin to hand a place of an account over from who holds it; the successor is told.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        HandoverInvalidError: nobody holds the place, or the successor or the day cannot be taken.
        HandoverUnderWayError: the place is being handed over already.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if place not in Handover.Place.values:
        raise HandoverInvalidError({"place": _("Choose one of the answers.")})
    giver = getattr(account, place)
    if giver is None:
        raise HandoverInvalidError({"place": _("Nobody holds this place: name somebody instead.")})
    if due_on < site_day(at):
        raise HandoverInvalidError({"due_on": _("This day is past.")})
    _check_successor(account, place, successor_id, by=by)
    handover = Handover(
        account=account,
        place=place,
        giver=giver,
        successor_id=successor_id,
        decided_by=by if successor_id else None,
        due_on=due_on,
        opened_at=at,
    )
    return begin(handover, actor=by, at=at)


@action("custody.hand_over_everything")
def hand_over_everything(
    person_id: UUID, *, successor_id: UUID, due_on: date, by: Person, at: datetime
) -> tuple[list[Handover], int]:
    """Begin to hand over every place somebody holds, where `by` edits accounts, to one successor.

    Returns what was opened, and how many places were left out: under way already, or where the
    successor cannot stand (they are the owner of what they would back up). One case for each place.

    Raises:
        PersonNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` edits no account.
        HandoverInvalidError: the successor or the day cannot be taken, or there is no place.
    """
    person = visible_person(person_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS)
    if successor_id == person.pk:
        raise HandoverInvalidError({"successor": _("It is handed over to somebody else.")})
    opened, left_out = [], 0
    for account, place in _places_of(person, by=by):
        try:
            case = open_handover(
                account.pk, place=place, successor_id=successor_id, due_on=due_on, by=by, at=at
            )
        except (HandoverUnderWayError, HandoverInvalidError) as error:
            if error.fields.keys() & {"due_on"}:
                raise
            left_out += 1
        else:
            opened.append(case)
    if not opened:
        raise HandoverInvalidError(
            {"successor": _("No place of theirs can be handed over to this person.")}
        )
    return opened, left_out


def _places_of(person: Person, *, by: Person) -> list[tuple[Account, str]]:
    held = Q(owner=person) | Q(backup=person) | Q(custodian=person)
    accounts = visible_accounts(by, right=Right.EDIT_ACCOUNTS).filter(held)
    accounts = accounts.filter(in_custody()).exclude(kind=Account.Kind.PERSONAL)
    return [
        (account, place)
        for account in accounts.order_by("unit__path", Plain("name"), "pk")
        for place in Handover.Place.values
        if getattr(account, f"{place}_id") == person.pk
    ]


def begin(handover: Handover, *, actor: Person | Actor, at: datetime) -> Handover:
    """Write a handover and tell its people; steps are written when done. Called inside an action.

    Raises:
        HandoverUnderWayError: the place is being handed over already.
    """
    going = Handover.objects.filter(account=handover.account, state__in=Handover.GOING)
    if going.filter(place=handover.place).exists():
        raise HandoverUnderWayError
    handover.save(force_insert=True)
    record(actor=actor, verb="handover.opened", subject=handover, at=at)
    tell_handover(handover, about="opened", at=at)
    return handover


@action("custody.name_successor")
def name_successor(
    handover_id: UUID, *, successor_id: UUID, due_on: date, by: Person, at: datetime
) -> Handover:
    """Say who follows, for the first time or after a refusal; what they do themselves begins anew.

    Raises:
        HandoverNotFoundError, RightMissingError: `by` may not.
        HandoverStateError: it is over, or signed.
        HandoverInvalidError: the person or the day cannot be taken.
    """
    handover = visible_handover(handover_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=handover.account.unit)
    require_state(handover, State.OPEN, State.REFUSED)
    if due_on < site_day(at):
        raise HandoverInvalidError({"due_on": _("This day is past.")})
    _check_successor(handover.account, handover.place, successor_id, by=by, giver=handover.giver)
    handover.successor_id, handover.decided_by, handover.due_on = successor_id, by, due_on
    handover.state, handover.refused_at, handover.refusal = State.OPEN, None, ""
    handover.giver_signed_at = handover.giver_signed_by = handover.successor_signed_at = None
    handover.save()
    record(actor=by, verb="handover.successor_named", subject=handover, at=at)
    reopen(handover, {"access", *HandoverStep.BY_SUCCESSOR}, actor=by, at=at)
    tell_handover(handover, about="opened", at=at)
    return handover


def reopen(
    handover: Handover, kinds: Iterable[str], *, actor: Person | Actor, at: datetime
) -> None:
    """Let steps be done again. Called inside an action."""
    for step in handover.steps.filter(kind__in=kinds).exclude(outcome=""):
        step.outcome, step.note, step.done_at, step.done_by = "", "", None, None
        step.save()
        record(actor=actor, verb="handover_step.reopened", subject=step, at=at)


def _check_successor(
    account: Account,
    place: str,
    successor_id: UUID | None,
    *,
    by: Person,
    giver: Person | None = None,
) -> None:
    holders = {name: getattr(account, f"{name}_id") for name in ("owner", "backup")}
    giver_id = giver.pk if giver is not None else getattr(account, f"{place}_id")
    if successor_id is None:
        return
    if successor_id == giver_id:
        raise HandoverInvalidError({"successor": _("It is handed over to somebody else.")})
    other = {"owner": "backup", "backup": "owner"}.get(place, "")
    if other and successor_id == holders[other]:
        raise HandoverInvalidError(
            {"successor": _("The backup must be someone other than the owner.")}
        )
    if not nameable_people(by).filter(pk=successor_id).exists():
        raise HandoverInvalidError({"successor": _("This person has left, or cannot be found.")})


@action("custody.tick_step")
def tick_step(
    handover_id: UUID, *, kind: str, outcome: str, note: str, by: Person, at: datetime
) -> HandoverStep:
    """Say that a step is done, or is not needed here and why.

    What the successor does alone, only they say; the rest the giver and who manages access too.

    Raises:
        HandoverNotFoundError: missing, or hidden from `by`.
        HandoverStateError: it is not under way.
        HandoverNotYoursError: it is for somebody else to say.
        HandoverInvalidError: no such step or outcome, or no reason why it is not needed.
    """
    handover = visible_handover(handover_id, viewer=by, lock=True)
    require_state(handover, State.OPEN)
    if kind not in KINDS or outcome not in HandoverStep.Outcome.values:
        raise HandoverInvalidError({"outcome": _("Choose one of the answers.")})
    step = handover.steps.filter(kind=kind).first() or HandoverStep(
        handover=handover, kind=kind, position=KINDS.index(kind)
    )
    if not may_tick(by, handover, step):
        raise HandoverNotYoursError(who(handover.successor))
    if outcome == HandoverStep.Outcome.NOT_NEEDED and not note.strip():
        raise HandoverInvalidError({"note": _("Say why it is not needed here.")})
    step.outcome, step.note = outcome, note.strip()[:300]
    step.done_at, step.done_by = at, by
    step.save()
    record(actor=by, verb="handover_step.ticked", subject=step, at=at)
    _unsign(handover, by=by, at=at)
    return step


def _unsign(handover: Handover, *, by: Person, at: datetime) -> None:
    """Take back signatures given before a step changed: nobody signs for what they did not see.

    Those who had signed are told, but `by`, who changed it.
    """
    if handover.giver_signed_at is None and handover.successor_signed_at is None:
        return
    took = handover.successor_id if handover.successor_signed_at is not None else None
    signed = {one for one in (handover.giver_signed_by_id, took) if one not in {None, by.pk}}
    handover.giver_signed_at = handover.giver_signed_by = handover.successor_signed_at = None
    handover.save()
    record(actor=by, verb="handover.unsigned", subject=handover, at=at)
    tell_handover(handover, about="unsigned", at=at, only=signed)


def who(person: Person | None) -> str:
    """Return a name, or what stands for one who is not named yet."""
    return person.name if person is not None else _("the successor")


@action("custody.refuse_handover")
def refuse_handover(handover_id: UUID, *, reason: str, by: Person, at: datetime) -> Handover:
    """Refuse to follow, with a reason; who decides in the unit is told and answers.

    Raises:
        HandoverNotFoundError: missing, or hidden from `by`.
        HandoverStateError: it is not under way.
        HandoverNotYoursError: `by` is not the successor.
        HandoverInvalidError: no reason.
    """
    handover = visible_handover(handover_id, viewer=by, lock=True)
    require_state(handover, State.OPEN)
    if by.pk != handover.successor_id:
        raise HandoverNotYoursError(who(handover.successor))
    if not reason.strip():
        raise HandoverInvalidError({"reason": _("Say why: somebody reads it and answers.")})
    handover.state, handover.refused_at = State.REFUSED, at
    handover.refusal = reason.strip()[:500]
    handover.giver_signed_at = handover.giver_signed_by = handover.successor_signed_at = None
    handover.save()
    record(actor=by, verb="handover.refused", subject=handover, at=at)
    tell_handover(handover, about="refused", at=at)
    return handover


@action("custody.cancel_handover")
def cancel_handover(handover_id: UUID, *, by: Person, at: datetime) -> Handover:
    """Give a handover up; the place stays where it is.

    Raises:
        HandoverNotFoundError, RightMissingError: `by` may not.
        HandoverStateError: it is over.
    """
    handover = visible_handover(handover_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=handover.account.unit)
    require_state(handover, State.OPEN, State.REFUSED, State.SIGNED)
    handover.state, handover.ended_at = State.CANCELLED, at
    handover.save()
    record(actor=by, verb="handover.cancelled", subject=handover, at=at)
    return handover


def require_state(handover: Handover, *states: str) -> None:
    """Refuse unless a handover is in one of `states`.

    Raises:
        HandoverStateError: it is in another.
    """
    if handover.state not in states:
        raise HandoverStateError(handover.get_state_display())
