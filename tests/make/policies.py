"""Makers of policies."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.people.models import Person, Unit
from gouvernail.policies.actions import (
    PolicyFacts,
    create_policy,
    draft_version,
    put_version_in_force,
    write_clauses,
)
from gouvernail.policies.models import CommentSpace, Policy, PolicyVersion
from gouvernail.policies.queries import version_digest
from gouvernail.policies.starters import starter
from tests.make.registry import make_account

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
        source_en=source_en or ("" if source else starter("charter", "en")),
    )


def make_version(policy: Policy, *, by: Person, source: str, source_en: str = "") -> Policy:
    """Return the policy with a further version in force, as if a second person had agreed to it."""
    version = make_draft_version(policy, by=by, source=source, source_en=source_en)
    version.status, version.in_force_on = PolicyVersion.Status.AGREED, NOON.date()
    version.agreed_by, version.digest = by, version_digest(version)
    version.save()
    put_version_in_force(version_id=version.pk, at=NOON)
    policy.refresh_from_db()
    return policy


def make_moderated(*, by: Person, unit: Unit | None = None, slug: str = "comments") -> CommentSpace:
    """Return the open rules of an account of a unit that `by` leads: one clause, one reason."""
    unit = unit or by.home_unit
    assert unit is not None
    policy = Policy.objects.create(
        slug=slug, title="Commentaires", unit=unit, owner=by, audience="external", must_sign=False
    )
    make_version(policy, by=by, source="## 1 Un\n\nPas d’injure.\n")
    policy.reasons.create(anchor="1", act="hide", label="Injure", label_en="Insult")
    account = make_account(unit=unit)
    return CommentSpace.objects.create(
        policy=policy, account_id=account.pk, name=account.name, network=account.network,
        contact="moderation@example.org", is_public=True,
    )  # fmt: skip


def make_draft_version(
    policy: Policy, *, by: Person, source: str, source_en: str = ""
) -> PolicyVersion:
    """Return the next version of a policy, written and not submitted."""
    version = draft_version(policy_id=policy.pk, by=by, at=NOON)
    return write_clauses(version_id=version.pk, source=source, source_en=source_en, by=by, at=NOON)


def make_policy_life(unit: Unit, place: str, *, by: Person) -> dict[str, Any]:
    """Return a policy asked to be archived whose second version waits for approval, by `by`."""
    policy = Policy.objects.create(
        slug=f"coming-{place}", title="Charte", unit=unit, owner=by,
        archive_asked_by=by, archive_asked_at=NOON, archive_reason="Replaced.",
    )  # fmt: skip
    make_version(policy, by=by, source="## 1 Principe\n\nÊtre vrai.\n")
    version = make_draft_version(policy, by=by, source="## 1 Principe\n\nÊtre exact.\n")
    version.status, version.in_force_on = PolicyVersion.Status.APPROVAL, NOON.date()
    version.submitted_by, version.submitted_at = by, NOON
    version.digest = version_digest(version)
    version.save()
    return {"policy-coming": policy.slug, "coming-digest": version.digest}
