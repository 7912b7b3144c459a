"""Signatures: the charter is being signed, some are late, one person objects."""

from datetime import timedelta
from typing import Final

from demo.team import Site
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy
from gouvernail.policies.queries import version_in_force
from gouvernail.signing.actions import Plan, make_objection, plan_campaign, remind
from gouvernail.signing.models import Campaign, Line

OPENED: Final = 12  # days ago
LASTS: Final = timedelta(days=14)
OBJECTION: Final = (
    "La clause sur les comptes personnels : j’anime un club de photo, et je signe de mon nom. "
    "Faut-il y dire où je travaille ?"
)
OBJECTION_EN: Final = (
    "The clause on personal accounts: I run a photography club under my own name. "
    "Must I say there where I work?"
)


def load_signatures(site: Site) -> None:
    """Open a campaign of the charter; those who signed long ago count, the others are asked."""
    policy = Policy.objects.get(slug="charter")
    version = version_in_force(policy)
    if version is None:
        return
    at = site.before(days=OPENED)
    plan = Plan(opens_on=site_day(at), due_on=site_day(at) + LASTS)
    campaign = plan_campaign(version_id=version.pk, plan=plan, by=site.lead, at=at)
    remind(at=at + timedelta(minutes=5))
    _object(site, campaign)


def _object(site: Site, campaign: Campaign) -> None:
    """Have one of those who have not signed say why."""
    waiting = Line.objects.filter(campaign=campaign, state=Line.State.WAITING)
    rows = Person.objects.filter(pk__in=waiting.values("person")).exclude(pk=site.lead.pk)
    person = rows.order_by("name").first()
    if person is not None:
        words = OBJECTION_EN if person.language == "en" else OBJECTION
        at = site.before(days=OPENED - 2)
        make_objection(campaign_id=campaign.pk, words=words, by=person, at=at)
