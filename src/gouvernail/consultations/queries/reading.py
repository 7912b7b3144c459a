"""The page of a consultation: its clauses, what is said of each, and what the reader said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gouvernail.consultations.models import (
    Consultation,
    ConsultedClause,
    Mark,
    Remark,
    RemarkDraft,
    Support,
)
from gouvernail.consultations.permissions import SHOWN, asks, visible_consultations
from gouvernail.consultations.queries.blinds import tags_of
from gouvernail.consultations.queries.changes import Change
from gouvernail.consultations.queries.holds import WAITS
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.policies.models import Policy, PolicyVersion

PAGE_SIZE: Final = 50
WHOLE: Final = "all"  # in addresses: the remarks about the whole text
ORDER: Final = ("position", "id")
Status = Consultation.Status


@dataclass(slots=True, kw_only=True)
class Place:
    """One clause, or the whole where `clause` is None: what was said, and what the reader said.

    `marked` is the reader's own mark; `draft` their words not sent yet. `change`: what it changes
    in the version in force; `is_same`: it changes nothing there.
    """

    anchor: str
    clause: ConsultedClause | None
    remarks: int = 0
    agree: int = 0
    concern: int = 0
    marked: str = ""
    mine: list[Remark] = field(default_factory=list)
    draft: RemarkDraft | None = None
    form: Any = None  # where the reader may speak
    change: Change | None = None
    is_same: bool = False

    @property
    def key(self) -> str:
        """Return how an address and an element name it."""
        return self.anchor or WHOLE

    @property
    def takes_marks(self) -> bool:
        """Return whether there is something to agree with: a heading alone says nothing."""
        return self.clause is None or bool(self.clause.body.strip())

    @property
    def is_touched(self) -> bool:
        """Return whether the reader said something here, or is saying it."""
        return bool(self.mine or self.draft or (self.form is not None and self.form.is_bound))


def places_of(consultation: Consultation, viewer: Person, *, counts: bool) -> list[Place]:
    """Return the whole, then each clause. Five queries, whatever the number of remarks.

    `counts`: how many remarks others made is the reader's to know.
    """
    clauses = list(consultation.clauses.all())
    places = {"": Place(anchor="", clause=None)}
    places |= {one.anchor: Place(anchor=one.anchor, clause=one) for one in clauses}
    if counts:
        _count_remarks(consultation, places)
    _count_marks(consultation, viewer, places)
    for remark in own_remarks(consultation, viewer):
        places.get(remark.anchor, places[""]).mine.append(remark)
    for draft in RemarkDraft.objects.filter(consultation=consultation, person=viewer):
        places.get(draft.anchor, places[""]).draft = draft
    return list(places.values())


def _count_remarks(consultation: Consultation, places: dict[str, Place]) -> None:
    said = Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
    for anchor, number in said.order_by().values_list("anchor").annotate(n=Count("pk")):
        if anchor in places:
            places[anchor].remarks = number


def _count_marks(consultation: Consultation, viewer: Person, places: dict[str, Place]) -> None:
    marks = Mark.objects.filter(consultation=consultation, anchor__in=list(places))
    rows = marks.order_by().values_list("anchor", "value").annotate(n=Count("pk"))
    for anchor, value, number in rows:
        setattr(places[anchor], value, number)
    tags = tags_of(consultation, viewer, "mark", list(places)).values()
    for mark in marks.filter(tag__in=[tag for tag in tags if tag]):
        places[mark.anchor].marked = mark.value


def own_remarks(consultation: Consultation, viewer: Person) -> QuerySet[Remark]:
    """Return what `viewer` signed in a consultation, with its answers. One query when iterated."""
    rows = Remark.objects.filter(
        consultation=consultation, author=viewer, status=Remark.Status.SENT
    )
    return with_supports(rows.select_related("answer", "consultation")).order_by(*ORDER)


def with_supports(rows: QuerySet[Remark]) -> QuerySet[Remark]:
    """Return remarks with how many people say “same for me” (`support_count`). No query."""
    return rows.annotate(support_count=Count("supports"))


def remarks_for_list(
    consultation: Consultation, viewer: Person, *, place: str, cursor: str
) -> Page[Remark]:
    """Return one page of what was said, by clause; `supported` says what the reader supports.

    Two queries.
    """
    rows = Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
    if place:
        rows = rows.filter(anchor="" if place == WHOLE else place)
    rows = with_supports(rows.select_related("author", "answer"))
    page: Page[Remark] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    tags = tags_of(consultation, viewer, "support", [one.pk for one in page.rows])
    mine = Support.objects.filter(tag__in=[tag for tag in tags.values() if tag])
    supported = set(mine.values_list("remark_id", flat=True))
    for one in page.rows:
        one.supported = one.pk in supported  # type: ignore[attr-defined]  # for the row
    return page


def consultations_for_list(viewer: Person, *, cursor: str) -> Page[Consultation]:
    """Return one page of the consultations `viewer` may read, latest first, with what waits.

    Two queries.
    """
    rows = visible_consultations(viewer).select_related("policy__unit", "version")
    rows = rows.annotate(
        remark_count=Count("remarks", filter=Q(remarks__status=Remark.Status.SENT)),
        waiting_count=Count("remarks", filter=_waiting()),
    )
    page: Page[Consultation] = page_of(
        rows, order=("-opens_at", "-id"), cursor=cursor, size=PAGE_SIZE
    )
    return page


def _waiting() -> Q:
    return Q(remarks__status=Remark.Status.SENT) & (
        Q(remarks__answer__isnull=True) | Q(remarks__answer__outcome="")
    )


def open_for(person: Person, *, at: datetime) -> QuerySet[Consultation]:
    """Return the open consultations that ask `person` and that they have not opened. One query."""
    rows = Consultation.objects.filter(asks(person), status=Status.OPEN, closes_at__gt=at)
    unread = rows.exclude(readings__person=person).select_related("policy")
    return unread.order_by("closes_at", "pk")


def to_answer(person: Person) -> QuerySet[Consultation]:
    """Return the consultations that are over and whose remarks `person` has to answer. One query.

    Each with `waiting_count`: those they opened, and those of the policies they own.
    """
    rows = Consultation.objects.filter(
        Q(planned_by=person) | Q(policy__owner=person), status=Status.CLOSED
    ).annotate(waiting_count=Count("remarks", filter=_waiting()))
    return rows.filter(waiting_count__gt=0).select_related("policy").order_by("closed_at", "pk")


def to_consult(person: Person) -> list[PolicyVersion]:
    """Return the drafts that `person` may ask people about, their policy loaded. One query."""
    theirs = scope(person, Right.EDIT_POLICIES, "policy__unit__path") | Q(policy__owner=person)
    rows = PolicyVersion.objects.filter(
        theirs, status=PolicyVersion.Status.DRAFT, policy__archived_at__isnull=True
    )
    taken = Consultation.objects.filter(
        policy=OuterRef("policy_id"), status__in=(Status.PLANNED, Status.OPEN)
    )
    drafts = rows.exclude(Exists(taken)).select_related("policy")
    return list(drafts.order_by(by_title("policy__"), "pk")[:PAGE_SIZE])


def consultation_now(policy: Policy) -> Consultation | None:
    """Return the consultation of a policy that is planned or open. One query."""
    rows = policy.consultations.filter(status__in=(Status.PLANNED, Status.OPEN))
    return rows.select_related("version").first()


def last_consultation(version_id: UUID) -> Consultation | None:
    """Return the last consultation of a version that is over. One query."""
    rows = Consultation.objects.filter(version=version_id, status=Status.CLOSED)
    return rows.select_related("policy__unit", "policy__owner", "version").first()


def waiting_count(consultation: Consultation) -> int:
    """Return how many remarks of a consultation wait for their answer. One query."""
    rows = Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
    return rows.filter(WAITS).count()


__all__ = [
    "SHOWN",
    "Place",
    "consultation_now",
    "consultations_for_list",
    "last_consultation",
    "open_for",
    "own_remarks",
    "places_of",
    "remarks_for_list",
    "to_answer",
    "to_consult",
    "waiting_count",
    "with_supports",
]
