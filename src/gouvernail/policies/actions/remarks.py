"""Setting a remark of the linter aside, with a reason that approvers read; taking it up again."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.policies.errors import RemarkGoneError, WordsMissingError
from gouvernail.policies.models import Policy, PolicyVersion, RemarkDismissal
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries.remarks import remarks_of


@action("policies.dismiss_remark")
def dismiss_remark(
    *, version_id: UUID, key: str, reason: str, by: Person, at: datetime
) -> RemarkDismissal:
    """Set a remark on a version aside for its policy, and say why; nobody's is set aside twice.

    Raises:
        RemarkGoneError: the linter no longer says it.
        WordsMissingError: it does not say why.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    version = _version(version_id, by)
    if not reason.strip():
        raise WordsMissingError("reason")
    Policy.objects.select_for_update(no_key=True).get(pk=version.policy_id)  # two at once
    found = {one.key: one for one in remarks_of(version, today=site_day(at))}.get(key)
    if found is None:
        raise RemarkGoneError
    if found.aside is not None:
        return found.aside
    aside = RemarkDismissal.objects.create(
        policy=version.policy,
        key=key,
        code=found.code,
        anchor=found.anchor,
        reason=reason.strip(),
        dismissed_by=by,
        dismissed_at=at,
    )
    record(actor=by, verb="policy_remark.dismissed", subject=aside, at=at)
    return aside


@action("policies.take_up_remark")
def take_up_remark(*, version_id: UUID, key: str, by: Person, at: datetime) -> None:
    """Take a remark up again.

    Raises:
        RemarkGoneError: it is not set aside.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    version = _version(version_id, by)
    aside = version.policy.dismissals.select_for_update().filter(key=key).first()
    if aside is None:
        raise RemarkGoneError
    record(actor=by, verb="policy_remark.taken_up", subject=aside, at=at)
    aside.delete()


def _version(version_id: UUID, by: Person) -> PolicyVersion:
    version = PolicyVersion.objects.select_related("policy").get(pk=version_id)
    policy = visible_policy(policy_id=version.policy_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    version.policy = policy
    return version
