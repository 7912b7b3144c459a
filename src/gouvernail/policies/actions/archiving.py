"""Taking a policy out of use: asked for by one person, decided by a second."""

from datetime import datetime
from uuid import UUID

from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.policies.actions.telling import tell_of_policy
from gouvernail.policies.errors import (
    PolicyNotFoundError,
    VersionComingError,
    VersionConsultedError,
    VersionNotWaitingError,
    WordsMissingError,
)
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import (
    refuse_own,
    require_approver,
    those_who_approve,
    visible_policy,
)

Status = PolicyVersion.Status


@action("policies.ask_archive")
def ask_archive(*, policy_id: UUID, reason: str, by: Person, at: datetime) -> Policy:
    """Ask to take a policy out of use, and say why; it binds until a second person agrees.

    Raises:
        WordsMissingError: it does not say why.
        VersionComingError: a version of it is submitted or has its day to come.
        VersionConsultedError: a version of it is under consultation.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = _locked(policy_id, by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    if not reason.strip():
        raise WordsMissingError("reason")
    coming = policy.versions.filter(status__in=(Status.APPROVAL, Status.AGREED)).first()
    if coming is not None:
        raise VersionComingError(coming.number)
    asked = policy.versions.filter(status=Status.CONSULTATION).first()
    if asked is not None:
        raise VersionConsultedError(asked.number)
    policy.archive_asked_by, policy.archive_asked_at = by, at
    policy.archive_reason = reason.strip()
    policy.save()
    data = {"private": {"why": reason.strip()}}
    record(actor=by, verb="policy.archive_asked", subject=policy, at=at, data=data)
    people = those_who_approve(policy) - {by.pk}
    once = f"{at:%Y%m%d%H%M%S}"
    tell_of_policy(policy, "to_archive", once=once, people=people, by=by, at=at)
    return policy


@action("policies.withdraw_archive")
def withdraw_archive(*, policy_id: UUID, by: Person, at: datetime) -> Policy:
    """Keep a policy in use after all: whoever may write it, or decide, says so.

    Raises:
        VersionNotWaitingError: nobody asks for it.
        NotAnApproverError, PolicyNotFoundError: nothing was changed.
    """
    policy = _locked(policy_id, by)
    if policy.archive_asked_by_id != by.pk:
        require_approver(by, policy)
    if policy.archive_asked_at is None:
        raise VersionNotWaitingError
    asked_by = policy.archive_asked_by_id
    policy.archive_asked_by, policy.archive_asked_at, policy.archive_reason = None, None, ""
    policy.save()
    record(actor=by, verb="policy.archive_withdrawn", subject=policy, at=at)
    people = {asked_by} - {by.pk, None}
    once = f"{at:%Y%m%d%H%M%S}"
    tell_of_policy(policy, "kept", once=once, people={one for one in people if one}, by=by, at=at)
    return policy


@action("policies.archive_policy")
def archive_policy(*, policy_id: UUID, by: Person, at: datetime) -> Policy:
    """Take a policy out of use as a second person; what people signed of it stays readable.

    Its version in force is superseded by none, and a draft of it stays a draft.

    Raises:
        VersionNotWaitingError: nobody asks for it.
        SecondPersonNeededError: `by` asked for it, and the team is not small.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        NotAnApproverError, PolicyNotFoundError: nothing was changed.
    """
    policy = _locked(policy_id, by)
    require_approver(by, policy)
    if policy.archive_asked_at is None:
        raise VersionNotWaitingError
    alone = refuse_own(own=policy.archive_asked_by_id == by.pk, separation=separation())
    require_step_up(Act.DECIDE, at=at)
    for version in policy.versions.filter(status=Status.IN_FORCE):
        version.status = Status.SUPERSEDED
        version.save(update_fields=("status",))
        record(actor=by, verb="policy_version.superseded", subject=version, at=at)
    policy.archived_at, policy.archived_by = at, by
    policy.save()
    data = {"alone": "yes"} if alone else None
    record(actor=by, verb="policy.archived", subject=policy, at=at, data=data)
    return policy


def _locked(policy_id: UUID, by: Person) -> Policy:
    policy = visible_policy(policy_id=policy_id, viewer=by)
    if not Policy.objects.select_for_update().filter(pk=policy.pk, archived_at=None).exists():
        raise PolicyNotFoundError
    policy.refresh_from_db()
    return policy
