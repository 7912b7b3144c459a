"""What the page of a policy says of the signatures of one version."""

from dataclasses import dataclass
from uuid import UUID

from gouvernail.people.models import Person
from gouvernail.policies.models import CarryOver, PolicyVersion
from gouvernail.policies.permissions import may_approve, visible_policy
from gouvernail.policies.queries import carry_over_of
from gouvernail.signing.errors import CampaignNotFoundError
from gouvernail.signing.models import Campaign, Line
from gouvernail.signing.permissions import may_follow_somewhere, may_plan

Status = PolicyVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The campaign of a version, the reader's own line in it, and what the reader may do."""

    version: PolicyVersion
    campaign: Campaign | None
    line: Line | None
    carried: CarryOver | None
    may_plan: bool
    may_follow: bool
    may_carry: bool


def standing_of(version_id: UUID, *, viewer: Person) -> Standing:
    """Return what is to be said to `viewer` of one version's signatures. Some eight queries.

    Raises:
        CampaignNotFoundError: there is no such version, or it never bound and does not yet.
        PolicyNotFoundError: hidden.
    """
    version = PolicyVersion.objects.filter(
        pk=version_id, status__in=(Status.AGREED, Status.IN_FORCE, Status.SUPERSEDED)
    ).first()
    if version is None:
        raise CampaignNotFoundError
    policy = version.policy = visible_policy(policy_id=version.policy_id, viewer=viewer)
    campaign = version.campaigns.order_by("-pk").first()
    asked = version.status != Status.SUPERSEDED and policy.must_sign
    going = campaign is not None and campaign.status != Campaign.Status.CLOSED
    lines = Line.objects.filter(person=viewer, campaign=campaign).exclude(state="released")
    return Standing(
        version=version,
        campaign=campaign,
        line=lines.first() if campaign and campaign.status == Campaign.Status.OPEN else None,
        carried=carry_over_of(version),
        may_plan=asked and not going and may_plan(viewer, policy),
        may_follow=campaign is not None and may_follow_somewhere(viewer),
        may_carry=asked and version.number > 1 and may_approve(viewer, policy),
    )
