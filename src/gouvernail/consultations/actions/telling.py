"""Who is told what about a consultation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.consultations.models import Consultation
from gouvernail.foundation.actors import Actor
from gouvernail.notifications.actions import Message, tell, titles_of
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.policies.models import Policy

CLOCK: Final = Actor(kind="machine", ref="consultations", auth="worker")
# Said in full: what is left out would be filled in with the session that asks.
NOBODY: Final = Actor(kind="machine", ref="consultations", auth="anonymous")


def tell_of(
    consultation: Consultation,
    kind: str,
    *,
    people: Iterable[UUID],
    once: str,
    at: datetime,
    to: str = "consultations:consultation-detail",
) -> int:
    """Tell each person once of what became of a consultation; `once` names the occasion."""
    message = Message(
        kind=f"consultation.{kind}",
        once=f"consultation:{consultation.pk.hex}:{once}",
        path=reverse(to, args=[consultation.pk]),
        facts=titles_of(consultation.policy),
        subject_kind=Consultation.ledger_kind,
        subject_id=str(consultation.pk),
    )
    return tell(people=people, message=message, at=at)


def tell_of_suggestions(
    policy: Policy, kind: str, *, people: Iterable[UUID], once: str, at: datetime
) -> int:
    """Tell each person once of a suggestion about a policy."""
    message = Message(
        kind=f"consultation.{kind}",
        once=f"suggestion:{policy.pk.hex}:{once}",
        path=reverse("consultations:suggestion-list", args=[policy.slug]),
        facts=titles_of(policy),
        subject_kind=Policy.ledger_kind,
        subject_id=str(policy.pk),
    )
    return tell(people=people, message=message, at=at)


def runners(policy: Policy) -> set[UUID]:
    """Return who runs consultations of a policy: its owner, else who writes policies there."""
    if policy.owner.is_active:
        return {policy.owner_id}
    return set(holders_of_right(Right.EDIT_POLICIES, unit=policy.unit).values_list("pk", flat=True))
