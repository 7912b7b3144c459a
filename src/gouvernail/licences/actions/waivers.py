"""Letting somebody off for a while: asked for, granted by who answers for them, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.licences.actions.following import look_at
from gouvernail.licences.actions.telling import tell_of_waiver
from gouvernail.licences.errors import (
    LicenceInvalidError,
    LicenceSettledError,
    WaiverTooLongError,
)
from gouvernail.licences.models import Act, Waiver
from gouvernail.licences.permissions import require_answers, those_who_answer, visible_waiver
from gouvernail.licences.queries.networks import KNOWN
from gouvernail.licences.queries.requirements import the_terms
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act as StepUp
from gouvernail.people.permissions import require_step_up, visible_person

Status = Waiver.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWaiver:
    """For which acts and networks (empty: all), until when, and why."""

    until: datetime
    reason: str
    acts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


@action("licences.ask_for_waiver")
def ask_for_waiver(*, new: NewWaiver, by: Person, at: datetime) -> Waiver:
    """Ask to be let off for a while; those who answer for one's unit are told.

    Raises:
        LicenceInvalidError, WaiverTooLongError: an answer is missing, or too far.
        LicenceSettledError: one waits for an answer already.
    """
    _check(new, at=at)
    Person.objects.select_for_update().get(pk=by.pk)
    waiting = Waiver.objects.filter(person=by, status=Status.ASKED).first()
    if waiting is not None:
        raise LicenceSettledError(waiting.get_status_display())
    waiver = _made(new, person=by, by=by, at=at)
    record(actor=by, verb="licence_waiver.asked", subject=waiver, at=at)
    tell_of_waiver(waiver, "to_grant", people=_keys(by), by=by, at=at)
    return waiver


@action("licences.give_waiver")
def give_waiver(*, person_id: UUID | str, new: NewWaiver, by: Person, at: datetime) -> Waiver:
    """Let somebody one answers for off, without having been asked; never oneself.

    Raises:
        OwnLicenceError: nobody lets themselves off.
        LicenceInvalidError, WaiverTooLongError: an answer is missing, or too far.
        PersonNotFoundError, RightMissingError: not here, or not by `by`.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
    """
    person = visible_person(person_id, viewer=by)
    require_answers(by, person)
    _check(new, at=at)
    require_step_up(StepUp.DECIDE, at=at)
    waiver = _made(new, person=person, by=by, at=at)
    return _grant(waiver, by=by, at=at)


@action("licences.grant_waiver")
def grant_waiver(
    *,
    waiver_id: UUID | str,
    until: datetime | None = None,
    comment: str = "",
    by: Person,
    at: datetime,
) -> Waiver:
    """Grant what was asked for, perhaps until another day; it counts at once, ends by itself.

    Raises:
        OwnLicenceError: nobody lets themselves off.
        LicenceSettledError: it was answered or withdrawn, or its time is over.
        WaiverTooLongError: later than the charter allows.
        LicenceNotFoundError, RightMissingError: not here, or not by `by`.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
    """
    waiver = _asked(waiver_id, by=by)
    waiver.until = until or waiver.until
    _check_until(waiver.until, at=at)
    require_step_up(StepUp.DECIDE, at=at)
    waiver.comment = comment.strip()
    return _grant(waiver, by=by, at=at)


def _grant(waiver: Waiver, *, by: Person, at: datetime) -> Waiver:
    waiver.status, waiver.starts_at = Status.GRANTED, at
    waiver.decided_by, waiver.decided_at = by, at
    waiver.save()
    record(actor=by, verb="licence_waiver.granted", subject=waiver, at=at)
    tell_of_waiver(waiver, "granted", people={waiver.person_id}, by=by, at=at)
    look_at(people={waiver.person_id}, at=at)
    return waiver


@action("licences.refuse_waiver")
def refuse_waiver(*, waiver_id: UUID | str, comment: str, by: Person, at: datetime) -> Waiver:
    """Refuse what was asked for, and say why.

    Raises:
        LicenceInvalidError: it does not say why.
        LicenceSettledError: it was answered or withdrawn.
        LicenceNotFoundError, OwnLicenceError, RightMissingError: not here, or not by `by`.
    """
    waiver = _asked(waiver_id, by=by)
    if not comment.strip():
        raise LicenceInvalidError({"comment": _("Say why, in a sentence.")})
    waiver.status, waiver.decided_by, waiver.decided_at = Status.REFUSED, by, at
    waiver.comment = comment.strip()
    waiver.save()
    record(actor=by, verb="licence_waiver.refused", subject=waiver, at=at)
    tell_of_waiver(waiver, "refused", people={waiver.person_id}, by=by, at=at)
    return waiver


@action("licences.withdraw_waiver")
def withdraw_waiver(*, waiver_id: UUID | str, by: Person, at: datetime) -> Waiver:
    """Take back what one asked for and nobody answered.

    Raises:
        LicenceSettledError: it was answered.
        LicenceNotFoundError: not here, or somebody else's.
    """
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    if waiver.person_id != by.pk:
        require_answers(by, waiver.person)
    if waiver.status != Status.ASKED:
        raise LicenceSettledError(waiver.get_status_display())
    waiver.status = Status.WITHDRAWN
    waiver.save(update_fields=("status",))
    record(actor=by, verb="licence_waiver.withdrawn", subject=waiver, at=at)
    return waiver


@action("licences.end_waiver")
def end_waiver(*, waiver_id: UUID | str, by: Person, at: datetime) -> Waiver:
    """End a waiver before its time: who answers for the person may, alone.

    Raises:
        LicenceSettledError: it does not count.
        LicenceNotFoundError, OwnLicenceError, RightMissingError: not here, or not by `by`.
    """
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    require_answers(by, waiver.person)
    if not waiver.counts_at(at):
        raise LicenceSettledError(waiver.get_status_display())
    waiver.status, waiver.ended_at, waiver.ended_by = Status.ENDED, at, by
    waiver.save(update_fields=("status", "ended_at", "ended_by"))
    record(actor=by, verb="licence_waiver.ended", subject=waiver, at=at)
    tell_of_waiver(waiver, "ended", people={waiver.person_id}, by=by, at=at)
    look_at(people={waiver.person_id}, at=at)
    return waiver


def _made(new: NewWaiver, *, person: Person, by: Person, at: datetime) -> Waiver:
    return Waiver.objects.create(
        person=person,
        acts=sorted(set(new.acts)),
        networks=sorted(set(new.networks)),
        reason=new.reason.strip(),
        until=new.until,
        asked_by=by,
        asked_at=at,
    )


def _asked(waiver_id: UUID | str, *, by: Person) -> Waiver:
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    require_answers(by, waiver.person)
    if waiver.status != Status.ASKED:
        raise LicenceSettledError(waiver.get_status_display())
    return waiver


def _check(new: NewWaiver, *, at: datetime) -> None:
    faults = {}
    if not new.reason.strip():
        faults["reason"] = _("Say why, in a sentence.")
    if not set(new.acts) <= set(Act.values):
        faults["acts"] = _("Choose what it is asked for.")
    if not set(new.networks) <= KNOWN:
        faults["networks"] = _("There is no such network.")
    if faults:
        raise LicenceInvalidError(faults)
    _check_until(new.until, at=at)


def _check_until(until: datetime, *, at: datetime) -> None:
    if until <= at:
        raise LicenceInvalidError({"until": _("Choose a day to come.")})
    days = the_terms().waiver_days
    # a day more: who says “until the 30th” means the whole of the 30th
    if until > at + timedelta(days=days + 1):
        raise WaiverTooLongError(days)


def _keys(person: Person) -> set[UUID]:
    return set(those_who_answer(person).values_list("pk", flat=True))
