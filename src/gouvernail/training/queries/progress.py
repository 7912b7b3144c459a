"""Progress: what is asked of whom, done, late, let off; and one's own part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.kernel.text import fold
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.training.models import Assignment, Certificate, Course, Due, OutsideProof, Waiver
from gouvernail.training.permissions import learners

PAGE_SIZE: Final = 50
ORDER: Final = ("rank", "by_name", "due_on", "id")
COLUMNS: Final = (
    *("staff_number", "name", "email", "unit", "course", "title", "due_on", "state"),
    "done_at",
)
STATES: Final = ("done", "todo", "late", "waived")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFilters:
    """What progress is narrowed to; an empty field narrows nothing. `unit`: it and below."""

    course: str = ""
    unit: Unit | None = None
    state: str = ""
    search: str = ""

    def condition(self, today: date) -> Q:
        """Return the filter on rows that carry `waived`. No query."""
        wanted = Q()
        if self.course:
            wanted &= Q(assignment__course__slug=self.course)
        if self.unit is not None:
            wanted &= Q(person__home_unit__path__startswith=self.unit.path)
        for word in self.search.split()[:6]:
            wanted &= Q(person__name__icontains=word) | Q(person__email__icontains=word)
        return wanted & self._state(today)

    def _state(self, today: date) -> Q:
        open_ = Q(done_at__isnull=True, waived=False)
        return {
            "done": Q(done_at__isnull=False),
            "waived": Q(done_at__isnull=True, waived=True),
            "todo": open_ & Q(due_on__gte=today),
            "late": open_ & Q(due_on__lt=today),
        }.get(self.state, Q())


def dues_asked(today: date) -> QuerySet[Due]:
    """Return what is asked of people now; each row has `waived`: they are let off. No query."""
    let_off = Waiver.objects.filter(
        person=OuterRef("person"),
        course=OuterRef("assignment__course"),
        ended_at__isnull=True,
        until__gte=today,
    )
    rows = Due.objects.filter(gone_at__isnull=True, assignment__ended_at__isnull=True)
    return rows.annotate(waived=Exists(let_off))


def progress(viewer: Person, filters: ProgressFilters, *, today: date) -> QuerySet[Due]:
    """Return what is asked of the people whose training `viewer` may see. One query, iterated."""
    rows = dues_asked(today).filter(scope(viewer, Right.SEE_TRAINING, "person__home_unit__path"))
    return rows.filter(filters.condition(today)).select_related(
        "person__home_unit", "assignment__course"
    )


def _sorted(rows: QuerySet[Due], today: date) -> QuerySet[Due]:
    """Say of each what is sorted by: late first, then to do, let off, done; then the name."""
    waiting = Q(done_at__isnull=True)
    rank = Case(
        When(done_at__isnull=False, then=3),
        When(Q(waived=True), then=2),
        When(waiting & Q(due_on__gte=today), then=1),
        default=0,
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank, by_name=Plain("person__name"))


def _again(rows: QuerySet[Due], today: date) -> QuerySet[Due]:
    """Mark who holds a certificate that counts no more: `again`, where it is not done."""
    held = Certificate.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        person=OuterRef("person"),
        course=OuterRef("assignment__course"),
        revoked_at__isnull=True,
    )
    return rows.annotate(again=Exists(held))


def progress_page(
    viewer: Person, filters: ProgressFilters, *, cursor: str, today: date
) -> Page[Due]:
    """Return one page of progress: late first, then by name. One query."""
    rows = _sorted(progress(viewer, filters, today=today), today)
    page: Page[Due] = page_of(
        _again(rows, today),
        order=ORDER,
        cursor=cursor,
        size=PAGE_SIZE,
    )
    return page


def state_of(due: Any, today: date) -> str:  # noqa: ANN401 - a Due that carries `waived`
    """Return `done`, `waived`, `late` or `todo`. No query."""
    if due.done_at is not None:
        return "done"
    if due.waived:
        return "waived"
    return "late" if due.due_on < today else "todo"


@dataclass(frozen=True, slots=True)
class Line:
    """How far the people of a unit, or with a course, have come."""

    label: str
    key: str
    total: int
    done: int
    late: int
    waived: int


def lines_by(viewer: Person, filters: ProgressFilters, *, by: str, today: date) -> list[Line]:
    """Return progress for each unit (`by="unit"`) or course, most late first. Two queries."""
    field = "person__home_unit" if by == "unit" else "assignment__course"
    rows = progress(viewer, filters, today=today).order_by().select_related(None)
    waiting = Q(done_at__isnull=True, waived=False)
    counted = rows.values(group=F(field)).annotate(
        total=Count("pk"),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        let_off=Count("pk", filter=Q(done_at__isnull=True, waived=True)),
    )
    found = list(counted)
    names = _names(by, [row["group"] for row in found if row["group"]])
    lines = [
        Line(
            *names.get(row["group"], ("–", "")),
            row["total"],
            row["done"],
            row["late"],
            row["let_off"],
        )
        for row in found
    ]
    return sorted(lines, key=lambda line: (-line.late, fold(line.label).text, line.label))


def _names(by: str, keys: list[UUID]) -> dict[UUID, tuple[str, str]]:
    if by == "unit":
        return {one.pk: (one.label, one.code) for one in Unit.objects.filter(pk__in=keys)}
    return {one.pk: (one.label, one.slug) for one in Course.objects.filter(pk__in=keys)}


def progress_rows(
    viewer: Person, filters: ProgressFilters, *, today: date
) -> Iterator[dict[str, Any]]:
    """Yield every row of the narrowed progress as plain values. One query."""
    rows = _sorted(progress(viewer, filters, today=today), today).order_by(*ORDER)
    for due in rows.iterator(chunk_size=2_000):
        home = due.person.home_unit
        yield {
            "staff_number": due.person.external_id,
            "name": due.person.name,
            "email": due.person.email or "",
            "unit": home.code if home else "",
            "course": due.assignment.course.slug,
            "title": due.assignment.course.label,
            "due_on": due.due_on.isoformat(),
            "state": state_of(due, today),
            "done_at": due.done_at.isoformat() if due.done_at else "",
        }


def asked_of(person: Person, *, today: date) -> list[Due]:
    """Return what is asked of somebody and not done, first what is due first. One query.

    A course asked for twice is there once, by its first day.
    """
    return once_each(dues_of(person, today=today))


def dues_of(person: Person, *, today: date) -> QuerySet[Due]:
    """Return what is asked of somebody and not done, as often as it is asked, soonest first."""
    waiting = Q(waived=False)  # a name of `dues_asked`, not of the table
    rows = _again(dues_asked(today), today).filter(waiting, person=person, done_at__isnull=True)
    return rows.select_related("assignment__course").order_by("due_on", "pk")


def once_each(dues: Iterable[Due]) -> list[Due]:
    """Return the first of what is asked for each course. No query of its own."""
    seen: dict[UUID, Due] = {}
    for due in dues:
        seen.setdefault(due.assignment.course_id, due)
    return list(seen.values())


def assignments_for_list(viewer: Person) -> QuerySet[Assignment]:
    """Return the requests of units where `viewer` writes courses, latest first. One query.

    Each has `people` and `done`.
    """
    here = Q(dues__gone_at__isnull=True)
    rows = Assignment.objects.filter(scope(viewer, Right.EDIT_TRAINING, "unit__path"))
    return rows.select_related("course", "unit", "person", "asked_by").annotate(
        people=Count("dues", filter=here),
        done=Count("dues", filter=here & Q(dues__done_at__isnull=False)),
    )


def asked_from_above(viewer: Person) -> QuerySet[Assignment]:
    """Return what others ask of the people whose training `viewer` may see, latest first.

    Each has `people` and `done`, of these people only. One query.
    """
    theirs = Due.objects.filter(
        scope(viewer, Right.SEE_TRAINING, "person__home_unit__path"),
        assignment=OuterRef("pk"),
        gone_at__isnull=True,
    )
    counted = theirs.order_by().values("assignment").annotate(n=Count("pk"), d=Count("done_at"))
    rows = Assignment.objects.filter(ended_at__isnull=True)
    rows = rows.exclude(scope(viewer, Right.EDIT_TRAINING, "unit__path"))
    rows = rows.select_related("course", "unit", "person", "asked_by")
    return rows.annotate(
        people=Subquery(counted.values("n"), output_field=IntegerField()),
        done=Subquery(counted.values("d"), output_field=IntegerField()),
    ).filter(people__gt=0)


def waivers_of(viewer: Person, *, today: date) -> QuerySet[Waiver]:
    """Return the exemptions in force of the people whose training `viewer` may see. One query."""
    rows = Waiver.objects.filter(
        learners(viewer, Right.SEE_TRAINING),
        ended_at__isnull=True,
        until__gte=today,
    )
    return rows.select_related("person", "course", "granted_by").order_by("until", "pk")


def proofs_to_decide(viewer: Person) -> QuerySet[OutsideProof]:
    """Return the certificates from elsewhere that wait for `viewer`'s answer. One query."""
    rows = OutsideProof.objects.filter(
        learners(viewer, Right.EDIT_TRAINING),
        status=OutsideProof.Status.SENT,
    )
    rows = rows.exclude(person=viewer).select_related("person", "course", "file")
    return rows.order_by("sent_at", "pk")


def own_proofs(person: Person) -> QuerySet[OutsideProof]:
    """Return what somebody sent from elsewhere, latest first. One query."""
    rows = OutsideProof.objects.filter(person=person).exclude(status="withdrawn")
    return rows.select_related("course", "decided_by").order_by("-sent_at", "-pk")
