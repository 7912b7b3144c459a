"""Makers of policies."""

from datetime import UTC, date, datetime

from gouvernail.people.models import Person
from gouvernail.policies.actions import (
    PolicyFacts,
    create_policy,
    draft_version,
    publish_version,
    write_clauses,
)
from gouvernail.policies.models import Policy
from gouvernail.policies.starters import starter

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_charter(*, by: Person, source: str = "", source_en: str = "") -> Policy:
    """Return a charter in force over the unit `by` leads; the starter's text by default."""
    unit = by.home_unit
    assert unit is not None
    facts = PolicyFacts(
        slug="charter",
        title="Charte des réseaux sociaux",
        title_en="Social media charter",
        unit_id=unit.pk,
        owner_id=by.pk,
    )
    policy = create_policy(facts=facts, by=by, at=NOON)
    return make_version(
        policy,
        by=by,
        source=source or starter("charter", "fr"),
        source_en=source_en or starter("charter", "en"),
    )


def make_version(policy: Policy, *, by: Person, source: str, source_en: str = "") -> Policy:
    """Return the policy with a further version in force."""
    version = draft_version(policy_id=policy.pk, by=by, at=NOON)
    write_clauses(version_id=version.pk, source=source, source_en=source_en, by=by, at=NOON)
    return publish_version(version_id=version.pk, in_force_on=date(2026, 11, 17), by=by, at=NOON)
