"""The review clock: a review that finds nothing to change, and who is reminded of one."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.policies.actions.life import months_after
from gouvernail.policies.actions.telling import tell_of_policy
from gouvernail.policies.errors import VersionNotWaitingError, WordsMissingError
from gouvernail.policies.models import Policy, PolicyReview, PolicyVersion
from gouvernail.policies.permissions import those_who_approve, visible_policy

BEFORE: Final = (30, 7, 0)
A_WEEK: Final = 7


@action("policies.review_policy")
def review_policy(*, policy_id: UUID, reason: str, by: Person, at: datetime) -> PolicyReview:
    """Say that a policy was reviewed and that nothing changes, and why; its clock starts anew.

    Its owner does, or who may write policies for its unit.

    Raises:
        VersionNotWaitingError: no version is in force: there is nothing to review.
        WordsMissingError: it does not say why.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = visible_policy(policy_id=policy_id, viewer=by)
    if policy.owner_id != by.pk:
        require(by, Right.EDIT_POLICIES, unit=policy.unit)
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if not policy.versions.filter(status=PolicyVersion.Status.IN_FORCE).exists():
        raise VersionNotWaitingError
    if not reason.strip():
        raise WordsMissingError("why")
    review = PolicyReview.objects.create(
        policy=policy,
        reviewed_by=by,
        reviewed_at=at,
        reason=reason.strip(),
        due_on=policy.review_on,
        next_on=months_after(site_day(at), policy.review_months),
    )
    policy.review_on = review.next_on
    policy.save(update_fields=("review_on",))
    record(actor=by, verb="policy_review.done", subject=review, at=at)
    record(actor=by, verb="policy.updated", subject=policy, at=at)
    return review


@action("policies.remind_of_review")
def remind_of_review(*, policy: Policy, today: date, at: datetime) -> None:
    """Tell who owns a policy that its review comes, is today, or is late: every week from then on.

    Those who approve it where its owner has left. Nobody is told the same fact twice.
    """
    if policy.review_on is None:
        return
    left = (policy.review_on - today).days
    kind = "review_late" if left < 0 else "review_today" if left == 0 else "review_soon"
    step = f"late{-left // A_WEEK}" if left < 0 else str(min(d for d in BEFORE if left <= d))
    people = {policy.owner_id} if policy.owner.is_active else those_who_approve(policy)
    once = f"{policy.review_on}:{step}"
    tell_of_policy(policy, kind, once=once, people=people, by=None, at=at)
