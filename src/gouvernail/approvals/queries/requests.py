"""Requests under way and what was said about them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.approvals.models import Decision, Look, Remark, Request, RequestStep
from gouvernail.approvals.permissions import replaced_by, visible_request
from gouvernail.people.models import Person, Role
from gouvernail.people.permissions import active_grants


def awaiting(person: Person, *, at: datetime, kind: str = "") -> QuerySet[Request]:
    """Return the requests that `person` could decide now, most urgent first.

    Their own seats and those of people they replace; never what they wrote. Two queries before
    the rows, plus one for each person replaced.
    """
    condition = _open_to(person)
    for absent in replaced_by(person, at=at):
        condition |= _open_to(absent)
    decided = Decision.objects.filter(
        request=OuterRef("pk"), person=person, step__status=RequestStep.Status.OPEN
    )
    rows = (
        Request.objects.filter(condition, status=Request.Status.PENDING)
        .exclude(submitted_by=person)
        .exclude(editor_rows__person=person)
        .exclude(Exists(decided))
    )
    if kind:
        rows = rows.filter(subject_kind=kind)
    return (
        rows.select_related("unit", "submitted_by", "claimed_by", "route")
        .prefetch_related("steps")
        .order_by("steps__due_at", "pk")
        .distinct()
    )


def _open_to(person: Person) -> Q:
    condition = Q(pk__in=[])
    for grant in active_grants(person):
        if grant.role == Role.REVIEWER:
            condition |= Q(
                unit__path__startswith=grant.unit.path,
                steps__status=RequestStep.Status.OPEN,
                steps__seat_rows__seat=grant.seat,
            )
    return condition


def request_for(request_id: UUID | str, *, viewer: Person) -> Request:
    """Return one request, steps and decisions loaded. Four queries.

    Raises:
        RequestNotFoundError: missing or hidden.
    """
    return visible_request(request_id, viewer=viewer)


def last_request(kind: str, subject_id: UUID) -> Request | None:
    """Return the latest request about a subject, whatever became of it. One query."""
    rows = Request.objects.filter(subject_kind=kind, subject_id=subject_id)
    return rows.select_related("route", "submitted_by", "claimed_by").order_by("-pk").first()


def has_decided(request: Request, *, by: Person, verdict: str, digest: str) -> bool:
    """Return whether `by` already decided so on exactly that. One query.

    The second click of a double click asks for what the first one did: it is not a conflict.
    """
    return request.decisions.filter(person=by, verdict=verdict, digest=digest).exists()


def steps_of(request: Request) -> list[RequestStep]:
    """Return the steps in order, decisions and their people loaded. Two queries."""
    return list(
        request.steps.prefetch_related("decisions__person", "decisions__on_behalf_of").order_by(
            "position"
        )
    )


def decisions_of(kind: str, subject_id: UUID) -> QuerySet[Decision]:
    """Return every decision ever made on a subject, oldest first. One query."""
    return (
        Decision.objects.filter(request__subject_kind=kind, request__subject_id=subject_id)
        .select_related("person", "on_behalf_of", "request", "step")
        .order_by("at")
    )


def remarks_of(kind: str, subject_id: UUID) -> QuerySet[Remark]:
    """Return what reviewers told one another, oldest first. One query."""
    return Remark.objects.filter(subject_kind=kind, subject_id=subject_id).select_related("person")


def last_look(kind: str, subject_id: UUID, person: Person) -> Look | None:
    """Return which revision `person` saw last. One query."""
    return Look.objects.filter(subject_kind=kind, subject_id=subject_id, person=person).first()
