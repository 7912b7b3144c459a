"""Setting what licences ask: the charter's lead, and a second person where separation asks one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.licences.actions.telling import tell_of_requirement
from gouvernail.licences.errors import (
    LicenceInvalidError,
    LicenceSettledError,
    OwnLicenceError,
)
from gouvernail.licences.models import MOST_DAYS, Act, Requirement, Terms
from gouvernail.licences.permissions import require_agree, require_set, visible_requirement
from gouvernail.licences.queries.networks import KNOWN
from gouvernail.licences.queries.requirements import courses_to_ask, policies_to_ask
from gouvernail.people.models import Person, Seat
from gouvernail.people.permissions import Act as StepUp
from gouvernail.people.permissions import require_step_up

Status = Requirement.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequirement:
    """What an act is to ask on a network (empty: every one). Nothing at all: nothing is asked."""

    act: str
    network: str = ""
    courses: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    second_factor: bool = False


@action("licences.set_requirement")
def set_requirement(
    *, new: NewRequirement, comment: str = "", by: Person, at: datetime
) -> Requirement:
    """Ask for what an act is to need; it counts once a second person agrees to it.

    In a small team whoever asks agrees alone, and it is written down as such. What waited for the
    same act and network is replaced.

    Raises:
        LicenceInvalidError: an act, a network, a course or a policy that there is not.
        RightMissingError: `by` does not write the charter.
        ProofNeededError, MachineMayNotError: whoever sets it proves who they are.
    """
    require_set(by)
    _check(new)
    require_step_up(StepUp.EDIT_CHARTER, at=at)
    _withdraw_former(new, by=by, at=at)
    row = Requirement.objects.create(
        act=new.act,
        network=new.network,
        courses=sorted(set(new.courses)),
        policies=sorted(set(new.policies)),
        second_factor=new.second_factor,
        asked_by=by,
        asked_at=at,
        comment=comment.strip(),
    )
    record(actor=by, verb="licence_requirement.asked", subject=row, at=at)
    if separation() == Charter.Separation.SMALL:
        return _bring_in(row, by=by, at=at, alone=True)
    tell_of_requirement(row, by=by, at=at)
    return row


def _check(new: NewRequirement) -> None:
    faults = {}
    if new.act not in Act.values:
        faults["act"] = _("Choose what it is asked for.")
    if new.network and new.network not in KNOWN:
        faults["network"] = _("There is no such network.")
    if not set(new.courses) <= {slug for slug, _label in courses_to_ask()}:
        faults["courses"] = _("There is no such course, or it is put away.")
    if not set(new.policies) <= {key for key, _label in policies_to_ask()}:
        faults["policies"] = _("There is no such policy to be signed.")
    if faults:
        raise LicenceInvalidError(faults)


def _withdraw_former(new: NewRequirement, *, by: Person, at: datetime) -> None:
    rows = Requirement.objects.select_for_update().filter(
        act=new.act, network=new.network, status=Status.ASKED
    )
    for former in rows:
        former.status = Status.WITHDRAWN
        former.save(update_fields=("status",))
        record(actor=by, verb="licence_requirement.withdrawn", subject=former, at=at)


@action("licences.agree_requirement")
def agree_requirement(*, requirement_id: UUID | str, by: Person, at: datetime) -> Requirement:
    """Agree to what somebody else asked for; it counts at once, in place of the former.

    Raises:
        OwnLicenceError: `by` asked for it, and the team is not small.
        LicenceSettledError: it no longer waits.
        LicenceNotFoundError, RightMissingError: not here, or not by `by`.
        ProofNeededError, MachineMayNotError: whoever agrees proves who they are.
    """
    require_agree(by)
    row = _waiting(requirement_id)
    alone = row.asked_by_id == by.pk
    if alone and separation() != Charter.Separation.SMALL:
        raise OwnLicenceError
    require_step_up(StepUp.EDIT_CHARTER, at=at)
    return _bring_in(row, by=by, at=at, alone=alone)


def _bring_in(row: Requirement, *, by: Person, at: datetime, alone: bool) -> Requirement:
    former = Requirement.objects.select_for_update().filter(
        act=row.act, network=row.network, status=Status.IN_FORCE
    )
    for one in former:
        one.status, one.ended_at = Status.ENDED, at
        one.save(update_fields=("status", "ended_at"))
        record(actor=by, verb="licence_requirement.ended", subject=one, at=at)
    row.decided_by, row.decided_at, row.alone, row.starts_at = by, at, alone, at
    row.status = Status.ENDED if row.asks_nothing else Status.IN_FORCE
    row.ended_at = at if row.asks_nothing else None
    row.save()
    data = {"alone": "yes"} if alone else None
    record(actor=by, verb="licence_requirement.agreed", subject=row, at=at, data=data)
    return row


@action("licences.refuse_requirement")
def refuse_requirement(
    *, requirement_id: UUID | str, comment: str, by: Person, at: datetime
) -> Requirement:
    """Refuse what somebody asked for, and say why.

    Raises:
        LicenceInvalidError: it does not say why.
        LicenceSettledError: it no longer waits.
        LicenceNotFoundError, RightMissingError: not here, or not by `by`.
    """
    require_agree(by)
    row = _waiting(requirement_id)
    if not comment.strip():
        raise LicenceInvalidError({"comment": _("Say why, in a sentence.")})
    row.status, row.decided_by, row.decided_at = Status.REFUSED, by, at
    row.comment = comment.strip()
    row.save(update_fields=("status", "decided_by", "decided_at", "comment"))
    record(actor=by, verb="licence_requirement.refused", subject=row, at=at)
    return row


@action("licences.withdraw_requirement")
def withdraw_requirement(*, requirement_id: UUID | str, by: Person, at: datetime) -> Requirement:
    """Take back what waits for a second person.

    Raises:
        LicenceSettledError: it no longer waits.
        LicenceNotFoundError, RightMissingError: not here, or not by `by`.
    """
    require_set(by)
    row = _waiting(requirement_id)
    row.status = Status.WITHDRAWN
    row.save(update_fields=("status",))
    record(actor=by, verb="licence_requirement.withdrawn", subject=row, at=at)
    return row


def _waiting(requirement_id: UUID | str) -> Requirement:
    row = visible_requirement(requirement_id, lock=True)
    if row.status != Status.ASKED:
        raise LicenceSettledError(row.get_status_display())
    return row


@action("licences.set_terms")
def set_terms(*, waiver_days: int, seat: str, by: Person, at: datetime) -> Terms:
    """Say how long a waiver lasts at most, and in which seat one agrees to what lacks a licence.

    Raises:
        LicenceInvalidError: a number of days or a seat that cannot be.
        RightMissingError: `by` does not write the charter.
        ProofNeededError, MachineMayNotError: whoever sets it proves who they are.
    """
    require_set(by)
    faults = {}
    if not 1 <= waiver_days <= MOST_DAYS:
        faults["waiver_days"] = _("Between 1 and %(most)s days.") % {"most": MOST_DAYS}
    if seat not in Seat.values:
        faults["seat"] = _("There is no such seat.")
    if faults:
        raise LicenceInvalidError(faults)
    require_step_up(StepUp.EDIT_CHARTER, at=at)
    row = Terms.objects.select_for_update().first() or Terms()
    row.waiver_days, row.seat = waiver_days, seat
    row.save()
    record(actor=by, verb="licence_terms.written", subject=row, at=at)
    return row
