"""Settling what was declared: each difference accepted into the register, or refused with words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.attestations.actions.telling import tell_answer
from gouvernail.attestations.errors import (
    DeclarationNotFoundError,
    LineSettledError,
    SecondPersonNeededError,
)
from gouvernail.attestations.models import DeclaredLine, Declarer
from gouvernail.attestations.permissions import (
    may_answer_appeal,
    may_settle,
    visible_declaration,
)
from gouvernail.attestations.queries.settling import closes_by_plan, held_as
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.text.addresses import AddressError, parse_address
from gouvernail.ledger.actions import record
from gouvernail.people.actions.invitations import sends_mail
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.actions import (
    AccountFacts,
    ClosingPlan,
    Move,
    change_status,
    register_account,
    update_account,
)
from gouvernail.registry.models import Account
from gouvernail.registry.queries import nameable_people, person_named, whom_else
from gouvernail.registry.queries.addresses import address_problem

Status, What = DeclaredLine.Status, DeclaredLine.What
Registered = Account.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What whoever accepts adds: its holders, what a closing says last and where it sends.

    `takes_over` brings a page added, which another unit holds, to the unit that declares it.
    """

    owner: str = ""
    backup: str = ""
    takes_over: bool = False
    last_post: str = ""
    elsewhere: str = ""
    ends_on: date | None = None


@action("attestations.accept_line")
def accept_line(*, line_id: UUID, settlement: Settlement, by: Person, at: datetime) -> DeclaredLine:
    """Accept a difference: the register changes at once, by its own actions.

    A page not listed is registered as official, or comes over from another unit; what waited to
    be confirmed is made official; an account said not to be ours is to be confirmed; one said
    closed begins to close, by its plan, or is set aside where it never was ours. What is so
    already stays as it is.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError, SecondPersonNeededError: `by` may not settle it.
        LineSettledError: it was settled before.
        InvalidInputError: who owns it, or the plan of its closing, is missing.
        AccountExistsError, NoWayThereError, ConditionsUnmetError: the register refuses.
    """
    line = _line(line_id, by=by)
    _must_wait(line, by=by)
    _apply(line, settlement, by=by, at=at)
    line.status, line.decided_by, line.decided_at = Status.ACCEPTED, by, at
    line.save()
    record(actor=by, verb="declared_line.accepted", subject=line, at=at)
    return line


@action("attestations.refuse_line")
def refuse_line(*, line_id: UUID, answer: str, by: Person, at: datetime) -> DeclaredLine:
    """Refuse a difference, with an answer that whoever declared it receives.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError, SecondPersonNeededError: `by` may not settle it.
        LineSettledError: it was settled before.
        InvalidInputError: no answer.
    """
    line = _line(line_id, by=by)
    _must_wait(line, by=by)
    _must_say(answer)
    line.status, line.answer = Status.REFUSED, answer.strip()
    line.decided_by, line.decided_at = by, at
    line.save()
    record(actor=by, verb="declared_line.refused", subject=line, at=at)
    _tell(line, at=at)
    return line


@action("attestations.answer_appeal")
def answer_appeal(
    *,
    line_id: UUID,
    answer: str,
    accepted: bool,
    by: Person,
    at: datetime,
    settlement: Settlement | None = None,
) -> DeclaredLine:
    """Answer an appeal, once and in writing: the refusal stands, or the difference is accepted.

    Raises:
        as `accept_line`; SecondPersonNeededError: they refused it, and somebody else can answer.
    """
    line = _line(line_id, by=by)
    if line.status != Status.APPEALED:
        raise LineSettledError(str(line.get_status_display()))
    require(by, Right.EDIT_ACCOUNTS, unit=line.declaration.unit)
    if not may_answer_appeal(by, line, separation=separation()):
        raise SecondPersonNeededError
    _must_say(answer)
    if accepted:
        _apply(line, settlement or Settlement(), by=by, at=at)
    line.status = Status.ACCEPTED if accepted else Status.UPHELD
    line.appeal_answer, line.appeal_by, line.appeal_answered_at = answer.strip(), by, at
    line.save()
    record(actor=by, verb="declared_line.appeal_answered", subject=line, at=at)
    _tell(line, at=at)
    return line


def _must_say(answer: str) -> None:
    if not answer.strip():
        message = _("Write the answer that they will read.")
        raise InvalidInputError(message, fields={"answer": message})


def _line(line_id: UUID, *, by: Person) -> DeclaredLine:
    rows = DeclaredLine.objects.select_for_update(of=("self",)).select_related("account")
    line = rows.filter(pk=line_id).first()
    if line is None:
        raise DeclarationNotFoundError
    line.declaration = visible_declaration(line.declaration_id, viewer=by)
    return line


def _must_wait(line: DeclaredLine, *, by: Person) -> None:
    require(by, Right.EDIT_ACCOUNTS, unit=line.declaration.unit)
    if line.status != Status.WAITING:
        raise LineSettledError(str(line.get_status_display()))
    if not may_settle(by, line, separation=separation()):
        raise SecondPersonNeededError


def _apply(line: DeclaredLine, told: Settlement, *, by: Person, at: datetime) -> None:
    """Do in the register what a line says; its refusals are the register's own."""
    do = {
        What.ADDITION: _register,
        What.CORRECTION: _correct,
        What.NOT_OURS: _doubt,
        What.CLOSED: _close,
        What.OURS: _confirm,
    }
    do[What(line.what)](line, told, by=by, at=at)


def _account_of(line: DeclaredLine) -> Account:
    if line.account is None:
        raise DeclarationNotFoundError
    return line.account


def _doubt(line: DeclaredLine, _told: Settlement, *, by: Person, at: datetime) -> None:
    """Leave an account to be confirmed; one that never spoke is given up, one closing closes."""
    status = {
        Registered.OPENING: Registered.CLOSED,
        Registered.CLOSING: Registered.CLOSING,
    }.get(Registered(_account_of(line).status), Registered.TO_CONFIRM)
    _lead(line, status, by=by, at=at)


def _close(line: DeclaredLine, told: Settlement, *, by: Person, at: datetime) -> None:
    """Begin to close an account by its plan; what never spoke in our name needs none."""
    account = _account_of(line)
    if closes_by_plan(account):
        plan = ClosingPlan(
            last_post=told.last_post,
            elsewhere=told.elsewhere,
            ends_on=told.ends_on or site_day(at),
        )
        _lead(line, Registered.CLOSING, by=by, at=at, plan=plan)
        return
    status = {
        Registered.TO_CONFIRM: Registered.DISMISSED,
        Registered.OPENING: Registered.CLOSED,
    }.get(Registered(account.status), Registered(account.status))
    _lead(line, status, by=by, at=at)


def _confirm(line: DeclaredLine, told: Settlement, *, by: Person, at: datetime) -> None:
    """Make official what waited to be confirmed, with its holders; whoever signed owns it else."""
    account = _account_of(line)
    changes: dict[str, Any] = {}
    if told.owner.strip():
        changes["owner_id"] = _named(told.owner, "owner", by=by).pk
    elif account.owner_id is None:
        changes["owner_id"] = line.declaration.signed_by_id
    if told.backup.strip():
        changes["backup_id"] = _named(told.backup, "backup", by=by).pk
    if changes:
        update_account(account.pk, changes=changes, by=by, at=at)
    if account.status not in Account.OURS:
        _lead(line, Registered.OFFICIAL, by=by, at=at)


def _lead(
    line: DeclaredLine, status: str, *, by: Person, at: datetime, plan: ClosingPlan | None = None
) -> None:
    account = _account_of(line)
    if status != account.status:
        move = Move(reason=line.note or str(line.get_what_display()), plan=plan)
        change_status(account.pk, status=status, move=move, by=by, at=at)


def _register(line: DeclaredLine, told: Settlement, *, by: Person, at: datetime) -> None:
    """Register a page that was not listed, or take over the account it is elsewhere."""
    address, unit_id = parse_address(line.address), line.declaration.unit_id
    held = held_as(address)
    if told.takes_over and held is not None:
        line.account = update_account(held.pk, changes={"unit_id": unit_id}, by=by, at=at)
        _confirm(line, told, by=by, at=at)
        return
    owner = _named(told.owner, "owner", by=by) if told.owner.strip() else None
    facts = AccountFacts(
        address=address,
        unit_id=unit_id,
        owner_id=owner.pk if owner is not None else line.declaration.signed_by_id,
    )
    line.account = register_account(facts=facts, by=by, at=at)


def _correct(line: DeclaredLine, told: Settlement, *, by: Person, at: datetime) -> None:
    account, changes = _account_of(line), dict[str, Any]()
    for name, change in line.changes.items():
        if name == "owner":
            changes["owner_id"] = _named(told.owner or change["to"], "owner", by=by).pk
        elif name == "address":
            try:
                changes["address"] = parse_address(change["to"], network=account.network)
            except AddressError as error:
                reason = address_problem(error)
                raise InvalidInputError(reason, fields={"address": reason}) from error
        else:
            changes[name] = change["to"]
    if changes:
        update_account(account.pk, changes=changes, by=by, at=at)


def _named(text: str, field: str, *, by: Person) -> Person:
    person = person_named(text, viewer=by)
    if person is None:
        reason = whom_else(text, nameable_people(by))
        raise InvalidInputError(reason, fields={field: reason})
    return person


def _tell(line: DeclaredLine, *, at: datetime) -> None:
    """Tell whoever signed what became of their line; the page leads to their declaration.

    Who signed by a link gets another one by e-mail, they may have no other way in; not where
    somebody ended their links, or their letters were refused.
    """
    declaration = line.declaration
    asked = Declarer.objects.filter(declaration=declaration, removed_at__isnull=True)
    rows = asked.select_for_update(of=("self",)).select_related("person")
    declarer = rows.filter(person=declaration.signed_by).first()
    if declarer is None:
        return
    opens = declarer.links_ended_at is None and not declarer.failed
    if declaration.by_link and opens and declarer.person.email and sends_mail():
        declarer.answered_at = declarer.answered_at or at
        declarer.tries, declarer.next_try_at = 0, None
        declarer.save(update_fields=("answered_at", "tries", "next_try_at"))
        return
    tell_answer(line, declarer=declarer, at=at)
