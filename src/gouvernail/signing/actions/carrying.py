"""Signatures carried over a small change, because an approver says why."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.policies.models import CarryOver, PolicyVersion
from gouvernail.policies.permissions import refuse_own, require_approver, visible_policy
from gouvernail.signing.actions.following import take_in
from gouvernail.signing.errors import CarryOverInvalidError, CarryOverStateError
from gouvernail.signing.models import Campaign
from gouvernail.signing.queries.carrying import version_before

Status = PolicyVersion.Status


@action("signing.carry_over")
def carry_over(*, version_id: UUID, reason: str, by: Person, at: datetime) -> CarryOver:
    """Let signatures of the version before count for an agreed version, or one in force.

    Those that counted for the version before go on counting. People who wait in a campaign of the
    version wait no longer; who never signed is asked all the same.

    Raises:
        CarryOverInvalidError: it does not say why.
        CarryOverStateError: there is no version before, or it is decided already.
        SecondPersonNeededError: `by` wrote the version, and the team is not small.
        NotAnApproverError, PolicyNotFoundError, ProofNeededError: nothing was changed.
    """
    version = _locked(version_id, by)
    refuse_own(own=version.is_work_of(by.pk), separation=separation())
    before = version_before(version)
    if before is None or _active(version) is not None:
        raise CarryOverStateError
    if not reason.strip():
        raise CarryOverInvalidError({"reason": _("Say why nobody need sign again.")})
    require_step_up(Act.DECIDE, at=at)
    earlier = _active(before)
    carried = CarryOver.objects.create(
        version=version,
        origin=earlier.origin if earlier else before,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    record(actor=by, verb="carry_over.decided", subject=carried, at=at)
    _follow(version, by=by, at=at)
    return carried


@action("signing.end_carry_over")
def end_carry_over(*, version_id: UUID, by: Person, at: datetime) -> CarryOver:
    """Have people sign after all: a change turned out not to be small.

    Raises:
        CarryOverStateError: nothing is carried over to that version.
        NotAnApproverError, PolicyNotFoundError, ProofNeededError: nothing was changed.
    """
    version = _locked(version_id, by)
    carried = _active(version)
    if carried is None:
        raise CarryOverStateError
    require_step_up(Act.DECIDE, at=at)
    carried.ended_at = at
    carried.save(update_fields=("ended_at",))
    record(actor=by, verb="carry_over.ended", subject=carried, at=at)
    lines = Campaign.objects.filter(version=version, status=Campaign.Status.OPEN)
    for campaign in lines:
        campaign.lines.filter(state="carried").update(state="waiting", changed_at=at)
    _follow(version, by=by, at=at)
    return carried


def _active(version: PolicyVersion) -> CarryOver | None:
    rows = CarryOver.objects.filter(version=version, ended_at__isnull=True)
    return rows.select_related("origin").first()


def _locked(version_id: UUID, by: Person) -> PolicyVersion:
    rows = PolicyVersion.objects.select_for_update(of=("self",))
    version = rows.filter(pk=version_id, status__in=(Status.AGREED, Status.IN_FORCE)).first()
    if version is None:
        raise CarryOverStateError
    version.policy = visible_policy(policy_id=version.policy_id, viewer=by)
    require_approver(by, version.policy)
    return version


def _follow(version: PolicyVersion, *, by: Person, at: datetime) -> None:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("version__policy__unit")
    for campaign in rows.filter(version=version, status=Campaign.Status.OPEN):
        take_in(campaign, actor=by, at=at)
