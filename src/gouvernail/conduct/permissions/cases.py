"""Who reads a case, and in what part; who opens, decides, examines an appeal, reads figures."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.conduct.errors import CaseNotFoundError, CaseNotYoursError
from gouvernail.conduct.models import Case
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.people.permissions import (
    Right,
    active_grants,
    holders_of_right,
    holders_of_seat,
    holds_overall,
    may,
    may_overall,
    scope,
    seats_of,
)

RELATED: Final = (
    *("unit", "person", "person__home_unit", "opened_by", "decider", "judge", "report", "basis"),
    *("version__policy", "signature__version"),
)
CONCERNED, DECIDER, JUDGE, LEGAL, CANDIDATE = "concerned", "decider", "judge", "legal", "candidate"
READERS: Final = frozenset({CONCERNED, DECIDER, JUDGE, LEGAL})
FREE: Final = Q(decider__isnull=True, status__in=Case.OPEN) | Q(
    judge__isnull=True, status=Case.Status.APPEALED
)


def _of_legal(viewer: Person) -> Q:
    found = Q(pk__in=[])
    for grant in active_grants(viewer):
        if grant.role == Role.REVIEWER and grant.seat == Seat.LEGAL:
            found |= Q(unit__path__startswith=grant.unit.path)
    return found


def may_be_taken(viewer: Person) -> Q:
    """Return the filter on cases that are nobody's and that `viewer` may take up. No query."""
    open_to = FREE & scope(viewer, Right.DECIDE_CASES, "unit__path")
    return open_to & ~(_barred(viewer) | Q(decider=viewer))


def _barred(viewer: Person) -> Q:
    """Return the filter on the cases that `barred_from` keeps `viewer` out of."""
    return (
        Q(person=viewer)
        | Q(opened_by=viewer)
        | Q(report__reporter=viewer)
        | Q(aside__contains=viewer.pk.hex)
    )


def visible_cases(viewer: Person) -> QuerySet[Case]:
    """Return the cases `viewer` may know of: about them, theirs to decide, or of their legal seat.

    Those that wait for somebody to decide are also known to whoever may take them up. Who brought
    or reported one, or stands aside, reads it through no seat. One query for the grants.
    """
    theirs = Q(person=viewer) | Q(decider=viewer) | Q(judge=viewer)
    return Case.objects.filter(
        theirs | (_of_legal(viewer) & ~_barred(viewer)) | may_be_taken(viewer)
    )


def visible_case(case_id: UUID | str, *, viewer: Person, lock: bool = False) -> Case:
    """Return one case that `viewer` may know of, with who and what it names. One query, or two.

    Raises:
        CaseNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Case.objects.select_for_update().filter(pk=case_id).first()
    case = visible_cases(viewer).select_related(*RELATED).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFoundError
    return case


def barred_from(case: Case) -> set[UUID]:
    """Return who neither decides nor examines: who it is about, who brought it, who is too close.

    No query when the report is loaded.
    """
    report = case.report
    keys = {case.person_id, case.opened_by_id, report.reporter_id if report else None}
    aside = {UUID(key) for key in case.aside.split() if is_uuid(key)}
    return {key for key in keys if key is not None} | aside


def part_in(person: Person, case: Case) -> str:
    """Return in what part `person` meets a case they may know of. No query.

    Who it is about meets it in that part alone, whatever else they are.
    """
    if person.pk == case.person_id:
        return CONCERNED
    if person.pk == case.judge_id:
        return JUDGE
    if person.pk == case.decider_id:
        return DECIDER
    if person.pk in barred_from(case):
        return ""
    return LEGAL if Seat.LEGAL in seats_of(person, unit=case.unit) else CANDIDATE


def require_part(person: Person, case: Case, *parts: str) -> str:
    """Return the part of `person`, refusing all but those named.

    Raises:
        CaseNotYoursError: it is for somebody else to do.
    """
    part = part_in(person, case)
    if part not in parts:
        raise CaseNotYoursError
    return part


def candidates_for(case: Case) -> QuerySet[Person]:
    """Return who may decide a case, or its appeal once it is decided, by name. One query."""
    gone = barred_from(case)
    if case.status not in Case.OPEN and case.decider_id is not None:
        gone.add(case.decider_id)
    return deciders_in(case.unit).exclude(pk__in=gone)


def deciders_in(unit: Unit) -> QuerySet[Person]:
    """Return who may decide what concerns somebody of a unit, by name. One query when iterated."""
    leads = holders_of_right(Right.DECIDE_CASES, unit=unit).values("pk")
    legal = holders_of_seat(Seat.LEGAL, unit=unit).values("pk")
    return Person.objects.filter(Q(pk__in=leads) | Q(pk__in=legal)).order_by(Plain("name"))


def may_take(person: Person, case: Case) -> bool:
    """Return whether `person` may take up a case, or an appeal, that is nobody's. One query."""
    free = case.decider_id is None if case.status in Case.OPEN else case.judge_id is None
    waits = case.status in Case.OPEN or case.status == Case.Status.APPEALED
    return free and waits and candidates_for(case).filter(pk=person.pk).exists()


def may_appoint(person: Person, case: Case) -> bool:
    """Return whether `person` names who decides: of the legal seat, and no part in it. No query."""
    return part_in(person, case) == LEGAL


def knows_opener(person: Person, case: Case) -> bool:
    """Return whether `person` reads who brought a case: never who it is about. No query."""
    return part_in(person, case) in {DECIDER, JUDGE, LEGAL}


def may_open(person: Person) -> bool:
    """Return whether `person` may bring a case somewhere. The grants, once."""
    return may(person, Right.OPEN_CASES)


def openable_people(person: Person) -> QuerySet[Person]:
    """Return about whom `person` may bring a case: those at home in their units, never themselves.

    One query for the grants, one when iterated.
    """
    theirs = Person.objects.filter(scope(person, Right.OPEN_CASES, "home_unit__path"))
    found = theirs.filter(is_active=True).exclude(pk=person.pk)
    return found.select_related("home_unit").order_by(Plain("name"))


def may_read_figures(person: Person) -> bool:
    """Return whether `person` reads figures without names: over the whole organisation only."""
    return (
        may_overall(person, Right.DECIDE_CASES)
        or may_overall(person, Right.EXPORT_LEDGER)
        or holds_overall(person, Seat.LEGAL)
    )
