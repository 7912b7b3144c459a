"""What happens by itself: who left is taken off and followed, what has ended too."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.custody.actions.handovers import begin, reopen
from gouvernail.custody.actions.notices import tell_agreed, tell_handover, tell_revocations
from gouvernail.custody.actions.standings import BATCH, work_out
from gouvernail.custody.models import (
    Access,
    ControlProof,
    Handover,
    HandoverStep,
    ReviewedAccess,
    Standing,
)
from gouvernail.custody.queries.ways import in_custody
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import Words, erase_openings, record, redact
from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Agreement

WATCH: Final = Actor(kind="machine", ref="custody", auth="worker")
TIME_TO_FOLLOW: Final = timedelta(days=7)
SOON: Final = timedelta(days=2)
WEEK: Final = 7


@action("custody.follow_departure")
def follow_departure(*, person_id: UUID, at: datetime) -> int:
    """Take somebody who left off: each access is to revoke the same day, each place to hand over.

    Does nothing for somebody who is (again) here. Returns how many accesses are to be revoked.
    Idempotent.
    """
    person = Person.objects.filter(pk=person_id, status=Person.Status.LEFT).first()
    if person is None:
        return 0
    number = _order(Access.objects.filter(person=person), why=Access.Why.LEFT, at=at)
    _lose_successor(person, at=at)
    agreed = _agreed(person)
    for account in _held_by(person):
        if account.pk in agreed:
            tell_agreed(account, person, what=agreed[account.pk], at=at)
        else:
            _hand_over(account, person, at=at)
    return number


@action("custody.follow_return")
def follow_return(*, person_id: UUID, at: datetime) -> int:
    """Count in again somebody who came back; return how many standings changed.

    What was to be revoked stays so until somebody leaves it in force. Idempotent.
    """
    rows = Access.objects.filter(person=person_id).exclude(state=Access.State.CLOSED)
    touched = rows.order_by().values_list("account_id", flat=True)
    return work_out(account_ids=touched, at=at)


def _held_by(person: Person) -> QuerySet[Account]:
    held = Q(owner=person) | Q(backup=person) | Q(custodian=person)
    accounts = Account.objects.filter(in_custody(), held)
    accounts = accounts.exclude(kind=Account.Kind.PERSONAL)
    return accounts.select_related("unit", "owner", "backup", "custodian").order_by("pk")


def _agreed(person: Person) -> dict[UUID, str]:
    """Return the accounts in their name that they keep, or that are closed, as was agreed."""
    rows = Agreement.objects.filter(person=person, ended_on__isnull=True)
    named = rows.filter(account__kind=Account.Kind.NAMED)
    ends = named.exclude(at_departure=Agreement.Departure.STAYS)
    return dict(ends.values_list("account_id", "at_departure"))


def _hand_over(account: Account, person: Person, *, at: datetime) -> None:
    """Open a handover of each place the leaver held, unless one is under way; nobody is named.

    Who follows is for somebody to decide: nobody becomes an owner by a rule.
    """
    going = Handover.objects.filter(account=account, state__in=Handover.GOING)
    taken = set(going.values_list("place", flat=True))
    for place in Handover.Place.values:
        if getattr(account, f"{place}_id") == person.pk and place not in taken:
            handover = Handover(
                account=account,
                place=place,
                giver=person,
                cause=Handover.Cause.DEPARTURE,
                due_on=site_day(at) + TIME_TO_FOLLOW,
                opened_at=at,
            )
            begin(handover, actor=WATCH, at=at)


def _lose_successor(person: Person, *, at: datetime) -> None:
    """Leave without a successor the handovers that somebody who left was to take."""
    rows = Handover.objects.filter(successor=person, state__in=Handover.GOING)
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    for handover in rows.select_related("account__unit", "giver"):
        handover.successor, handover.decided_by, handover.refusal = None, None, ""
        handover.state = Handover.State.OPEN
        handover.giver_signed_at = handover.giver_signed_by = handover.successor_signed_at = None
        handover.save()
        record(actor=WATCH, verb="handover.successor_named", subject=handover, at=at)
        reopen(handover, {"access", *HandoverStep.BY_SUCCESSOR}, actor=WATCH, at=at)
        tell_handover(handover, about="opened", at=at)


WORDS: Final = (
    Words(
        model=Access,
        written={
            "note": ("access.declared", "access.changed"),
            "closing_note": "access.closed",
        },
        gone="access.redacted",
    ),
    Words(model=Handover, written={"refusal": "handover.refused"}, gone="handover.redacted"),
    Words(
        model=HandoverStep, written={"note": "handover_step.ticked"}, gone="handover_step.redacted"
    ),
    Words(
        model=ReviewedAccess,
        written={"reason": "reviewed_access.answered", "refusal": "reviewed_access.refused"},
        gone="reviewed_access.redacted",
    ),
    Words(
        model=ControlProof,
        written={
            "reason": "control_proof.declined",
            "sent_back": "control_proof.sent_back",
            "settlement_note": "control_proof.settled",
        },
        gone="control_proof.redacted",
    ),
)


@action("custody.follow_account")
def follow_account(*, account_id: UUID, at: datetime) -> int:
    """Let go of an account whose handle was released, or that is personal; return how many lines.

    Released: what opens it is to be revoked. Personal: nothing of it is kept, its accesses are
    closed and what they said is forgotten. Handovers under way end; so do those of a place that
    somebody else was given meanwhile. Idempotent.
    """
    account = Account.objects.get(pk=account_id)
    _give_up_overtaken(account, at=at)
    personal = account.kind == Account.Kind.PERSONAL
    closed = account.status == Account.Status.CLOSED
    if not personal and not (closed and not _is_kept(account)):
        return 0
    for handover in _going(account):
        _give_up(handover, at=at)
    rows = Access.objects.filter(account=account)
    return _close_all(rows, at=at) if personal else _order(rows, why=Access.Why.UNNEEDED, at=at)


def _going(account: Account) -> QuerySet[Handover]:
    """Return the handovers under way of an account, locked. Called inside an action."""
    rows = Handover.objects.filter(account=account, state__in=Handover.GOING)
    rows = rows.select_for_update(of=("self",)).select_related("account__unit", "giver")
    return rows.order_by("pk")


def _give_up(handover: Handover, *, at: datetime) -> None:
    handover.state, handover.ended_at = Handover.State.CANCELLED, at
    handover.save()
    record(actor=WATCH, verb="handover.cancelled", subject=handover, at=at)
    tell_handover(handover, about="overtaken", at=at)


def _give_up_overtaken(account: Account, *, at: datetime) -> None:
    """End the handovers of places that whoever gives them no longer holds."""
    for handover in _going(account):
        if getattr(account, f"{handover.place}_id") != handover.giver_id:
            _give_up(handover, at=at)


def _is_kept(account: Account) -> bool:
    return Account.objects.filter(in_custody(), pk=account.pk).exists()


def _close_all(rows: QuerySet[Access], *, at: datetime) -> int:
    open_ones = rows.exclude(state=Access.State.CLOSED)
    found = list(open_ones.select_for_update(of=("self",)).order_by("pk"))
    for access in found:
        access.state, access.closed_at = Access.State.CLOSED, at
        access.why = access.why or Access.Why.UNNEEDED
        access.save()
        record(actor=WATCH, verb="access.closed", subject=access, at=at)
    _forget(rows, at=at)
    work_out(account_ids={access.account_id for access in found}, at=at)
    return len(found)


@action("custody.forget_person")
def forget_person(*, person_id: UUID, at: datetime) -> int:
    """Forget what was kept with the accesses of somebody erased, and what they wrote themselves.

    Addresses, numbers and notes of their accesses; what they noted of those of others, why they
    refused, what they noted of a step, what they answered in a review, why there was no proof.
    Accesses, handovers and reviews stay, with who did what and when. Returns how many rows were
    changed. Idempotent.
    """
    number = _forget(Access.objects.filter(person=person_id), at=at)
    author = Person.objects.filter(pk=person_id).first()
    return number + (redact(WORDS, author=author, by=WATCH, at=at) if author is not None else 0)


def _forget(accesses: QuerySet[Access], *, at: datetime) -> int:
    told = Q(detail="") & Q(note="") & Q(closing_note="")
    rows = list(accesses.exclude(told).select_for_update(of=("self",)).order_by("pk"))
    for access in rows:
        access.detail = access.note = access.closing_note = ""
        access.save(update_fields=("detail", "note", "closing_note"))
        erase_openings(subject_kind=Access.ledger_kind, subject_id=str(access.pk))
        record(actor=WATCH, verb="access.changed", subject=access, at=at)
    return len(rows)


def keep_up(*, at: datetime) -> int:
    """Order what time asks for, remind, then work out every standing that time has changed.

    Accesses past their end, those of people who left, handovers near or past their day, and what
    is no longer tried or renewed lately enough. Each piece is an action of its own, standings by
    500: nobody's save waits for them all. Returns how many standings changed.
    """
    order_due(at=at)
    remind_late(at=at)
    known = set(Standing.objects.values_list("pk", flat=True))
    declared = set(Access.objects.order_by().values_list("account_id", flat=True).distinct())
    ids = sorted(known | declared)
    batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
    return sum(work_out(account_ids=batch, at=at) for batch in batches)


@action("custody.order_due")
def order_due(*, at: datetime) -> int:
    """Order the revocation of what is past its end and of what people who left have; how many."""
    gone = Q(person__status=Person.Status.LEFT)
    number = _order(Access.objects.filter(gone), why=Access.Why.LEFT, at=at)
    ended = Access.objects.filter(until_on__lt=site_day(at))
    return number + _order(ended, why=Access.Why.ENDED, at=at)


@action("custody.remind_late")
def remind_late(*, at: datetime) -> None:
    """Remind of handovers two days before; of them and of revocations once late, every week."""
    today = site_day(at)
    due = Access.objects.filter(state__in=Access.DUE, due_on__lt=today).select_related(
        "person", "account__unit", "account__owner", "account__custodian"
    )
    weeks: dict[str, list[Access]] = defaultdict(list)
    for access in due.order_by("due_on", "pk"):
        if access.due_on is not None:
            week = (today - access.due_on).days // WEEK
            weeks[f"late:{access.due_on}:{week}"].append(access)
    for when, late_ones in weeks.items():
        tell_revocations(late_ones, at=at, kind="access.late", when=when)
    rows = Handover.objects.filter(state__in=Handover.GOING, due_on__lte=today + SOON)
    for handover in rows.select_related("account__unit", "giver"):
        late = (today - handover.due_on).days
        if late <= 0:
            tell_handover(handover, about="soon", at=at, when=str(handover.due_on))
        else:
            when = f"{handover.due_on}:{late // WEEK}"
            tell_handover(handover, about="late", at=at, when=when)


def _order(rows: QuerySet[Access], *, why: str, at: datetime) -> int:
    """Make open accesses due today and tell who acts. One entry for each access."""
    due = rows.filter(state=Access.State.OPEN).select_related(
        "person", "account__unit", "account__owner", "account__custodian"
    )
    found = list(due.select_for_update(of=("self",)).order_by("pk"))
    today = site_day(at)
    for access in found:
        access.state, access.why = Access.State.TO_REVOKE, why
        access.due_on, access.due_since = today, at
        access.save(update_fields=("state", "why", "due_on", "due_since"))
        record(actor=WATCH, verb="access.to_revoke", subject=access, at=at)
    work_out(account_ids={access.account_id for access in found}, at=at)
    tell_revocations(found, at=at)
    return len(found)
