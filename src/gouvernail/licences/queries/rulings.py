"""Waivers and restrictions, as rows."""

from datetime import datetime

from django.db.models import Q, QuerySet

from gouvernail.licences.models import Restriction, Waiver
from gouvernail.licences.permissions import ANSWERS
from gouvernail.people.models import Person
from gouvernail.people.permissions import may, may_overall, scope


def waivers_of(person: Person) -> QuerySet[Waiver]:
    """Return the waivers of somebody, latest first. One query when iterated."""
    rows = Waiver.objects.filter(person=person).select_related("asked_by", "decided_by")
    return rows.order_by("-asked_at", "-pk")


def restrictions_of(person: Person, *, at: datetime) -> QuerySet[Restriction]:
    """Return what holds somebody back, or soon will. One query when iterated."""
    rows = Restriction.objects.filter(person=person, lifted_at__isnull=True)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=at))
    return rows.select_related("by").order_by("starts_at", "pk")


def waivers_to_decide(person: Person) -> QuerySet[Waiver]:
    """Return the waivers that wait for somebody's answer. One query, none where they give none."""
    if not may(person, ANSWERS):
        return Waiver.objects.none()
    answered_for = scope(person, ANSWERS, "person__home_unit__path")
    if may_overall(person, ANSWERS):
        answered_for |= Q(person__home_unit__isnull=True)
    rows = Waiver.objects.filter(answered_for, status=Waiver.Status.ASKED)
    rows = rows.exclude(person=person).select_related("person__home_unit")
    return rows.order_by("asked_at", "pk")
