"""Reminders: what is due, certificates about to end, resources to look at again; each once."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.reminders import AHEAD, WEEK, reminds
from gouvernail.notifications.actions import tell
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.training.actions.assigning import BATCH
from gouvernail.training.actions.telling import about_course, about_resource
from gouvernail.training.models import Certificate, Course, Due, Resource, Waiver

BEFORE_END: Final = (30, 7, 1)
LATE_WEEKS: Final = 26


@action("training.remind_of_dues")
def remind_of_dues(*, at: datetime) -> int:
    """Tell people of the courses asked of them: two weeks and three days before, on the day, late.

    Returns how many were told. Two statements, and two for each course and day with somebody.
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
        due_on__in=_days(today),
        done_at__isnull=True,
        gone_at__isnull=True,
        person__is_active=True,
    )
    found: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    for course, due_on, person in rows.values_list("assignment__course", "due_on", "person"):
        found[course, due_on].append(person)
    courses = Course.objects.in_bulk({course for course, _day in found})
    return sum(
        _tell(courses[course], f"due_{reminds(due_on, today=today)}", due_on, people, today, at)
        for (course, due_on), people in found.items()
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
