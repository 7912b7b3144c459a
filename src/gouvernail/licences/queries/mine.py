"""What waits about licences for one person, for Today."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from gouvernail.licences.models import Act, Requirement, Standing
from gouvernail.licences.permissions import may_agree
from gouvernail.licences.queries.requirements import requirements_waiting
from gouvernail.licences.queries.team import SOON
from gouvernail.people.models import Person

COUNTED: Final = (Act.PUBLISH, Act.APPROVE)


def ending_or_lost(person: Person, *, at: datetime) -> QuerySet[Standing]:
    """Return the licence of somebody to publish or to agree that is lost, or ends first, if any.

    As of the last look. One query when iterated.
    """
    rows = Standing.objects.filter(person=person, act__in=COUNTED)
    rows = rows.filter(Q(ok=False) | Q(until__gt=at, until__lte=at + SOON))
    return rows.order_by("ok", "until", "pk")[:1]


def to_agree(person: Person) -> QuerySet[Requirement]:
    """Return what waits for a second person and may be this one. One query, or none."""
    if not may_agree(person):
        return Requirement.objects.none()
    return requirements_waiting().exclude(asked_by=person)
