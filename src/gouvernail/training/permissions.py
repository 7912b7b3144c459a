"""Who learns what, who writes courses, and who sees what others learned."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, active_grants, may, may_overall, require, scope
from gouvernail.training.errors import (
    AssignmentNotFoundError,
    CertificateNotFoundError,
    CourseNotFoundError,
    ImportNotFoundError,
    OwnTrainingError,
    QuizNotFoundError,
    ResourceNotFoundError,
    RunNotFoundError,
    ScenarioNotFoundError,
)
from gouvernail.training.models import (
    Assignment,
    Bank,
    Certificate,
    CompletionImport,
    Course,
    OutsideProof,
    Quiz,
    Resource,
    Run,
    Scenario,
    Waiver,
)

M = TypeVar("M", bound=Model)


def above(paths: Iterable[str]) -> set[str]:
    """Return the paths themselves and those of every unit above them. No query."""
    return {path[: at + 1] for path in paths for at, mark in enumerate(path) if mark == "/"}


def offered(viewer: Person, *, field: str = "unit__path") -> Q:
    """Return the filter of what is offered to `viewer`: by the units above where they are.

    Who may write courses also sees those below. The grants and the home unit, read once.
    """
    if not viewer.is_active:
        return Q(pk__in=[])
    paths = [grant.unit.path for grant in active_grants(viewer)]
    if viewer.home_unit is not None:
        paths.append(viewer.home_unit.path)
    return Q(**{f"{field}__in": above(paths)}) | scope(viewer, Right.EDIT_TRAINING, field)


def visible_courses(viewer: Person, *, archived: bool = False) -> QuerySet[Course]:
    """Return the courses `viewer` may read; those in use unless `archived` is asked for."""
    return Course.objects.filter(offered(viewer), archived_at__isnull=not archived)


def visible_course(
    *, viewer: Person, slug: str = "", course_id: UUID | None = None, archived: bool = True
) -> Course:
    """Return one course `viewer` may read, unit and owner loaded.

    Raises:
        CourseNotFoundError: missing or hidden; the caller cannot tell which.
    """
    wanted = Q(slug=slug) if slug else Q(pk=course_id)
    rows = Course.objects.filter(offered(viewer))
    if not archived:
        rows = rows.filter(archived_at__isnull=True)
    course = rows.filter(wanted).select_related("unit", "owner").first()
    if course is None:
        raise CourseNotFoundError
    return course


def may_edit(person: Person, unit: Unit) -> bool:
    """Return whether `person` writes courses, quizzes and resources of a unit."""
    return may(person, Right.EDIT_TRAINING, unit=unit)


def require_editor(person: Person, unit: Unit) -> None:
    """Refuse whoever does not write courses of a unit.

    Raises:
        RightMissingError: they have no such right there.
    """
    require(person, Right.EDIT_TRAINING, unit=unit)


def visible_banks(viewer: Person) -> QuerySet[Bank]:
    """Return the banks `viewer` may use: where they write, and those of the units above."""
    if not may(viewer, Right.EDIT_TRAINING):
        return Bank.objects.none()
    return Bank.objects.filter(offered(viewer))


def visible_bank(*, viewer: Person, slug: str) -> Bank:
    """Return one bank with its unit.

    Raises:
        QuizNotFoundError: missing or hidden.
    """
    return _found(visible_banks(viewer).filter(slug=slug).select_related("unit"))


def visible_quiz(*, viewer: Person, slug: str = "", quiz_id: UUID | None = None) -> Quiz:
    """Return one quiz offered to `viewer`, its unit and bank loaded.

    Raises:
        QuizNotFoundError: missing or hidden.
    """
    wanted = Q(slug=slug) if slug else Q(pk=quiz_id)
    rows = Quiz.objects.filter(offered(viewer)).filter(wanted)
    return _found(rows.select_related("unit", "bank"))


def _found(rows: QuerySet[M]) -> M:
    row = rows.first()
    if row is None:
        raise QuizNotFoundError
    return row


def visible_certificates(viewer: Person) -> QuerySet[Certificate]:
    """Return one's own certificates, and those of the people whose training one may see."""
    theirs = scope(viewer, Right.SEE_TRAINING, "person__home_unit__path")
    return Certificate.objects.filter(Q(person=viewer) | theirs)


def visible_certificate(certificate_id: UUID, *, viewer: Person, lock: bool = False) -> Certificate:
    """Return one certificate, its holder, course and completion loaded.

    Raises:
        CertificateNotFoundError: missing or hidden.
    """
    if lock:
        Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    rows = visible_certificates(viewer).filter(pk=certificate_id)
    row = rows.select_related(
        "person__home_unit", "course__unit", "completion__version", "revoked_by"
    ).first()
    if row is None:
        raise CertificateNotFoundError
    return row


def learners(viewer: Person, right: Right) -> Q:
    """Return the filter of rows of the people for whose training `viewer` has `right`.

    Those of no unit are answered for at the top, as `require_over` has it. The grants, read once.
    """
    theirs = scope(viewer, right, "person__home_unit__path")
    if may_overall(viewer, right):
        theirs |= Q(person__home_unit__isnull=True)
    return theirs


def visible_assignment(assignment_id: UUID, *, viewer: Person, lock: bool = False) -> Assignment:
    """Return one request to follow a course, of a unit where `viewer` writes courses.

    Raises:
        AssignmentNotFoundError: missing or hidden.
    """
    if lock:
        Assignment.objects.select_for_update().filter(pk=assignment_id).first()
    rows = Assignment.objects.filter(scope(viewer, Right.EDIT_TRAINING, "unit__path"))
    row = rows.filter(pk=assignment_id).select_related("unit", "course").first()
    if row is None:
        raise AssignmentNotFoundError
    return row


def visible_waiver(waiver_id: UUID, *, viewer: Person, lock: bool = False) -> Waiver:
    """Return one exemption: one's own, or of somebody whose training one may see.

    Its person is loaded, with their unit.

    Raises:
        AssignmentNotFoundError: missing or hidden.
    """
    if lock:
        Waiver.objects.select_for_update().filter(pk=waiver_id).first()
    rows = Waiver.objects.filter(Q(person=viewer) | learners(viewer, Right.SEE_TRAINING))
    row = rows.filter(pk=waiver_id).select_related("person__home_unit").first()
    if row is None:
        raise AssignmentNotFoundError
    return row


def visible_proof(proof_id: UUID, *, viewer: Person, lock: bool = False) -> OutsideProof:
    """Return one certificate from elsewhere: one's own, or one that `viewer` may answer.

    Its person and course are loaded, with their units.

    Raises:
        CertificateNotFoundError: missing or hidden.
    """
    if lock:
        OutsideProof.objects.select_for_update().filter(pk=proof_id).first()
    rows = OutsideProof.objects.filter(Q(person=viewer) | learners(viewer, Right.EDIT_TRAINING))
    row = rows.filter(pk=proof_id).select_related("person__home_unit", "course__unit").first()
    if row is None:
        raise CertificateNotFoundError
    return row


def require_over(by: Person, person: Person, right: Right = Right.EDIT_TRAINING) -> None:
    """Refuse whoever does not answer for the training of `person`, or is that person.

    Raises:
        OwnTrainingError: it is their own.
        RightMissingError: they have no such right where the person is.
    """
    if by.pk == person.pk:
        raise OwnTrainingError
    if person.home_unit is None:
        top = Unit.objects.filter(parent__isnull=True).first()
        require(by, right, unit=top)
    else:
        require(by, right, unit=person.home_unit)


def visible_imports(viewer: Person) -> QuerySet[CompletionImport]:
    """Return the files of completions one sent; who answers for everybody sees them all."""
    if not may(viewer, Right.EDIT_TRAINING):
        return CompletionImport.objects.none()
    rows = CompletionImport.objects.all()
    return rows if may_overall(viewer, Right.EDIT_TRAINING) else rows.filter(started_by=viewer)


def visible_import(import_id: UUID, *, viewer: Person, lock: bool = False) -> CompletionImport:
    """Return one file of completions on its way in, and who sent it.

    Raises:
        ImportNotFoundError: missing or hidden.
    """
    if lock:
        CompletionImport.objects.select_for_update().filter(pk=import_id).first()
    run = visible_imports(viewer).filter(pk=import_id).select_related("started_by").first()
    if run is None:
        raise ImportNotFoundError
    return run


def visible_resources(viewer: Person) -> QuerySet[Resource]:
    """Return the resources of the library offered to `viewer`."""
    return Resource.objects.filter(offered(viewer), archived_at__isnull=True)


def visible_resource(resource_id: UUID, *, viewer: Person) -> Resource:
    """Return one resource, its unit, owner and file loaded.

    Raises:
        ResourceNotFoundError: missing or hidden.
    """
    rows = visible_resources(viewer).select_related("unit", "owner", "file")
    row = rows.filter(pk=resource_id).first()
    if row is None:
        raise ResourceNotFoundError
    return row


def visible_scenarios(viewer: Person, *, archived: bool = False) -> QuerySet[Scenario]:
    """Return the scenarios `viewer` may practise; those put away only for whoever keeps them.

    So it is with those that are not published yet.
    """
    keeps = scope(viewer, Right.EDIT_TRAINING, "unit__path")
    rows = Scenario.objects.filter(offered(viewer), archived_at__isnull=not archived)
    return rows.filter(keeps) if archived else rows.filter(keeps | Q(number__gt=0))


def visible_scenario(
    *, viewer: Person, slug: str = "", scenario_id: UUID | None = None, archived: bool = True
) -> Scenario:
    """Return one scenario offered to `viewer`, its unit, owner and course loaded.

    Raises:
        ScenarioNotFoundError: missing or hidden.
    """
    wanted = Q(slug=slug) if slug else Q(pk=scenario_id)
    keeps = scope(viewer, Right.EDIT_TRAINING, "unit__path")
    rows = Scenario.objects.filter(offered(viewer)).filter(wanted).filter(keeps | Q(number__gt=0))
    if not archived:
        rows = rows.filter(archived_at__isnull=True)
    scenario = rows.select_related("unit", "owner", "course").first()
    if scenario is None:
        raise ScenarioNotFoundError
    return scenario


def visible_runs(viewer: Person) -> QuerySet[Run]:
    """Return one's own practices, and those of the people whose training one may see."""
    theirs = scope(viewer, Right.SEE_TRAINING, "person__home_unit__path")
    return Run.objects.filter(Q(person=viewer) | theirs)


def visible_run(run_id: UUID, *, viewer: Person, lock: bool = False) -> Run:
    """Return one practice, its person and scenario loaded.

    Raises:
        RunNotFoundError: missing or hidden.
    """
    if lock:
        Run.objects.select_for_update().filter(pk=run_id).first()
    rows = visible_runs(viewer).filter(pk=run_id)
    run = rows.select_related(
        "person__home_unit", "scenario__unit", "scenario__course", "reviewed_by"
    ).first()
    if run is None:
        raise RunNotFoundError
    return run
