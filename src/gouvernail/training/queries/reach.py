"""To whom an assignment applies, worked out in the database, whatever their number."""

from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from gouvernail.people.models import Person, RoleGrant
from gouvernail.training.models import Assignment


def grants_in_force(today: date) -> QuerySet[RoleGrant]:
    """Return the grants in force on a day. No query by itself."""
    return RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        revoked_at__isnull=True,
    )


def reached(assignment: Assignment, *, today: date) -> QuerySet[Person]:
    """Return the people an assignment applies to on a day: one query when iterated.

    Active people at home in its unit or below, or with a role there; who also have one of its
    roles there, and access to an account of its networks and of its risks, where it names some.
    """
    people = Person.objects.filter(is_active=True, status=Person.Status.ACTIVE)
    if assignment.person_id is not None:
        return people.filter(pk=assignment.person_id)
    path = assignment.unit.path
    there = grants_in_force(today).filter(person=OuterRef("pk"), unit__path__startswith=path)
    people = people.filter(Q(home_unit__path__startswith=path) | Exists(there))
    if assignment.roles:
        above = {path[: at + 1] for at, mark in enumerate(path) if mark == "/"}
        held = grants_in_force(today).filter(person=OuterRef("pk"), role__in=assignment.roles)
        where = Q(unit__path__startswith=path) | Q(unit__path__in=above)
        people = people.filter(Exists(held.filter(where)))
    if assignment.networks or assignment.risks:
        holders = import_string(settings.TRAINING_REACH)
        people = people.filter(holders(networks=assignment.networks, risks=assignment.risks))
    return people
