"""Asking people to follow a course: who comes under it, who leaves it, who is let off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import visible_person, visible_unit
from gouvernail.training.actions.telling import about_course
from gouvernail.training.errors import (
    AssignmentEndedError,
    AssignmentInvalidError,
    NothingToLearnError,
)
from gouvernail.training.models import Assignment, Certificate, Course, Due, Waiver
from gouvernail.training.permissions import (
    require_editor,
    require_over,
    visible_assignment,
    visible_course,
    visible_waiver,
)
from gouvernail.training.queries.again import asked_again, since
from gouvernail.training.queries.held import in_force
from gouvernail.training.queries.reach import reached

WATCH: Final = Actor(kind="machine", ref="training", auth="worker")
RISKS: Final = ("high", "medium", "low")
BATCH: Final = 2_000
DAYS_MOST: Final = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of whom. An empty list narrows nothing; `person_id`: of one person only."""

    course_id: UUID
    unit_id: UUID
    roles: Sequence[str] = ()
    networks: Sequence[str] = ()
    risks: Sequence[str] = ()
    person_id: UUID | None = None
    due_days: int = 30
    due_on: date | None = None
    note: str = ""


@action("training.assign_course")
def assign_course(*, asked: Asked, by: Person, at: datetime, decided: bool = False) -> Assignment:
    """Ask people to follow a course, and tell them.

    `decided`: it follows from a decision whose own rules said who may take it; the right to ask
    for training is not looked at again.

    Raises:
        CourseNotFoundError, UnitNotFoundError, RightMissingError, PersonNotFoundError: not made.
        NothingToLearnError: nothing of the course is published.
        AssignmentInvalidError: a field cannot be taken.
    """
    if decided:
        course = Course.objects.select_related("unit").get(pk=asked.course_id)
        unit = Unit.objects.get(pk=asked.unit_id)
    else:
        course = visible_course(viewer=by, course_id=asked.course_id, archived=False)
        unit = visible_unit(asked.unit_id, viewer=by)
        require_editor(by, unit)
    if not course.versions.filter(status="published").exists():
        raise NothingToLearnError
    wrong = _wrong(asked, course=course, path=unit.path, today=site_day(at))
    if wrong:
        raise AssignmentInvalidError(wrong)
    person = _person(asked.person_id, by=by, decided=decided) if asked.person_id else None
    assignment = Assignment.objects.create(
        course=course,
        unit=unit,
        roles=sorted(asked.roles),
        networks=sorted(asked.networks),
        risks=sorted(asked.risks),
        person=person,
        due_days=asked.due_days,
        due_on=asked.due_on,
        note=asked.note.strip(),
        asked_by=by,
        asked_at=at,
    )
    record(actor=by, verb="training_assignment.made", subject=assignment, at=at)
    follow(assignment, actor=by, at=at)
    return assignment


def _person(key: UUID, *, by: Person, decided: bool) -> Person:
    if decided:
        return Person.objects.get(pk=key)
    person = visible_person(key, viewer=by)
    if person.home_unit is not None:
        require_editor(by, person.home_unit)
    return person


def _wrong(asked: Asked, *, course: Course, path: str, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not path.startswith(course.unit.path):
        wrong["unit"] = _("The course is not offered to this unit.")
    if set(asked.roles) - set(Role.values):
        wrong["roles"] = _("Choose roles of the list.")
    if set(asked.networks) - set(NETWORKS) - {"practice"}:
        wrong["networks"] = _("Choose networks of the list.")
    if set(asked.risks) - set(RISKS):
        wrong["risks"] = _("Choose levels of the list.")
    if not 1 <= asked.due_days <= DAYS_MOST:
        wrong["due_days"] = _("Between 1 and %(most)s days.") % {"most": DAYS_MOST}
    if asked.due_on is not None and asked.due_on < today:
        wrong["due_on"] = _("This day is past.")
    return wrong


@action("training.follow_assignment")
def follow_assignment(assignment_id: UUID, *, at: datetime) -> int:
    """Work out again to whom an assignment applies: joiners, movers, leavers, who has finished.

    Returns how many people came in or went out. Twelve statements, and one for 2,000 who come in.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("unit", "course")
        .get(pk=assignment_id)
    )
    if assignment.ended_at is not None:
        return 0
    return follow(assignment, actor=WATCH, at=at)


def follow(assignment: Assignment, *, actor: Actor | Person, at: datetime) -> int:
    """Do what `follow_assignment` says. Inside an action."""
    today = site_day(at)
    people = reached(assignment, today=today)
    dues = Due.objects.filter(assignment=assignment)
    inside = dues.filter(person__in=people.values("pk"))
    outside = dues.filter(gone_at__isnull=True).exclude(person__in=people.values("pk"))
    gone = outside.update(gone_at=at)
    due_on = _first_day(assignment, at=at, today=today)
    back = inside.filter(gone_at__isnull=False).update(gone_at=None, since=at, due_on=due_on)
    known = Due.objects.filter(assignment=assignment, person=OuterRef("pk"))
    added = _add(assignment, people.filter(~Exists(known)), due_on=due_on, at=at)
    _mark(dues, assignment, today=today, at=at)
    if added or gone or back:
        data = {"added": added, "went": gone, "back": back}
        verb = "training_assignment.followed"
        record(actor=actor, verb=verb, subject=assignment, at=at, data=data)
    return added + gone + back


def _first_day(assignment: Assignment, *, at: datetime, today: date) -> date:
    begun = assignment.asked_at == at
    if assignment.due_on is not None and (begun or assignment.due_on >= today):
        return assignment.due_on
    return today + timedelta(days=assignment.due_days)


def _add(assignment: Assignment, people: QuerySet[Person], *, due_on: date, at: datetime) -> int:
    keys = people.order_by("pk").values_list("pk", flat=True).distinct()
    number = 0
    for batch in _batches(list(keys)):
        rows = [Due(assignment=assignment, person_id=key, since=at, due_on=due_on) for key in batch]
        Due.objects.bulk_create(rows, ignore_conflicts=True)
        _tell_asked(assignment, batch, at=at)
        number += len(batch)
    return number


def _batches(keys: list[UUID]) -> Iterator[list[UUID]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _mark(dues: QuerySet[Due], assignment: Assignment, *, today: date, at: datetime) -> None:
    """Note who holds the certificate now, and who holds it no more. Three statements.

    A certificate of before the course is to be done again counts for nothing that is asked.
    """
    again = asked_again(assignment.course_id)
    held = Certificate.objects.filter(
        in_force(at), since(again), course=assignment.course_id, person=OuterRef("person")
    )
    first = max(again.again_by, today) if again and again.again_by else today
    dues.filter(Exists(held), done_at__isnull=True).update(done_at=at)
    dues.filter(~Exists(held), done_at__isnull=False).update(done_at=None, due_on=first)


def _tell_asked(assignment: Assignment, people: Sequence[UUID], *, at: datetime) -> None:
    again = asked_again(assignment.course_id)
    held = Certificate.objects.filter(
        in_force(at), since(again), course=assignment.course_id, person__in=people
    )
    done = set(held.values_list("person_id", flat=True))
    tell(
        people=[key for key in people if key not in done],
        message=about_course(assignment.course, "asked", once=assignment.pk.hex),
        at=at,
    )


@action("training.end_assignment")
def end_assignment(
    assignment_id: UUID, *, by: Person, at: datetime, decided: bool = False
) -> Assignment:
    """Ask no more; what was finished stays. `decided` as in `assign_course`.

    Raises:
        AssignmentNotFoundError: missing, or of a unit where `by` writes no course.
        AssignmentEndedError: it ended before.
    """
    if decided:
        assignment = Assignment.objects.select_for_update().get(pk=assignment_id)
    else:
        assignment = visible_assignment(assignment_id, viewer=by, lock=True)
    if assignment.ended_at is not None:
        raise AssignmentEndedError
    assignment.ended_at = at
    assignment.save(update_fields=("ended_at",))
    Due.objects.filter(assignment=assignment, gone_at__isnull=True).update(gone_at=at)
    record(actor=by, verb="training_assignment.ended", subject=assignment, at=at)
    return assignment


@action("training.waive")
def waive(
    person_id: UUID, *, course_id: UUID, until: date, reason: str, by: Person, at: datetime
) -> Waiver:
    """Let somebody off a course until a day, for a reason; another person than they does.

    Raises:
        CourseNotFoundError, PersonNotFoundError, RightMissingError, OwnTrainingError: not made.
        AssignmentInvalidError: no reason, or a day that is past.
    """
    course = visible_course(viewer=by, course_id=course_id)
    person = visible_person(person_id, viewer=by, lock=True)
    require_over(by, person)
    wrong: dict[str, str] = {}
    if not reason.strip():
        wrong["reason"] = _("Say why, in a sentence.")
    if until <= site_day(at):
        wrong["until"] = _("Choose a day to come.")
    if wrong:
        raise AssignmentInvalidError(wrong)
    before = Waiver.objects.filter(person=person, course=course, ended_at__isnull=True).first()
    if before is not None:
        _end_waiver(before, by=by, at=at)
    waiver = Waiver.objects.create(
        person=person,
        course=course,
        until=until,
        reason=reason.strip(),
        granted_by=by,
        granted_at=at,
    )
    record(actor=by, verb="training_waiver.granted", subject=waiver, at=at)
    message = about_course(course, "waived", once=waiver.pk.hex, by=by.name)
    tell(people=[person.pk], message=message, at=at)
    return waiver


@action("training.end_waiver")
def end_waiver(waiver_id: UUID, *, by: Person, at: datetime) -> Waiver:
    """Ask the course of somebody again.

    Raises:
        AssignmentNotFoundError: missing, or hidden from `by`.
        RightMissingError, OwnTrainingError: nothing was changed.
        AssignmentEndedError: it ended before.
    """
    waiver = visible_waiver(waiver_id, viewer=by, lock=True)
    require_over(by, waiver.person)
    if waiver.ended_at is not None:
        raise AssignmentEndedError
    _end_waiver(waiver, by=by, at=at)
    return waiver


def _end_waiver(waiver: Waiver, *, by: Person, at: datetime) -> None:
    waiver.ended_at = at
    waiver.save(update_fields=("ended_at",))
    record(actor=by, verb="training_waiver.ended", subject=waiver, at=at)
