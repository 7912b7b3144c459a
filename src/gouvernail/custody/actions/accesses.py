"""Saying who can get in, and that it still holds."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.corrections import settle_corrections
from gouvernail.custody.actions.standings import work_out
from gouvernail.custody.errors import (
    AccessClosedError,
    AccessExistsError,
    AccessInvalidError,
)
from gouvernail.custody.models import Access
from gouvernail.custody.permissions import (
    account_for_custody,
    require_confirm,
    require_manage,
    visible_access,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.queries import nameable_people

ONCE: Final = Access.ENTERING  # by each of these a person gets into an account once


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFacts:
    """What people say of one access; `person_id` for somebody of the directory, else `name`.

    `detail` names a mailbox, a number or an item of the vault; never what opens it.
    """

    holder: str = Access.Holder.PERSON
    person_id: UUID | None = None
    name: str = ""
    contact: str = ""
    means: str = Access.Means.PASSWORD
    level: str = Access.Level.ADMIN
    second_factor: str = Access.Factor.UNKNOWN
    belongs: str = ""
    detail: str = ""
    since_on: date | None = None
    until_on: date | None = None
    note: str = ""


class Tried(StrEnum):
    """What whoever confirms an access did: tried it with which outcome, or only looked."""

    WORKS = "works"
    FAILS = "fails"
    STANDS = "stands"


@action("custody.declare_access")
def declare_access(account_id: UUID, *, facts: AccessFacts, by: Person, at: datetime) -> Access:
    """Say that somebody can get into an account, or recover it.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` neither manages accesses there nor keeps the account.
        AccessInvalidError: the facts do not hold together; each field says why.
        AccessExistsError: the person has the same means already.
    """
    account = account_for_custody(account_id, viewer=by, lock=True)
    require_manage(by, account)
    if account.kind == Account.Kind.PERSONAL:
        raise AccessInvalidError(
            {"holder": _("A personal account is not governed: nothing of it is kept here.")}
        )
    access = Access(account=account, declared_by=by, declared_at=at)
    _write(access, facts, by=by)
    access.save(force_insert=True)
    record(actor=by, verb="access.declared", subject=access, at=at)
    work_out(account_ids=[account.pk], at=at)
    return access


@action("custody.change_access")
def change_access(access_id: UUID, *, facts: AccessFacts, by: Person, at: datetime) -> Access:
    """Put right what is said of an access; what was tried before is forgotten with its means.

    Whoever knew a shared secret still knows it: where the means or the person becomes another, the
    access is closed, which asks for a renewal, and the other one is declared and returned. What was
    declared by mistake is closed as such.

    Raises:
        AccessNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not.
        AccessClosedError: it is over.
        AccessInvalidError, AccessExistsError: as `declare_access`.
    """
    access = visible_access(access_id, viewer=by, lock=True)
    require_manage(by, access.account)
    if access.is_closed:
        raise AccessClosedError
    if _knew(access, facts):
        return _declare_instead(access, facts, by=by, at=at)
    before = {name: getattr(access, name) for name in asdict(facts)}
    _write(access, facts, by=by)
    changed = sorted(name for name, value in before.items() if getattr(access, name) != value)
    if not changed:
        return access
    if {"person_id", "means", "name"} & set(changed):
        access.tried_on = access.works = access.confirmed_at = access.confirmed_by = None
    access.save()
    record(actor=by, verb="access.changed", subject=access, at=at, data={"changed": changed})
    settle_corrections(access, by=by, at=at)
    work_out(account_ids=[access.account_id], at=at)
    return access


def _knew(access: Access, facts: AccessFacts) -> bool:
    """Return whether those facts would forget that somebody knew a secret which opens it."""
    if access.means not in Access.SHARED_SECRET:
        return False
    person_id = facts.person_id if facts.holder == Access.Holder.PERSON else None
    return facts.means not in Access.SHARED_SECRET or access.person_id != person_id


def _declare_instead(access: Access, facts: AccessFacts, *, by: Person, at: datetime) -> Access:
    """Close an access whose holder knew a secret, and declare the one that takes its place.

    What was to be revoked of the same person still is.
    """
    other = Access(account=access.account, declared_by=by, declared_at=at)
    _write(other, facts, by=by)
    same = other.person_id == access.person_id
    if access.is_due and same:
        for name in ("state", "why", "due_on", "due_since", "asked_of"):
            setattr(other, name, getattr(access, name))
    access.why = access.why or (Access.Why.UNNEEDED if same else Access.Why.HANDOVER)
    access.state, access.closed_at, access.closed_by = Access.State.CLOSED, at, by
    access.save()
    record(actor=by, verb="access.closed", subject=access, at=at)
    other.save(force_insert=True)
    record(actor=by, verb="access.declared", subject=other, at=at)
    settle_corrections(access, by=by, at=at)
    announce_loss(access, due_on=site_day(at), at=at)
    work_out(account_ids=[access.account_id], at=at)
    return other


def announce_loss(access: Access, *, due_on: date, at: datetime) -> None:
    """Announce (`custody.to_revoke`) that what a holder knew of the vault is to be renewed."""
    if access.person_id is not None and access.why != Access.Why.MISTAKE:
        facts = {"account_id": access.account_id, "person_id": access.person_id, "due_on": due_on}
        announce("custody.to_revoke", facts, at=at)


@action("custody.confirm_access")
def confirm_access(access_id: UUID, *, tried: Tried, by: Person, at: datetime) -> Access:
    """Say that an access stands: tried today and it opens, tried and it does not, or looked at.

    Raises:
        AccessNotFoundError: missing, or hidden from `by`.
        RightMissingError: it is not theirs, and they may not manage it.
        AccessClosedError: it is over.
        AccessInvalidError: somebody else’s sign-in cannot be tried for them.
    """
    access = visible_access(access_id, viewer=by, lock=True)
    require_confirm(by, access)
    if access.is_closed:
        raise AccessClosedError
    personal = access.person_id is not None and access.means not in Access.SHARED_SECRET
    if tried != Tried.STANDS and personal and access.person_id != by.pk:
        raise AccessInvalidError(
            {"tried": _("Only the person concerned can try their own sign-in.")}
        )
    stand(access, tried=tried, by=by, at=at)
    return access


def stand(access: Access, *, tried: Tried, by: Person, at: datetime) -> None:
    """Note that an access stands, as `confirm_access` does once the right is known."""
    access.confirmed_at, access.confirmed_by = at, by
    if tried != Tried.STANDS:
        access.tried_on, access.works = site_day(at), tried == Tried.WORKS
    access.save()
    record(actor=by, verb="access.confirmed", subject=access, at=at, data={"tried": str(tried)})
    work_out(account_ids=[access.account_id], at=at)


def _write(access: Access, facts: AccessFacts, *, by: Person) -> None:
    """Put checked facts on an unsaved row. Two queries at most."""
    told = asdict(facts)
    is_person = facts.holder == Access.Holder.PERSON
    told["name"] = "" if is_person else facts.name.strip()
    told["person_id"] = facts.person_id if is_person else None
    told["belongs"] = facts.belongs if facts.means in Access.RECOVERING else ""
    wrong = _choices_wrong(facts) | _holder_wrong(facts, by=by, kept=access.person_id)
    wrong |= _days_wrong(facts)
    if facts.means in Access.RECOVERING and not facts.belongs:
        wrong["belongs"] = _("Say whose address or number it is.")
    if wrong:
        raise AccessInvalidError(wrong)
    _refuse_twice(access.account, access, facts)
    for name, value in told.items():
        setattr(access, name, value)


def _choices_wrong(facts: AccessFacts) -> dict[str, str]:
    known = {
        "holder": Access.Holder.values,
        "means": Access.Means.values,
        "level": Access.Level.values,
        "second_factor": Access.Factor.values,
        "belongs": ["", *Access.Belongs.values],
    }
    return {
        name: _("Choose one of the answers.")
        for name, values in known.items()
        if getattr(facts, name) not in values
    }


def _holder_wrong(facts: AccessFacts, *, by: Person, kept: UUID | None) -> dict[str, str]:
    if facts.holder != Access.Holder.PERSON:
        return {} if facts.name.strip() else {"name": _("Give its name.")}
    if facts.person_id is None:
        return {"person": _("Say who.")}
    if facts.person_id == kept:
        return {}
    if not nameable_people(by).filter(pk=facts.person_id).exists():
        return {"person": _("This person has left, or cannot be found.")}
    return {}


def _days_wrong(facts: AccessFacts) -> dict[str, str]:
    if facts.since_on and facts.until_on and facts.until_on < facts.since_on:
        return {"until_on": _("It ends before it begins.")}
    return {}


def _refuse_twice(account: Account, access: Access, facts: AccessFacts) -> None:
    if facts.person_id is None or facts.means not in ONCE:
        return
    same = Access.objects.filter(account=account, person=facts.person_id, means=facts.means)
    other = same.exclude(state=Access.State.CLOSED).exclude(pk=access.pk).first()
    if other is not None:
        raise AccessExistsError(other.holder_name)
