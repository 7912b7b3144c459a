"""Makers of campaigns of signatures."""

from datetime import date, datetime, timedelta
from typing import Any

from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy
from gouvernail.policies.queries import version_in_force
from gouvernail.signing.actions import Plan, plan_campaign
from gouvernail.signing.models import Campaign
from tests.make.policies import NOON


def make_campaign(policy: Policy, *, by: Person, at: datetime = NOON, **fields: Any) -> Campaign:
    """Return an open campaign of the version in force, due in two weeks, as if it began `at`."""
    version = version_in_force(policy)
    assert version is not None
    opens = site_day(at)
    given: dict[str, Any] = {"opens_on": opens, "due_on": opens + timedelta(days=14)}
    plan = Plan(**given | {"step_up": False} | fields)
    return plan_campaign(version_id=version.pk, plan=plan, by=by, at=at)


def day(text: str) -> date:
    """Return the day that `text` names, in ISO form."""
    return date.fromisoformat(text)
