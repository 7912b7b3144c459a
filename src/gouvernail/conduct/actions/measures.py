"""What a decision does: to a licence, or as something to learn again. Lifted with it."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gouvernail.conduct.models import Case, Decision
from gouvernail.licences.actions import lift, restrict, suspend
from gouvernail.licences.models import Restriction
from gouvernail.people.models import Person
from gouvernail.training.actions.assigning import Asked, assign_course, end_assignment
from gouvernail.training.models import Assignment, Course
from gouvernail.training.permissions import may_edit, visible_courses

DUE_DAYS: Final = 30


def courses_to_ask(person: Person) -> QuerySet[Course]:
    """Return the courses that `person` may read and that have something to learn, by title."""
    return visible_courses(person).filter(versions__status="published").distinct()


def may_ask_course(slug: str, *, case: Case, by: Person) -> bool:
    """Return whether `by` may ask the person of a case to follow a course. Two queries."""
    course = courses_to_ask(by).select_related("unit").filter(slug=slug).first()
    return course is not None and may_edit(by, case.unit) and course.unit.contains(case.unit)


def begin_measures(case: Case, decision: Decision, *, by: Person, at: datetime) -> None:
    """Have what was decided act. Called inside an action that authorised `by`.

    A licence names the case by its key and says nothing of the facts: who answers for the person
    reads the licence, not the case.
    """
    person = case.person
    until = decision.until
    if person is None or not person.is_active or until is None or until <= at:
        return
    if decision.outcome in Case.OF_LICENCE:
        hold = suspend if decision.outcome == Case.Outcome.SUSPENDED else restrict
        hold(
            person,
            by=by,
            at=at,
            reason=_("Decided in writing; they can read why on their own page, and appeal."),
            until=until,
            case=case.pk.hex,
            acts=decision.acts,
            networks=[decision.network] if decision.network else [],
            decided=True,
        )
    elif decision.outcome == Case.Outcome.COACHING:
        _ask_course(case, decision, by=by, at=at)


def _ask_course(case: Case, decision: Decision, *, by: Person, at: datetime) -> None:
    course = Course.objects.get(slug=decision.course)
    asked = Asked(
        course_id=course.pk,
        unit_id=case.unit_id,
        person_id=case.person_id,
        due_days=DUE_DAYS,
        note=_("Decided in writing; they can read why on their own page, and appeal."),
    )
    assign_course(asked=asked, by=by, at=at, decided=True)


def stop_measures(case: Case, *, by: Person, at: datetime) -> int:
    """Lift what a case had begun and that still holds; returns how many licences are free again.

    `by` is never the person themselves: an appeal is their act, its effect follows from the
    decision they appeal.
    """
    ends = Q(until__isnull=True) | Q(until__gt=at)
    rows = Restriction.objects.filter(ends, case_ref=case.pk.hex, lifted_at__isnull=True)
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        said = _("The decision it came from is appealed, changed or ended.")
        lift(key, by=by, at=at, reason=said, decided=True)
    _ask_no_more(case, by=by, at=at)
    return len(keys)


def _ask_no_more(case: Case, *, by: Person, at: datetime) -> None:
    """End what the case asked to be learned again."""
    for decision in case.decisions.filter(outcome=Case.Outcome.COACHING):
        rows = Assignment.objects.filter(
            person=case.person_id,
            course__slug=decision.course,
            asked_at=decision.at,
            ended_at__isnull=True,
        )
        for key in rows.values_list("pk", flat=True):
            end_assignment(key, by=by, at=at, decided=True)
