"""Access reviews: what is looked at, who is asked, how far it is, what was answered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.custody.models import Access, AccessReview, ReviewedAccess
from gouvernail.custody.permissions import replaced_by, visible_access_reviews
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.sorting import Plain, plainly
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label

PLACES: Final = ("owner", "custodian", "backup")  # in the order in which they are asked
ORDER: Final = ("access__account__unit__path", "by_name", "access_id", "id")
LOADED: Final = ("access__account__unit", "access__person", "asked", "answered_by", "refused_by")
SHOWN: Final = 20
NEEDED: Final = Q(access__state=Access.State.OPEN)
WAITING: Final = Q(state__in=ReviewedAccess.WAITING) & NEEDED
NOBODY: Final = (
    Q(state=ReviewedAccess.State.REFUSED) | Q(asked__isnull=True) | Q(asked__is_active=False)
)
TO_SETTLE: Final = Q(answer=ReviewedAccess.Answer.CHANGE, settled_at__isnull=True) & NEEDED
STATES: Final[Mapping[str, Q]] = {
    "waiting": WAITING,
    "to_give": WAITING & NOBODY,
    "kept": Q(answer=ReviewedAccess.Answer.KEEP),
    "withdrawn": Q(answer=ReviewedAccess.Answer.WITHDRAW),
    "changed": Q(answer=ReviewedAccess.Answer.CHANGE),
    "to_settle": TO_SETTLE,
    "ended": Q(state__in=ReviewedAccess.WAITING) & ~NEEDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a review is, in accesses; `ended` ones needed no answer any more."""

    total: int
    waiting: int
    to_give: int
    kept: int
    withdrawn: int
    changed: int
    to_settle: int
    ended: int

    @property
    def answered(self) -> int:
        """Return how many were answered for."""
        return self.kept + self.withdrawn + self.changed

    @property
    def needed(self) -> int:
        """Return how many called for an answer."""
        return self.answered + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """One person asked in a review, and how many accesses wait for them."""

    person: Person | None
    total: int
    waiting: int
    last_at: datetime | None


def reviewable(unit: Unit) -> QuerySet[Access]:
    """Return the accesses in force to the accounts of a unit and of those below, people loaded.

    What is to be revoked is on its way out already: nobody is asked about it.
    """
    rows = Access.objects.filter(
        state=Access.State.OPEN,
        account__status__in=Account.OURS,
        account__unit__path__startswith=unit.path,
    ).exclude(account__kind=Account.Kind.PERSONAL)
    related = (*(f"account__{place}" for place in PLACES), "account__unit", "person")
    return rows.select_related(*related).order_by("account_id", "pk")


def asked_about(access: Access, manner: str) -> Person | None:
    """Return who answers for one access; None when nobody who is here does. No query.

    By person: whoever holds it. By account, and for what no person of the directory holds: the
    owner, else the custodian, else the backup; another of them than whoever holds the access,
    when there is one.
    """
    by_person = manner == AccessReview.Manner.PERSON
    if by_person and access.person is not None and access.person.is_active:
        return access.person
    holders = [getattr(access.account, place) for place in PLACES]
    here: list[Person] = [one for one in holders if one is not None and one.is_active]
    others = [one for one in here if one.pk != access.person_id]
    return next(iter(others or here), None)


def reviews_for_list(viewer: Person, *, at: datetime) -> QuerySet[AccessReview]:
    """Return the reviews `viewer` may know about, with `total`, `waiting` and `mine` counted."""
    mine = Q(lines__asked__in=[viewer.pk, *replaced_by(viewer, at=at)])
    waits = Q(lines__state__in=ReviewedAccess.WAITING) & Q(lines__access__state=Access.State.OPEN)
    return visible_access_reviews(viewer, at=at).annotate(
        total=Count("lines"),
        waiting=Count("lines", filter=waits),
        mine=Count("lines", filter=mine & waits & Q(lines__state=ReviewedAccess.State.ASKED)),
    )


def led_reviews(viewer: Person, *, at: datetime) -> QuerySet[AccessReview]:
    """Return the reviews of the units whose accesses `viewer` sees, counted as the list’s."""
    rows = reviews_for_list(viewer, at=at)
    return rows.filter(scope(viewer, Right.SEE_ACCESS, "unit__path"))


def progress_of(review: AccessReview) -> Progress:
    """Return how far a review is. One query."""
    counted: dict[str, Any] = {name: Count("pk", filter=told) for name, told in STATES.items()}
    rows = ReviewedAccess.objects.filter(review=review)
    return Progress(**rows.aggregate(total=Count("pk"), **counted))


def lines_for_list(
    review: AccessReview, *, state: str = "", who: UUID | None = None, search: str = ""
) -> QuerySet[ReviewedAccess]:
    """Return the accesses of a review, narrowed, people and accounts loaded. One query."""
    rows = ReviewedAccess.objects.filter(review=review)
    if state in STATES:
        rows = rows.filter(STATES[state])
    if who is not None:
        rows = rows.filter(asked=who)
    for word in search.split()[:6]:
        rows = rows.filter(
            Q(access__account__name__icontains=word)
            | Q(access__person__name__icontains=word)
            | Q(access__name__icontains=word)
            | Q(asked__name__icontains=word)
        )
    return _named(rows.select_related(*LOADED, "settled_by"))


def askers_of(review: AccessReview) -> list[Asker]:
    """Return who is asked, those who have most left to say first. Two queries."""
    rows = (
        ReviewedAccess.objects.filter(review=review)
        .order_by()
        .values("asked")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=WAITING), last=Max("answered_at"))
    )
    asked = ReviewedAccess.objects.filter(review=review).order_by().values("asked")
    people = {one.pk: one for one in Person.objects.filter(pk__in=asked)}
    askers = [
        Asker(
            person=people.get(row["asked"]),
            total=row["total"],
            waiting=row["waiting"],
            last_at=row["last"],
        )
        for row in rows
    ]
    named = {one: plainly(one.person.name if one.person else "") for one in askers}
    return sorted(askers, key=lambda one: (-one.waiting, named[one]))


def asked_of(person: Person, review: AccessReview, *, at: datetime) -> QuerySet[ReviewedAccess]:
    """Return what a review asks of `person`, or of somebody they stand in for, answered or not."""
    people = [person.pk, *replaced_by(person, at=at)]
    rows = ReviewedAccess.objects.filter(review=review, asked__in=people)
    return _named(rows.select_related(*LOADED)).order_by(*ORDER)


def _named(rows: QuerySet[ReviewedAccess]) -> QuerySet[ReviewedAccess]:
    """Say of each line what `ORDER` sorts the name of its account by."""
    return rows.annotate(by_name=Plain("access__account__name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One review that waits for somebody, and for how many answers."""

    review: AccessReview
    lines: int


def to_answer(person: Person, *, at: datetime) -> list[Pending]:
    """Return the open reviews that wait for `person`, the most urgent first. One query."""
    return pending(lines_to_answer(person, at=at))


def lines_to_answer(person: Person, *, at: datetime) -> QuerySet[ReviewedAccess]:
    """Return the lines of open reviews that wait for `person`, the most urgent first."""
    mine = Q(asked=person) | Q(asked__in=replaced_by(person, at=at))
    lines = ReviewedAccess.objects.filter(WAITING, mine, state=ReviewedAccess.State.ASKED)
    rows = lines.filter(review__status=AccessReview.Status.OPEN).select_related("review")
    return rows.order_by("review__due_on", "review_id")


def pending(lines: Iterable[ReviewedAccess]) -> list[Pending]:
    """Return the reviews of lines that wait, in their order. No query of its own."""
    counts = Counter(line.review for line in lines)
    return [Pending(review=review, lines=number) for review, number in counts.items()]


def to_lead(person: Person) -> QuerySet[ReviewedAccess]:
    """Return the lines of open reviews that wait for who manages accesses: `person` does.

    Refused, put to nobody, put to somebody who left; and the corrections asked for.
    """
    managed = scope(person, Right.MANAGE_ACCESS, "access__account__unit__path")
    managed |= Q(access__account__custodian=person)
    rows = ReviewedAccess.objects.filter(managed).select_related("review", *LOADED)
    waits = WAITING & NOBODY & Q(review__status=AccessReview.Status.OPEN)
    return rows.filter(waits | TO_SETTLE).order_by("review__due_on", "pk")


def review_csv(rows: QuerySet[ReviewedAccess]) -> Iterator[str]:
    """Yield the lines of a review as CSV, formula-safe. One query."""
    header = [
        _("Account"), _("Network"), _("Unit"), _("Who holds it"), _("Means"), _("Level"),
        _("Second factor"), pgettext("access review", "Asked of"), _("State"),
        pgettext("access review", "Answer"), _("Reason"),
        _("Answered by"), _("Answered at"), _("Refused by"), _("Refusal"), _("Put right at"),
    ]  # fmt: skip
    yield from csv_lines(header, map(_cells, rows.order_by(*ORDER).iterator(chunk_size=1000)))


def _cells(line: ReviewedAccess) -> list[object]:
    access, account = line.access, line.access.account
    return [
        account.name,
        network_label(account.network),
        account.unit.label,
        access.holder_name,
        access.get_means_display(),
        access.get_level_display(),
        access.get_second_factor_display(),
        line.asked.name if line.asked else "",
        line.get_state_display(),
        line.get_answer_display(),
        line.reason,
        line.answered_by.name if line.answered_by else "",
        line.answered_at,
        line.refused_by.name if line.refused_by else "",
        line.refusal,
        line.settled_at,
    ]
