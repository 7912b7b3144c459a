"""Whom a consultation asks, and who of them has read it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.consultations.models import Consultation, ConsultationLine, Reading
from gouvernail.foundation.clock import today
from gouvernail.people.models import Person, RoleGrant
from gouvernail.policies.queries import in_scope

Mode, Kind = ConsultationLine.Mode, ConsultationLine.Kind


def asked_people(consultation: Consultation) -> QuerySet[Person]:
    """Return who a consultation asks today: who joined or moved meanwhile follows.

    One query for its lines, one when iterated; its policy and unit loaded.
    """
    lines = list(consultation.lines.select_related("unit"))
    bound = Q(pk__in=in_scope(consultation.policy).values("pk"))
    for kind in Kind.values:
        only = [one for one in lines if one.mode == Mode.ONLY and one.kind == kind]
        if only:
            bound &= _any(only)
    also = [one for one in lines if one.mode == Mode.ALSO]
    asked = bound | _any(also) if also else bound
    return Person.objects.filter(asked, is_active=True)


def _any(lines: list[ConsultationLine]) -> Q:
    found = Q()
    for line in lines:
        if line.unit is not None:
            found |= Q(home_unit__path__startswith=line.unit.path)
        elif line.role:
            found |= Q(Exists(_holders(line.role)))
        else:
            found |= Q(pk=line.person_id)
    return found


def _holders(role: str) -> QuerySet[RoleGrant]:
    day = today()
    return RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        person=OuterRef("pk"),
        role=role,
        revoked_at__isnull=True,
    )


def unread_people(consultation: Consultation) -> QuerySet[Person]:
    """Return who is asked and has not opened it. One query for its lines, one when iterated."""
    read = Reading.objects.filter(consultation=consultation, person=OuterRef("pk"))
    return asked_people(consultation).exclude(Exists(read))
