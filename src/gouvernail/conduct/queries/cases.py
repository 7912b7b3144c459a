"""Cases as lists, what they rest on, what happened in others like them, and what waits for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from gouvernail.conduct.models import Case, Decision, Proof
from gouvernail.conduct.permissions import visible_cases
from gouvernail.conduct.permissions.cases import may_be_taken
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import by_title
from gouvernail.licences.queries.appeals import Appeal
from gouvernail.people.models import Person
from gouvernail.policies.models import CarryOver, Clause, PolicyVersion, Signature
from gouvernail.policies.permissions import visible_policies

PAGE_SIZE: Final = 50
ORDER: Final = ("-opened_at", "-id")
ALIKE_YEARS: Final = timedelta(days=3 * 365)  # France: no older sanction is invoked, L1332-5
MOST_ALIKE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """What the list is narrowed to; an empty field narrows nothing. `mine`: mine to decide."""

    statuses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    seriousness: tuple[str, ...] = ()
    mine: bool = False
    late: bool = False

    def condition(self, viewer: Person, *, at: datetime) -> Q:
        """Return the filter on cases. No query."""
        wanted = Q()
        if self.statuses:
            wanted &= Q(status__in=self.statuses)
        if self.outcomes:
            wanted &= Q(outcome__in=self.outcomes)
        if self.seriousness:
            wanted &= Q(seriousness__in=self.seriousness)
        if self.mine:
            wanted &= Q(decider=viewer) | Q(judge=viewer)
        if self.late:
            wanted &= Q(status__in=Case.OPEN, decide_by_at__lt=at)
        return wanted


def cases_for_list(
    viewer: Person, filters: CaseFilters, *, cursor: str, at: datetime
) -> Page[Case]:
    """Return one page of the cases `viewer` follows, latest first; not those about them.

    One query.
    """
    rows = cases_for_export(viewer, filters, at=at)
    page: Page[Case] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    return page


def cases_for_export(viewer: Person, filters: CaseFilters, *, at: datetime) -> QuerySet[Case]:
    """Return every case of the narrowed list, latest first. One query when iterated."""
    rows = visible_cases(viewer).exclude(person=viewer).filter(filters.condition(viewer, at=at))
    return rows.select_related("unit", "person", "decider", "judge", "report").order_by(*ORDER)


def concerning(person: Person) -> list[Case]:
    """Return the cases about one person, latest first. One query."""
    return list(Case.objects.filter(person=person).select_related("unit").order_by(*ORDER))


def appeals_about(person: Person, keys: Collection[str]) -> dict[str, Appeal]:
    """Return the cases about one person that have these keys: where, and until when to appeal.

    One query.
    """
    theirs = Case.objects.filter(person=person, pk__in=[key for key in keys if is_uuid(key)])
    return {
        one.pk.hex: Appeal(
            url=reverse("conduct:case-detail", args=[one.pk]),
            through=one.appeal_through if one.status == Case.Status.DECIDED else None,
        )
        for one in theirs
    }


def proofs_of(case: Case) -> QuerySet[Proof]:
    """Return what a case rests on, first to last. One query when iterated."""
    return Proof.objects.filter(case=case)


def decisions_of(case: Case) -> list[Decision]:
    """Return what was decided of a case, first to last. One query."""
    return list(Decision.objects.filter(case=case).select_related("by"))


def outcome_of(case: Case) -> Decision | None:
    """Return the decision that holds: the one of the appeal, or the first. One query.

    An early end is none: it shortens what was decided, which may still be appealed.
    """
    made = Decision.objects.filter(case=case).exclude(stage=Decision.Stage.LIFT)
    return made.select_related("by").last()


def still_runs(case: Case, *, at: datetime) -> bool:
    """Return whether what was decided of a case holds still. No query."""
    return case.outcome_until is not None and case.outcome_until > at


def readable_clauses(viewer: Person) -> QuerySet[Clause]:
    """Return the clauses in force that `viewer` may read, in order. One query when iterated."""
    rows = Clause.objects.filter(
        version__status=PolicyVersion.Status.IN_FORCE, version__policy__in=visible_policies(viewer)
    )
    named = rows.select_related("version__policy").defer("text", "text_en")
    return named.order_by(by_title("version__policy__"), "position")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOn:
    """Which version bound a person on a day, and which they had signed by then."""

    version: PolicyVersion | None
    signature: Signature | None
    signed: str


def signed_on(person: Person, *, slug: str, day: date) -> SignedOn:
    """Return what a person had signed of a policy by the end of a day. Three queries.

    A signature of an earlier version that had been carried over to the one of that day counts for
    it: `signature` keeps the version that was read.
    """
    bound = (
        PolicyVersion.objects.filter(
            policy__slug=slug, in_force_on__lte=day, status__in=("in_force", "superseded")
        )
        .order_by("-in_force_on", "-number")
        .first()
    )
    theirs = Signature.objects.filter(person=person, version__policy__slug=slug)
    found = [
        one
        for one in theirs.select_related("version").order_by("-version__number")
        if site_day(one.at) <= day
    ]
    counts = _counting(bound, day=day) if bound else range(0)
    same = next((one for one in found if one.version.number in counts), None)
    kept = same or (found[0] if found else None)
    signed = Case.Signed.THIS if same else Case.Signed.OTHER if kept else Case.Signed.NONE
    return SignedOn(version=bound, signature=kept, signed=signed)


def _counting(bound: PolicyVersion, *, day: date) -> range:
    """Return the numbers of the versions whose signatures counted for one on a day. One query."""
    first = bound.number
    for carried in CarryOver.objects.filter(version=bound).select_related("origin"):
        is_over = carried.ended_at is not None and site_day(carried.ended_at) <= day
        if site_day(carried.decided_at) <= day and not is_over:
            first = min(first, carried.origin.number)
    return range(first, bound.number + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """One past case like another, without who, where or which day. `days`: how long it held."""

    year: int
    seriousness: str
    good_faith: str
    outcome: str
    days: int | None


def comparable(case: Case, *, at: datetime) -> list[Alike]:
    """Return past cases of others under the same clause within three years, latest year first.

    Those that are over or settled. One query.
    """
    rows = (
        Case.objects.filter(
            clause=case.clause, status__in=("settled", "ended"), decided_at__gt=at - ALIKE_YEARS
        )
        .exclude(pk=case.pk)
        .filter(~Q(person=case.person_id) | Q(person__isnull=True))
        .order_by("-decided_at")[:MOST_ALIKE]
    )
    return [_alike(one) for one in rows]


def _alike(case: Case) -> Alike:
    decided = case.decided_at or case.opened_at
    until = case.outcome_until
    return Alike(
        year=decided.year,
        seriousness=str(case.get_seriousness_display()),
        good_faith=str(case.get_good_faith_display()),
        outcome=str(case.get_outcome_display()),
        days=(until - decided).days if until else None,
    )


def cases_waiting_for(person: Person, *, at: datetime) -> QuerySet[Case]:
    """Return the cases that wait for an act of `person`, the most pressing first. One query.

    Their own account; a decision about them that they may still appeal; a decision or an appeal
    given to them; what nobody has taken up yet.
    """
    theirs = (
        Q(person=person, status=Case.Status.HEARING, accounted_at__isnull=True)
        | Q(person=person, status=Case.Status.DECIDED, appeal_by_at__gt=at)
        | Q(decider=person, status=Case.Status.DECIDING)
        | Q(judge=person, status=Case.Status.APPEALED)
    )
    rows = Case.objects.filter(theirs | may_be_taken(person)).select_related("unit")
    return rows.order_by("decide_by_at", "pk")
