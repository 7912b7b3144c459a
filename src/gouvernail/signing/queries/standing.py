"""Who holds a signature that counts, of which policy, at an instant."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from gouvernail.people.models import Person
from gouvernail.policies.models import Policy, PolicyVersion, Signature

BOUND = (PolicyVersion.Status.IN_FORCE, PolicyVersion.Status.SUPERSEDED)


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
    rows = PolicyVersion.objects.filter(
        policy__in=list(policies), status__in=BOUND, published_at__lte=at
    ).values_list("policy_id", "number", "pk")
    latest: dict[UUID, tuple[int, UUID]] = defaultdict(lambda: (0, UUID(int=0)))
    for policy, number, version in rows:
        latest[policy] = max(latest[policy], (number, version))
    return {version: policy for policy, (_number, version) in latest.items()}
