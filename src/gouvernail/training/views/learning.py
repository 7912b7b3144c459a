"""Pages of a learner: what is asked, the courses, a lesson, the end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.training import actions
from gouvernail.training.errors import NothingToLearnError
from gouvernail.training.forms.courses import CourseFilterForm, course_filters
from gouvernail.training.models import Course, CourseVersion
from gouvernail.training.permissions import may_edit, visible_course
from gouvernail.training.queries.again import again_by
from gouvernail.training.queries.courses import best_certificate, courses_for_list
from gouvernail.training.queries.learning import Step, standing_of_attempts, steps_of
from gouvernail.training.queries.quizzes import length_of
from gouvernail.training.queries.scenarios import asked_by


@require_GET
@login_required
def course_list(request: WebRequest) -> HttpResponse:
    """Show the courses one may follow."""
    filters = course_filters(request.GET)
    page = courses_for_list(
        request.user, filters, cursor=request.GET.get("cursor", ""), at=clock.now()
    )
    context = {
        "page": page,
        "filters": filters,
        "filter_form": CourseFilterForm(request.GET),
        "may_edit": may(request.user, Right.EDIT_TRAINING),
    }
    return render(request, "training/course_list.html", context)


@require_GET
@login_required
def course_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Show a course: its lessons, what is done, what is next; `?version=2` for another text."""
    course = visible_course(viewer=request.user, slug=slug)
    version = _version(course, request)
    at = clock.now()
    steps = steps_of(version, request.user) if version else []
    left = [step for step in steps if not step.done]
    quiz = version.quiz if version and version.quiz_id else None
    asked = asked_by(course.pk, request.user)
    context = {
        "course": course,
        "version": version,
        "steps": steps,
        "done": len(steps) - len(left),
        "next": left[0] if left else None,
        "minutes": sum(step.lesson.minutes for step in steps),
        "quiz": quiz,
        "length": length_of(quiz, live=version.live) if version and quiz else None,
        "asked": asked,
        "practise": next((one.scenario for one in asked if not one.is_passed), None),
        "attempts": standing_of_attempts(quiz, request.user, at=at) if quiz else None,
        "certificate": best_certificate(request.user, course.pk, at=at),
        "again": again_by(request.user, course.pk, at=at),
        "today": clock.today(),
        "may_edit": may_edit(request.user, course.unit),
        "versions": course.versions.exclude(status=CourseVersion.Status.DRAFT),
    }
    return render(request, "training/course_detail.html", context)


def _version(course: Course, request: WebRequest) -> Any:  # noqa: ANN401 - a version with `live`
    """Return the text in use, or an earlier one that is asked for by its number.

    `live` is how many questions the bank of its quiz holds.
    """
    questions = Q(quiz__bank__questions__retired_at__isnull=True)
    rows = course.versions.select_related("quiz").exclude(status=CourseVersion.Status.DRAFT)
    rows = rows.annotate(live=Count("quiz__bank__questions", filter=questions))
    asked = request.GET.get("version", "")
    if asked.isdecimal():
        return rows.filter(number=int(asked[:6])).first()
    return rows.filter(status=CourseVersion.Status.PUBLISHED).first()


@require_GET
@login_required
def lesson_detail(request: WebRequest, slug: str, place: int) -> HttpResponse:
    """Show one lesson."""
    course = visible_course(viewer=request.user, slug=slug, archived=False)
    version, steps = _in_use(course, request)
    if not 1 <= place <= len(steps):
        raise NothingToLearnError
    step = steps[place - 1]
    context = {
        "course": course,
        "version": version,
        "step": step,
        "steps": steps,
        "lesson": step.lesson,
        "total": len(steps),
        "before": place - 1,
        "last": place == len(steps),
    }
    return render(request, "training/lesson_detail.html", context)


def _in_use(course: Course, request: WebRequest) -> tuple[CourseVersion, list[Step]]:
    version = course.versions.filter(status=CourseVersion.Status.PUBLISHED).first()
    if version is None:
        raise NothingToLearnError
    return version, steps_of(version, request.user)


@require_POST
@login_required
def lesson_read(request: WebRequest, slug: str, lesson_id: UUID) -> HttpResponse:
    """Note that a lesson was gone through, and go on to the next one left."""
    course = visible_course(viewer=request.user, slug=slug, archived=False)
    actions.read_lesson(course.pk, lesson_id=lesson_id, by=request.user, at=clock.now())
    _version_in_use, steps = _in_use(course, request)
    here = next((step.place for step in steps if step.lesson.pk == lesson_id), 0)
    later = [step.place for step in steps if not step.done and step.place > here]
    left = later or [step.place for step in steps if not step.done]
    if left:
        return redirect("training:lesson-detail", slug, left[0])
    return redirect("training:course-detail", slug)


@require_POST
@login_required
def course_finish(request: WebRequest, slug: str) -> HttpResponse:
    """Finish a course that has no quiz."""
    course = visible_course(viewer=request.user, slug=slug, archived=False)
    certificate = actions.finish_course(course.pk, by=request.user, at=clock.now())
    messages.success(request, _("Well done: the course is finished."))
    return redirect("training:certificate-detail", certificate.pk)
