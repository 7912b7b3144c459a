"""Who is told what became of a version, or of a policy."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.notifications.actions import Message, tell, titles_of
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy, PolicyVersion


def tell_of_version(
    version: PolicyVersion, kind: str, *, people: Iterable[UUID], by: Person | None, at: datetime
) -> None:
    """Tell each person what became of a version, once for each time it happens. One statement."""
    message = Message(
        kind=f"policy.{kind}",
        once=f"policy_version:{version.pk}:{kind}:{at:%Y%m%d%H%M%S}",
        path=reverse("policies:policy-version", args=[version.policy.slug, version.number]),
        facts={**titles_of(version.policy), "by": by.name if by else ""},
        subject_kind="policy_version",
        subject_id=str(version.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_policy(
    policy: Policy, kind: str, *, once: str, people: Iterable[UUID], by: Person | None, at: datetime
) -> None:
    """Tell each person what is asked of a policy; `once` names the occasion. One statement."""
    message = Message(
        kind=f"policy.{kind}",
        once=f"policy:{policy.pk}:{kind}:{once}",
        path=reverse("policies:policy-detail", args=[policy.slug]),
        facts={**titles_of(policy), "by": by.name if by else ""},
        subject_kind="policy",
        subject_id=str(policy.pk),
    )
    tell(people=people, message=message, at=at)


def hands_of(version: PolicyVersion) -> set[UUID]:
    """Return who wrote words of a version or submitted it, and who owns its policy. No query."""
    return {UUID(one) for one in version.hands} | {version.policy.owner_id}
