"""The policy people already have, taken as one dated file."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.policies.actions import (
    PolicyFacts,
    attach_file,
    create_policy,
    draft_version,
    take_over_version,
)
from gouvernail.policies.models import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFileFacts:
    """What is known of the file: `in_force_on` is its own date, not today's."""

    title: str
    unit_id: UUID
    owner_id: UUID
    in_force_on: date
    review_months: int = 12
    must_sign: bool = False


@action("onboarding.take_policy_file")
def take_policy_file(
    *, facts: PolicyFileFacts, name: str, content: bytes, by: Person, at: datetime
) -> Policy:
    """Put a PDF or a Word file in force as a policy; nobody is asked to sign it unless said.

    Raises:
        PolicyInvalidError: the file or an answer cannot be taken; nothing was written.
        RightMissingError: `by` may not write policies for that unit.
    """
    policy = create_policy(
        facts=PolicyFacts(
            slug=_free_slug(facts.title),
            title=facts.title,
            unit_id=facts.unit_id,
            owner_id=facts.owner_id,
            review_months=facts.review_months,
            must_sign=facts.must_sign,
        ),
        by=by,
        at=at,
    )
    version = draft_version(policy_id=policy.pk, by=by, at=at)
    attach_file(version_id=version.pk, name=name, content=content, by=by, at=at)
    return take_over_version(version_id=version.pk, in_force_on=facts.in_force_on, by=by, at=at)


def _free_slug(title: str) -> str:
    """Return a short name nobody has. A few queries where titles repeat."""
    base = slugify(title)[:50].strip("-") or slugify(_("policy"))
    slug, number = base, 1
    while Policy.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
