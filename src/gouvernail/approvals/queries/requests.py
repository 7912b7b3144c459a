"""Requests under way and what was said about them."""

from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from gouvernail.approvals.models import (
    Decision,
    Look,
    Remark,
    Request,
    RequestEditor,
    RequestStep,
    StepSeat,
)
from gouvernail.approvals.permissions import STANDING, replaced_by, visible_request
from gouvernail.charter.models import Charter
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Role, RoleGrant
from gouvernail.people.permissions import active_grants


def awaiting(person: Person, *, at: datetime, kind: str = "") -> QuerySet[Request]:
    """Return the requests that `person` could decide now, most urgent first.

    Their own seats and those of people they replace; never what they wrote, nor what asks somebody
    else than them. Two queries before the rows, plus one for each person replaced.
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
        .exclude(_asks_another(person))
    )
    if kind:
        rows = rows.filter(subject_kind=kind)
    return (
        rows.select_related("unit", "submitted_by", "claimed_by", "route")
        .prefetch_related("steps")
        .order_by("steps__due_at", "pk")
        .distinct()
    )


def _asks_another(person: Person) -> Q:
    """Return the requests whose open step asks somebody else: `asks_another`, within one query.

    Where only a stand-in could be that other person, the request is left in: nothing is lost.
    """
    decided = Decision.objects.filter(
        request__subject_kind=OuterRef("subject_kind"),
        request__subject_id=OuterRef("subject_id"),
        request__revision=OuterRef("revision"),
        request__status__in=STANDING,
        person=person,
    )
    regulated = Charter.objects.filter(separation=Charter.Separation.REGULATED)
    apart = RequestStep.objects.filter(
        request=OuterRef("pk"), status=RequestStep.Status.OPEN, apart=True
    )
    return Q(Exists(decided)) & (
        Q(Exists(regulated)) | Q(Exists(apart)) & Q(Exists(_others_who_could()))
    )


def _others_who_could() -> QuerySet[RoleGrant]:
    """Return the seats of people who decided nothing of a request yet, and could: in a subquery."""
    today = now().date()
    request = {
        "request__subject_kind": OuterRef(OuterRef("subject_kind")),
        "request__subject_id": OuterRef(OuterRef("subject_id")),
        "request__revision": OuterRef(OuterRef("revision")),
    }
    decided = Decision.objects.filter(
        **request, request__status__in=STANDING, person=OuterRef("person")
    )
    hands = RequestEditor.objects.filter(
        request=OuterRef(OuterRef("pk")), person=OuterRef("person")
    )
    asked = StepSeat.objects.filter(
        step__request=OuterRef(OuterRef("pk")),
        step__status=RequestStep.Status.OPEN,
        seat=OuterRef("seat"),
    )
    place = ExpressionWrapper(OuterRef("unit__path"), output_field=CharField())
    return (
        RoleGrant.objects.annotate(place=place)
        .filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            Exists(asked),
            ~Exists(decided),
            ~Exists(hands),
            role=Role.REVIEWER,
            place__startswith=F("unit__path"),
            revoked_at__isnull=True,
            person__is_active=True,
        )
        .exclude(person=OuterRef("submitted_by"))
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
