"""What stands before a version, and whether its signatures are carried over."""

from uuid import UUID

from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import require_approver, visible_policy
from gouvernail.signing.errors import CampaignNotFoundError

Status = PolicyVersion.Status


def version_before(version: PolicyVersion) -> PolicyVersion | None:
    """Return the version that bound before this one, its clauses loaded. Two queries."""
    rows = PolicyVersion.objects.filter(
        policy=version.policy_id,
        number__lt=version.number,
        status__in=(Status.IN_FORCE, Status.SUPERSEDED),
    )
    return rows.prefetch_related("clauses").order_by("-number").first()


def version_to_carry(version_id: UUID, *, viewer: Person) -> PolicyVersion:
    """Return a version agreed or in force that `viewer` approves, policy and clauses loaded.

    Raises:
        CampaignNotFoundError: there is none.
        PolicyNotFoundError, NotAnApproverError: it is not theirs.
    """
    rows = PolicyVersion.objects.filter(pk=version_id, status__in=(Status.AGREED, Status.IN_FORCE))
    version = rows.prefetch_related("clauses").first()
    if version is None:
        raise CampaignNotFoundError
    version.policy = visible_policy(policy_id=version.policy_id, viewer=viewer)
    require_approver(viewer, version.policy)
    return version
