"""Who reads and who writes policies."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import active_grants
from gouvernail.policies.errors import PolicyNotFoundError
from gouvernail.policies.models import Policy


def visible_policies(viewer: Person) -> QuerySet[Policy]:
    """Return the policies that bind `viewer`: those of the units above and below their roles.

    A policy of a unit binds everything below it; whoever may edit policies also sees those below.
    """
    condition = Q(pk__in=[])
    for grant in active_grants(viewer):
        path = grant.unit.path
        above = [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]
        condition |= Q(unit__path__in=above) | Q(unit__path__startswith=path)
    return Policy.objects.filter(condition, archived_at__isnull=True)


def visible_policy(*, viewer: Person, slug: str = "", policy_id: UUID | None = None) -> Policy:
    """Return one policy by its short name or its id, unit and owner loaded.

    Raises:
        PolicyNotFoundError: missing or hidden.
    """
    wanted = Q(slug=slug) if slug else Q(pk=policy_id)
    rows = visible_policies(viewer).filter(wanted).select_related("unit", "owner")
    policy = rows.first()
    if policy is None:
        raise PolicyNotFoundError
    return policy
