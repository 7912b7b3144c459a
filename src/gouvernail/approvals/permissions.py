"""Who sees a request for approval, and who may decide it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.approvals.errors import (
    GuestNotFoundError,
    OwnWorkError,
    RequestNotFoundError,
    SeatMissingError,
)
from gouvernail.approvals.models import Decision, Guest, Request, RequestStep
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.clock import now
from gouvernail.people.models import Absence, Person
from gouvernail.people.permissions import Right, holders_of_seat, may, scope, seats_of

STANDING = (Request.Status.PENDING, Request.Status.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """In which seat, and in whose place, a person may decide; `on_behalf_of` may be nobody."""

    seat: str
    on_behalf_of: Person | None = None


def visible_requests(viewer: Person) -> QuerySet[Request]:
    """Return what `viewer` may know about: requests of the units whose content they see."""
    in_scope = scope(viewer, Right.SEE_CONTENT, "unit__path")
    return Request.objects.filter(in_scope | Q(submitted_by=viewer))


def visible_request(request_id: UUID | str, *, viewer: Person, lock: bool = False) -> Request:
    """Return one request that `viewer` may know about.

    Raises:
        RequestNotFoundError: missing, or hidden; the caller cannot tell which.
    """
    rows = visible_requests(viewer) | _for_stand_ins(viewer)
    if lock:
        Request.objects.select_for_update().filter(pk=request_id).first()
    related = ("unit", "submitted_by", "claimed_by", "route")
    request = rows.filter(pk=request_id).distinct().select_related(*related).first()
    if request is None:
        raise RequestNotFoundError
    return request


def _for_stand_ins(viewer: Person) -> QuerySet[Request]:
    """Return requests that people whom `viewer` replaces now may see."""
    condition = Q(pk__in=[])
    for absent in replaced_by(viewer, at=now()):
        condition |= scope(absent, Right.SEE_CONTENT, "unit__path")
    return Request.objects.filter(condition)


def replaced_by(person: Person, *, at: datetime) -> list[Person]:
    """Return the people whose place `person` takes at that instant. One query."""
    absences = Absence.objects.filter(
        delegate=person, cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    ).select_related("person")
    return [absence.person for absence in absences if absence.person.is_active]


def standings(
    person: Person, request: Request, *, at: datetime, replaced: Sequence[Person] | None = None
) -> list[Standing]:
    """Return every seat in which `person` could decide this request, their own first.

    `replaced` are the people whose place they take, when that was read already.

    A stand-in who wrote the text, or who replaces somebody who did, still may not decide: see
    `has_a_hand_in`.
    """
    own = [Standing(seat=seat) for seat in sorted(seats_of(person, unit=request.unit))]
    borrowed = [
        Standing(seat=seat, on_behalf_of=absent)
        for absent in (replaced_by(person, at=at) if replaced is None else replaced)
        if not has_a_hand_in(absent, request)
        for seat in sorted(seats_of(absent, unit=request.unit))
    ]
    return own + borrowed


def has_a_hand_in(person: Person, request: Request) -> bool:
    """Return whether `person` wrote, edited or submitted what is to be decided. One query."""
    if person.pk == request.submitted_by_id:
        return True
    return request.editor_rows.filter(person=person).exists()


def may_invite(person: Person, request: Request, *, at: datetime) -> bool:
    """Return whether `person` may ask a guest: a reviewer of it, or who writes its unit's routes.

    Never somebody whose hand is in the text: nobody chooses their own judge.
    """
    if has_a_hand_in(person, request):
        return False
    return may_ask(person, request, standings(person, request, at=at))


def may_ask(person: Person, request: Request, held: Iterable[Standing]) -> bool:
    """Return whether somebody with no hand in the text may ask a guest, by the seats they hold."""
    if may(person, Right.EDIT_ROUTES, unit=request.unit):
        return True
    asked = {seat for step in request.steps.all() for seat in step.seats}
    return any(one.seat in asked for one in held)


def require_invite(person: Person, request: Request, *, at: datetime) -> None:
    """Refuse unless `person` may invite guests to a request, and take invitations back.

    Raises:
        OwnWorkError: they had a hand in the text.
        SeatMissingError: they neither review it nor write the routes there.
    """
    if has_a_hand_in(person, request):
        raise OwnWorkError
    if not may_invite(person, request, at=at):
        raise SeatMissingError


def digest_of_key(key: str) -> str:
    """Return what is kept of the key of a guest's link."""
    return sha256(b"gouvernail guest\0" + key.encode()).hexdigest()


def guest_of_key(key: str, *, lock: bool = False) -> Guest:
    """Return the guest whose link that is: the key is the only proof asked to read. One query.

    Raises:
        GuestNotFoundError: no such link.
    """
    rows = Guest.objects.select_for_update(of=("self",)) if lock else Guest.objects.all()
    related = ("request__unit", "request__submitted_by", "step", "invited_by")
    guest = rows.filter(key_digest=digest_of_key(key)).select_related(*related).first()
    if guest is None:
        raise GuestNotFoundError
    if lock:
        Request.objects.select_for_update().get(pk=guest.request_id)
        guest.request.refresh_from_db()
        guest.step.refresh_from_db()
    return guest


def deciders(request: Request, step: RequestStep, *, at: datetime) -> set[UUID]:
    """Return who can decide a step now: holders of its seats, or those who stand in for them.

    Two queries for each seat, one for the absences.
    """
    hands = {*request.editor_rows.values_list("person_id", flat=True), request.submitted_by_id}
    holders = {
        person.pk for seat in step.seats for person in holders_of_seat(seat, unit=request.unit)
    }
    away = Absence.objects.filter(
        person_id__in=holders, cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    stand_ins = {one.delegate_id for one in away if one.delegate_id and one.person_id not in hands}
    return {person_id for person_id in holders | stand_ins if person_id not in hands}


def asks_another(person: Person, request: Request, step: RequestStep, *, at: datetime) -> bool:
    """Return whether a step asks for somebody else than `person`, whatever their seat.

    In a regulated organisation each agreement comes from another person. Elsewhere too for a step
    that asks one more person, unless nobody else could take it. What was decided on the same words
    before, in a request that stands, counts as a step of this one. Two queries, and for a step that
    asks one more person those of `deciders`.
    """
    regulated = separation() == Charter.Separation.REGULATED
    if not regulated and not step.apart:
        return False
    decided = set(
        Decision.objects.filter(
            request__subject_kind=request.subject_kind,
            request__subject_id=request.subject_id,
            request__revision=request.revision,
            request__status__in=STANDING,
        ).values_list("person_id", flat=True)
    )
    return person.pk in decided and (regulated or bool(deciders(request, step, at=at) - decided))
