"""Whom a campaign asks, and those of them who are away."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Absence, Person, RoleGrant, Unit
from gouvernail.policies.queries import in_scope
from gouvernail.signing.models import Campaign, Line


def people_of(campaign: Campaign, *, at: datetime) -> QuerySet[Person]:
    """Return whom a campaign asks on the day of `at`, its version and policy loaded.

    The people whom its policy binds, narrowed by its units (and below) and its roles; somebody of
    two of its units counts once. One query, another when iterated.
    """
    people = in_scope(campaign.version.policy)
    if campaign.units:
        paths = Unit.objects.filter(pk__in=campaign.units).values_list("path", flat=True)
        below = [Q(home_unit__path__startswith=path) for path in paths]
        people = people.filter(reduce(or_, below, Q(pk__in=[])))
    if campaign.roles:
        today = site_day(at)
        held = RoleGrant.objects.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            person=OuterRef("pk"),
            role__in=campaign.roles,
            revoked_at__isnull=True,
        )
        people = people.filter(Exists(held))
    return people


def away(field: str, *, at: datetime) -> Exists:
    """Return the condition that the person of `field` is away at an instant. No query."""
    return Exists(
        Absence.objects.filter(
            person=OuterRef(field), cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
        )
    )


def lines_of(campaign: Campaign) -> QuerySet[Line]:
    """Return the lines of a campaign. No query."""
    return Line.objects.filter(campaign=campaign)
