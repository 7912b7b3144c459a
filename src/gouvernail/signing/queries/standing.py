"""Who holds a signature that counts, of which policy, at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from gouvernail.people.models import Person
from gouvernail.policies.models import CarryOver, Policy, PolicyVersion, Signature

BOUND = (PolicyVersion.Status.IN_FORCE, PolicyVersion.Status.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class _Version:
    number: int
    first: int  # the earliest number whose signatures count for it
    pk: UUID


def holds(person: Person, policy: Policy, *, at: datetime) -> bool:
    """Return whether `person` had signed, at an instant, what `policy` then said. Two queries."""
    return (person.pk, policy.pk) in signed_current([person.pk], [policy.pk], at=at)


def signed_current(
    people: Iterable[UUID], policies: Iterable[UUID], *, at: datetime
) -> set[tuple[UUID, UUID]]:
    """Return the pairs (person, policy) whose signature counts for the version that bound `at`.

    A signature of an earlier version counts where an approver carried it over. A policy without a
    version in force then is in no pair. Two queries, whatever the number of people and policies.
    """
    counting = _counting(policies, at=at)
    if not counting:
        return set()
    rows = Signature.objects.filter(
        version__in=list(counting), person__in=list(people), at__lte=at
    ).values_list("person_id", "version_id")
    return {(person, counting[version]) for person, version in rows}


def _counting(policies: Iterable[UUID], *, at: datetime) -> dict[UUID, UUID]:
    """Return the versions whose signatures count at an instant, each with its policy. One query."""
    carried = CarryOver.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at), version=OuterRef("pk"), decided_at__lte=at
    )
    rows = (
        PolicyVersion.objects.filter(
            policy__in=list(policies), status__in=BOUND, published_at__lte=at
        )
        .annotate(first=Subquery(carried.values("origin__number")[:1]))
        .values_list("policy_id", "number", "first", "pk")
    )
    versions: dict[UUID, list[_Version]] = {}
    for policy, number, first, key in rows:
        versions.setdefault(policy, []).append(_Version(number, first or number, key))
    return {
        one.pk: policy
        for policy, all_of_it in versions.items()
        for latest in [max(all_of_it, key=lambda one: one.number)]
        for one in all_of_it
        if latest.first <= one.number
    }
