"""Who plans campaigns, who follows them, and who sees which people of them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, require, scope
from gouvernail.policies.models import Policy
from gouvernail.policies.permissions import visible_policies
from gouvernail.signing.errors import CampaignNotFoundError
from gouvernail.signing.models import Campaign, Line, Objection

RELATED = ("version__policy__unit", "owner")


def may_follow_somewhere(person: Person) -> bool:
    """Return whether `person` follows campaigns: plans them, or answers for people."""
    return may(person, Right.MANAGE_PEOPLE) or may(person, Right.EDIT_POLICIES)


def visible_campaigns(viewer: Person) -> QuerySet[Campaign]:
    """Return the campaigns `viewer` follows: of policies they may read, if they answer for people.

    Those who write policies follow them too. One query for the grants.
    """
    if not may_follow_somewhere(viewer):
        return Campaign.objects.none()
    both = visible_policies(viewer) | visible_policies(viewer, archived=True)
    return Campaign.objects.filter(version__policy__in=both.values("pk"))


def visible_campaign(campaign_id: UUID | str, *, viewer: Person, lock: bool = False) -> Campaign:
    """Return one campaign that `viewer` follows, its policy loaded.

    Raises:
        CampaignNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if not is_uuid(str(campaign_id)):
        raise CampaignNotFoundError
    if lock:
        Campaign.objects.select_for_update().filter(pk=campaign_id).first()
    rows = visible_campaigns(viewer).select_related(*RELATED)
    campaign = rows.filter(pk=campaign_id).first()
    if campaign is None:
        raise CampaignNotFoundError
    return campaign


def require_planner(person: Person, policy: Policy) -> None:
    """Refuse unless `person` may plan campaigns of a policy: who may write it.

    Raises:
        RightMissingError: others do.
    """
    require(person, Right.EDIT_POLICIES, unit=policy.unit)


def may_plan(person: Person, policy: Policy) -> bool:
    """Return whether `person` may plan, change and close campaigns of a policy."""
    return may(person, Right.EDIT_POLICIES, unit=policy.unit)


def followed(viewer: Person, campaign: Campaign) -> Q:
    """Return the filter on lines that `viewer` may see: of the units whose people they manage.

    All of them for whoever plans the campaign. No query.
    """
    if may_plan(viewer, campaign.version.policy):
        return Q()
    return scope(viewer, Right.MANAGE_PEOPLE, "unit__path")


def visible_objection(objection_id: UUID, *, viewer: Person) -> Objection:
    """Return one objection, of a campaign that `viewer` follows.

    Raises:
        CampaignNotFoundError: missing or hidden; the caller cannot tell which.
    """
    rows = Objection.objects.filter(campaign__in=visible_campaigns(viewer))
    objection = rows.filter(pk=objection_id).first()
    if objection is None:
        raise CampaignNotFoundError
    return objection


def answered_for(viewer: Person) -> Q:
    """Return the filter on what stands in a unit whose people `viewer` manages. No query."""
    return scope(viewer, Right.MANAGE_PEOPLE, "unit__path")


def units_answered_for(viewer: Person) -> QuerySet[Unit]:
    """Return the units whose people `viewer` manages, in the order of the tree. One query."""
    return Unit.objects.filter(scope(viewer, Right.MANAGE_PEOPLE)).order_by("path")


def own_line(campaign_id: UUID | str, *, person: Person, lock: bool = False) -> Line:
    """Return the line of `person` in a campaign, its policy loaded.

    Raises:
        CampaignNotFoundError: there is no such campaign, or it does not ask them.
    """
    if not is_uuid(str(campaign_id)):
        raise CampaignNotFoundError
    rows = Line.objects.filter(campaign__pk=campaign_id, person=person)
    if lock:
        rows.select_for_update().first()
    line = rows.select_related("campaign__version__policy__unit", "person", "signature").first()
    if line is None or line.campaign.status == Campaign.Status.PLANNED:
        raise CampaignNotFoundError
    return line
