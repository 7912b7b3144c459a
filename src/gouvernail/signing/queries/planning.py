"""What is needed to plan a campaign."""

from uuid import UUID

from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.signing.errors import CampaignNotFoundError
from gouvernail.signing.models import Campaign
from gouvernail.signing.permissions import require_planner


def version_to_plan(version_id: UUID, *, viewer: Person) -> PolicyVersion:
    """Return a version, agreed or in force, that `viewer` may plan signatures of. Some queries.

    Raises:
        CampaignNotFoundError: there is none.
        PolicyNotFoundError, RightMissingError: it is not theirs.
    """
    signable = (PolicyVersion.Status.AGREED, PolicyVersion.Status.IN_FORCE)
    version = PolicyVersion.objects.filter(pk=version_id, status__in=signable).first()
    if version is None:
        raise CampaignNotFoundError
    version.policy = visible_policy(policy_id=version.policy_id, viewer=viewer)
    require_planner(viewer, version.policy)
    return version


def campaign_before(version: PolicyVersion) -> Campaign | None:
    """Return the last campaign of an earlier version of the same policy. One query."""
    rows = Campaign.objects.filter(version__policy=version.policy_id).exclude(version=version)
    return rows.select_related("version").order_by("-pk").first()


def units_and_roles(campaign: Campaign) -> list[str]:
    """Return the units and the roles that narrow a campaign, in the reader's words. One query."""
    units = Unit.objects.filter(pk__in=campaign.units).order_by("path") if campaign.units else []
    return [one.label for one in units] + [str(Role(one).label) for one in campaign.roles]
