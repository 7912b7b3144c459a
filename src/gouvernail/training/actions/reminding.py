"""Reminders: what is due, certificates about to end, resources to look at again; each once."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.reminders import AHEAD, WEEK, reminds
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, require, scope
from gouvernail.training.actions.assigning import BATCH
from gouvernail.training.actions.telling import about_course, about_resource
from gouvernail.training.models import Assignment, Certificate, Course, Due, Resource, Waiver
from gouvernail.training.queries.progress import ProgressFilters, progress

BEFORE_END: Final = (30, 7, 1)
LATE_WEEKS: Final = 26


@action("training.remind_of_dues")
def remind_of_dues(*, at: datetime) -> int:
    """Tell people of the courses asked of them: two weeks and three days before, on the day, late.

    Of a course nobody is told twice in a day, nor who was reminded by hand on it. Returns how many
    were told. Two statements, two for each course and day with somebody, and one for 2,000 of them.
    """
    today = site_day(at)
    let_off = Waiver.objects.filter(
        person=OuterRef("person"),
        course=OuterRef("assignment__course"),
        ended_at__isnull=True,
        until__gte=today,
    )
    rows = Due.objects.filter(
        ~Exists(let_off),
        ~_told_on(today),
        due_on__in=_days(today),
        done_at__isnull=True,
        gone_at__isnull=True,
        person__is_active=True,
    )
    rows = rows.order_by("due_on", "pk")
    first: dict[tuple[UUID, UUID], date] = {}
    dues: list[UUID] = []
    for key, course, due_on, person in rows.values_list(
        "pk", "assignment__course", "due_on", "person"
    ):
        first.setdefault((course, person), due_on)
        dues.append(key)
    found: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    for (course, person), due_on in first.items():
        found[course, due_on].append(person)
    courses = Course.objects.in_bulk({course for course, _day in found})
    _mark(dues, today)
    return sum(
        _tell(courses[course], f"due_{reminds(due_on, today=today)}", due_on, people, today, at)
        for (course, due_on), people in found.items()
    )


def _told_on(today: date) -> Exists:
    """Return whether the person of a due was reminded of its course on this day."""
    return Exists(
        Due.objects.filter(
            person=OuterRef("person"),
            assignment__course=OuterRef("assignment__course"),
            reminded_on=today,
        )
    )


def _mark(dues: list[UUID], today: date) -> None:
    for start in range(0, len(dues), BATCH):
        Due.objects.filter(pk__in=dues[start : start + BATCH]).update(reminded_on=today)


@action("training.remind_by_hand")
def remind_by_hand(
    filters: ProgressFilters, *, by: Person, at: datetime, due_id: UUID | None = None
) -> int:
    """Remind those of a narrowed progress who have something left to do, now; or one of them.

    Nobody twice in a day of a course, nobody who is let off, nor `by` themselves: only people whose
    training `by` keeps. Returns how many. The journal says of each request how many were reminded.

    Raises:
        RightMissingError: `by` keeps the training of nobody.
    """
    require(by, Right.EDIT_TRAINING)
    today = site_day(at)
    rows = progress(by, filters, today=today).filter(
        scope(by, Right.EDIT_TRAINING, "person__home_unit__path"),
        Q(waived=False),
        ~_told_on(today),
        done_at__isnull=True,
        person__is_active=True,
    )
    rows = rows.exclude(person=by)
    if due_id is not None:
        rows = rows.filter(pk=due_id)
    late: dict[tuple[Course, UUID], bool] = {}
    asked: dict[Assignment, list[UUID]] = defaultdict(list)
    for due in rows.select_related(None).select_related("assignment__course"):
        key = (due.assignment.course, due.person_id)
        late[key] = late.get(key, False) or due.due_on < today
        asked[due.assignment].append(due.pk)
    found: dict[tuple[Course, str], list[UUID]] = defaultdict(list)
    for (course, person), is_late in late.items():
        found[course, "due_late" if is_late else "due_soon"].append(person)
    for (course, kind), people in found.items():
        _tell(course, kind, today, sorted(people), today, at)
    for assignment, dues in asked.items():
        _note(assignment, dues, by=by, at=at)
    return len({person for _course, person in late})


def _note(assignment: Assignment, dues: list[UUID], *, by: Person, at: datetime) -> None:
    """Mark these as reminded on this day, and say it in the journal."""
    today = site_day(at)
    _mark(dues, today)
    record(
        actor=by,
        verb="training_assignment.reminded",
        subject=assignment,
        at=at,
        data={"people": len(dues), "day": today.isoformat()},
    )


def _tell(
    course: Course, kind: str, on: date, people: list[UUID], today: date, at: datetime
) -> int:
    message = about_course(course, kind, once=f"{course.pk.hex}:{on}:{today}")
    for start in range(0, len(people), BATCH):
        tell(people=people[start : start + BATCH], message=message, at=at)
    return len(people)


@action("training.remind_of_ends")
def remind_of_ends(*, at: datetime) -> int:
    """Tell holders that a certificate ends in 30 days, in 7, tomorrow; not who renewed it.

    Returns how many were told. Two statements, and two for each course and day with somebody.
    """
    today = site_day(at)
    days = [today + timedelta(days=left) for left in BEFORE_END]
    later = Certificate.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("until")),
        person=OuterRef("person"),
        course=OuterRef("course"),
        revoked_at__isnull=True,
    )
    rows = Certificate.objects.filter(
        ~Exists(later),
        until__in=days,
        revoked_at__isnull=True,
        person__is_active=True,
        course__archived_at__isnull=True,
    )
    found: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    for course, until, person in rows.values_list("course", "until", "person"):
        if until is not None:
            found[course, until].append(person)
    courses = Course.objects.in_bulk({course for course, _day in found})
    return sum(
        _tell(courses[course], f"ends_{(until - today).days}", until, people, today, at)
        for (course, until), people in found.items()
    )


@action("training.remind_of_resources")
def remind_of_resources(*, at: datetime) -> int:
    """Tell the owner that a resource is to be looked at again: ahead, on the day, while it is late.

    Where the owner has left, whoever keeps training in its unit is told. Returns how many resources
    called for it. One statement, and four for each.
    """
    today = site_day(at)
    rows = Resource.objects.filter(review_on__in=_days(today), archived_at__isnull=True)
    found = list(rows.select_related("owner", "unit").order_by("pk"))
    for one in found:
        kind = f"resource_{reminds(one.review_on, today=today)}"
        people = [one.owner.pk]
        if not one.owner.is_active:
            keepers = holders_of_right(Right.EDIT_TRAINING, unit=one.unit)
            people = list(keepers.values_list("pk", flat=True))
        message = about_resource(one, kind, once=f"{one.pk.hex}:{one.review_on}:{today}")
        tell(people=people, message=message, at=at)
    return len(found)


def _days(today: date) -> list[date]:
    """Return the days of which somebody is reminded today."""
    late = [today - timedelta(days=1)]
    late += [today - timedelta(days=WEEK * weeks) for weeks in range(1, LATE_WEEKS)]
    return [today + timedelta(days=left) for left in AHEAD] + late
