"""A campaign: planned, changed, opened on its day, closed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.signing.actions.following import take_in
from gouvernail.signing.errors import (
    CampaignInvalidError,
    CampaignNotFoundError,
    CampaignStateError,
)
from gouvernail.signing.models import Campaign
from gouvernail.signing.permissions import require_planner, visible_campaign
from gouvernail.signing.queries.quizzes import quizzes_to_choose

LONGEST: Final = timedelta(days=366)
Status = PolicyVersion.Status
SIGNABLE: Final = (Status.AGREED, Status.IN_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What whoever plans a campaign says of it; no unit, no role: all whom the policy binds."""

    opens_on: date
    due_on: date
    units: tuple[UUID, ...] = ()
    roles: tuple[str, ...] = ()
    quiz_id: UUID | None = None
    step_up: bool = True
    reminds: bool = True
    owner_id: UUID | None = field(default=None)


@action("signing.plan_campaign")
def plan_campaign(*, version_id: UUID, plan: Plan, by: Person, at: datetime) -> Campaign:
    """Plan the signatures of a version in force, or agreed and to come; open it if its day is here.

    It never opens before the version binds.

    Raises:
        CampaignInvalidError: a day, a unit or a role cannot be, or there is one already.
        PolicyNotFoundError, RightMissingError: nothing was planned.
    """
    version = _signable(version_id, by)
    _refuse_wrong(plan, version, at=at)
    if Campaign.objects.filter(version=version, status__in=Campaign.GOING).exists():
        raise CampaignInvalidError({"opens_on": _("This version has its campaign already.")})
    before = Campaign.objects.filter(version__policy=version.policy_id, status="closed")
    campaign = Campaign(version=version, planned_at=at, follows=before.order_by("-pk").first())
    _take(campaign, plan, by=by)
    campaign.save()
    record(actor=by, verb="signature_campaign.planned", subject=campaign, at=at)
    open_if_due(campaign, actor=by, at=at)
    return campaign


@action("signing.change_campaign")
def change_campaign(*, campaign_id: UUID, plan: Plan, by: Person, at: datetime) -> Campaign:
    """Change a campaign that goes on; who is asked follows at once.

    Raises:
        CampaignStateError: it is closed.
        CampaignInvalidError, CampaignNotFoundError, RightMissingError: nothing was changed.
    """
    campaign = _going(campaign_id, by)
    if campaign.status == Campaign.Status.OPEN and plan.opens_on != campaign.opens_on:
        raise CampaignInvalidError({"opens_on": _("It is open already.")})
    _refuse_wrong(plan, campaign.version, at=at, opened=campaign.status == Campaign.Status.OPEN)
    former = campaign.due_on
    _take(campaign, plan, by=campaign.owner)
    campaign.save()
    if campaign.due_on != former:
        campaign.lines.filter(state="waiting", due_on=former).update(due_on=campaign.due_on)
    record(actor=by, verb="signature_campaign.changed", subject=campaign, at=at)
    if campaign.status == Campaign.Status.OPEN:
        take_in(campaign, actor=by, at=at)
    open_if_due(campaign, actor=by, at=at)
    return campaign


@action("signing.close_campaign")
def close_campaign(*, campaign_id: UUID, by: Person, at: datetime) -> Campaign:
    """Close a campaign: nobody is asked or reminded any more; what was signed stays.

    Raises:
        CampaignStateError: it is closed.
        CampaignNotFoundError, RightMissingError: nothing was changed.
    """
    campaign = _going(campaign_id, by)
    planned = campaign.status == Campaign.Status.PLANNED
    because = Campaign.Because.CANCELLED if planned else Campaign.Because.ENDED
    _close(campaign, because, actor=by, at=at)
    return campaign


@action("signing.close_superseded")
def close_superseded(*, policy_id: UUID, version_id: UUID, at: datetime) -> int:
    """Close the campaigns of earlier versions once another binds; return how many. Idempotent."""
    rows = Campaign.objects.select_for_update(of=("self",)).filter(
        version__policy=policy_id,
        version__status=Status.SUPERSEDED,
        status__in=Campaign.GOING,
    )
    campaigns = list(rows.exclude(version=version_id))
    for campaign in campaigns:
        _close(campaign, Campaign.Because.SUPERSEDED, actor=machine("worker"), at=at)
    return len(campaigns)


@action("signing.open_campaign")
def open_campaign(*, campaign_id: UUID, at: datetime) -> bool:
    """Open a planned campaign whose day has come; return whether it did."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("version__policy__unit")
    campaign = rows.filter(pk=campaign_id, status=Campaign.Status.PLANNED).first()
    return campaign is not None and open_if_due(campaign, actor=machine("worker"), at=at)


def open_if_due(campaign: Campaign, *, actor: Person | Actor, at: datetime) -> bool:
    """Open a campaign when its day is here and its version binds; return whether it did."""
    if (
        campaign.status != Campaign.Status.PLANNED
        or campaign.opens_on > site_day(at)
        or campaign.version.status != Status.IN_FORCE
    ):
        return False
    campaign.status, campaign.opened_at = Campaign.Status.OPEN, at
    campaign.save(update_fields=("status", "opened_at"))
    take_in(campaign, actor=actor, at=at, verb="signature_campaign.opened")
    return True


def _close(
    campaign: Campaign, because: Campaign.Because, *, actor: Person | Actor, at: datetime
) -> None:
    campaign.status, campaign.closed_at = Campaign.Status.CLOSED, at
    campaign.closed_because = because
    campaign.save(update_fields=("status", "closed_at", "closed_because"))
    record(actor=actor, verb="signature_campaign.closed", subject=campaign, at=at)


def _signable(version_id: UUID, by: Person) -> PolicyVersion:
    version = PolicyVersion.objects.filter(pk=version_id, status__in=SIGNABLE).first()
    if version is None:
        raise CampaignNotFoundError
    version.policy = visible_policy(policy_id=version.policy_id, viewer=by)
    require_planner(by, version.policy)
    return version


def _going(campaign_id: UUID, by: Person) -> Campaign:
    campaign = visible_campaign(campaign_id, viewer=by, lock=True)
    require_planner(by, campaign.version.policy)
    if campaign.status not in Campaign.GOING:
        raise CampaignStateError(str(campaign.get_status_display()))
    return campaign


def _take(campaign: Campaign, plan: Plan, *, by: Person) -> None:
    campaign.owner_id = plan.owner_id or by.pk
    campaign.opens_on, campaign.due_on = plan.opens_on, plan.due_on
    campaign.units = sorted(str(one) for one in plan.units)
    campaign.roles = sorted(plan.roles)
    campaign.quiz_id = plan.quiz_id
    campaign.step_up, campaign.reminds = plan.step_up, plan.reminds


def _wrong_beginning(plan: Plan, version: PolicyVersion, today: date) -> dict[str, str]:
    if plan.opens_on < today:
        return {"opens_on": _("This day is past.")}
    if version.in_force_on and plan.opens_on < version.in_force_on:
        return {"opens_on": _("The version does not bind yet on that day.")}
    return {}


def _refuse_wrong(
    plan: Plan, version: PolicyVersion, *, at: datetime, opened: bool = False
) -> None:
    today = site_day(at)
    wrong = {} if opened else _wrong_beginning(plan, version, today)
    if plan.due_on < max(plan.opens_on, today):
        wrong["due_on"] = _("This day comes before it opens, or is past.")
    elif plan.due_on - plan.opens_on > LONGEST:
        wrong["due_on"] = _("That is more than a year.")
    units = Unit.objects.filter(pk__in=plan.units, status=Unit.Status.OPEN).count()
    if units != len(set(plan.units)):
        wrong["units"] = _("Choose units that are open.")
    if set(plan.roles) - set(Role.values):
        wrong["roles"] = _("Choose among the roles.")
    if plan.quiz_id and plan.quiz_id not in dict(quizzes_to_choose()):
        wrong["quiz"] = _("Choose a quiz that is in use.")
    if wrong:
        raise CampaignInvalidError(wrong)
