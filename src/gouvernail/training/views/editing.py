"""Pages of who writes courses."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.training import actions
from gouvernail.training.actions.files import kept_lesson_file, with_file
from gouvernail.training.errors import CourseInvalidError, FileRefusedError
from gouvernail.training.forms.courses import (
    CourseForm,
    DraftForm,
    LessonForm,
    PublishForm,
    StarterForm,
    spoken,
)
from gouvernail.training.models import Course, CourseVersion, Lesson, TrainingFile
from gouvernail.training.permissions import require_editor, visible_course, visible_courses
from gouvernail.training.queries.courses import drafted_lesson
from gouvernail.training.queries.quizzes import quizzes_for_choice
from gouvernail.training.starters import starter_courses


def _course(request: WebRequest, slug: str) -> Course:
    course = visible_course(viewer=request.user, slug=slug)
    require_editor(request.user, course.unit)
    return course


@require_http_methods(["GET", "POST"])
@login_required
def course_create(request: WebRequest) -> HttpResponse:
    """Create a course."""
    require(request.user, Right.EDIT_TRAINING)
    form = CourseForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        course = tried(
            form, lambda: actions.create_course(facts=facts, by=request.user, at=clock.now())
        )
        if course is not None:
            return redirect("training:course-write", course.slug)
    context = {"form": form, "course": None}
    return render(request, "training/course_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def course_edit(request: WebRequest, slug: str) -> HttpResponse:
    """Change what is known of a course."""
    course = _course(request, slug)
    form = CourseForm(request.POST or None, viewer=request.user, course=course)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        kept = tried(
            form,
            lambda: actions.update_course(course.pk, facts=facts, by=request.user, at=clock.now()),
        )
        if kept is not None:
            return redirect("training:course-detail", kept.slug)
    context = {"form": form, "course": course}
    return render(request, "training/course_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def starter_list(request: WebRequest) -> HttpResponse:
    """Show the courses to start from, and take one."""
    require(request.user, Right.EDIT_TRAINING)
    form = StarterForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        course = actions.add_starter(
            request.POST.get("starter", "")[:60],
            unit_id=UUID(form.cleaned_data["unit"]),
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("It is yours: read it again, change it, then publish it."))
        return redirect("training:course-write", course.slug)
    language = spoken()
    here = set(visible_courses(request.user).values_list("starter", flat=True))
    starters = [
        {
            "slug": one.slug,
            "title": one.title.said(language),
            "summary": one.summary.said(language),
            "minutes": one.minutes,
            "lessons": len(one.lessons),
            "questions": len(one.questions),
            "is_here": one.slug in here,
        }
        for one in starter_courses()
    ]
    context = {"form": form, "starters": starters}
    return render(request, "training/starter_list.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def course_write(request: WebRequest, slug: str) -> HttpResponse:
    """Show the draft: its lessons in order, its quiz, what changes."""
    course = _course(request, slug)
    draft = course.versions.filter(status=CourseVersion.Status.DRAFT).first()
    if draft is None:
        return _write_page(request, course, None, None)
    quizzes = quizzes_for_choice(request.user)
    form = DraftForm(request.POST or None, draft=draft, quizzes=quizzes)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept = tried(
            form,
            lambda: actions.update_draft(
                course.pk,
                quiz_id=UUID(said["quiz"]) if said["quiz"] else None,
                changes=said["changes"],
                changes_en=said["changes_en"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("Kept."))
            return redirect("training:course-write", slug)
    return _write_page(request, course, draft, form)


def _write_page(
    request: WebRequest,
    course: Course,
    draft: CourseVersion | None,
    form: DraftForm | None,
    problem: str = "",
    publishing: PublishForm | None = None,
) -> HttpResponse:
    publishing = publishing or PublishForm()
    context = {
        "publishing": publishing,
        "course": course,
        "draft": draft,
        "lessons": draft.lessons.select_related("file") if draft else [],
        "form": form,
        "problem": problem,
        "published": course.versions.filter(status=CourseVersion.Status.PUBLISHED).first(),
    }
    refused = problem or publishing.errors
    status = 422 if refused else status_of(form) if form else 200
    return render(request, "training/course_write.html", context, status=status)


@require_POST
@login_required
def draft_start(request: WebRequest, slug: str) -> HttpResponse:
    """Start the next version from what is published."""
    course = _course(request, slug)
    actions.start_draft(course.pk, by=request.user, at=clock.now())
    return redirect("training:course-write", slug)


@require_http_methods(["GET", "POST"])
@login_required
def lesson_write(request: WebRequest, slug: str, lesson_id: UUID | None = None) -> HttpResponse:
    """Write a lesson of the draft, a new one or one that is there."""
    course = _course(request, slug)
    lesson = drafted_lesson(course, lesson_id)
    form = LessonForm(request.POST or None, request.FILES or None, lesson=lesson)
    if request.method == "POST" and form.is_valid() and _keep_lesson(request, course, form, lesson):
        messages.success(request, _("The lesson is kept."))
        return redirect("training:course-write", slug)
    context = {"form": form, "course": course, "lesson": lesson}
    return render(request, "training/lesson_form.html", context, status=status_of(form))


def _keep_lesson(
    request: WebRequest, course: Course, form: LessonForm, lesson: Lesson | None
) -> bool:
    at = clock.now()
    file: TrainingFile | None = lesson.file if lesson else None
    upload = form.cleaned_data["file"]
    if upload is not None:
        try:
            file = kept_lesson_file(data=upload.read(), name=upload.name, at=at)
        except FileRefusedError as error:
            form.add_error("file", error.message)
            return False
    actions.start_draft(course.pk, by=request.user, at=at)
    text, key = form.text_of(file), lesson.pk if lesson else None

    def written() -> Lesson:
        return actions.write_lesson(course.pk, text=text, lesson_id=key, by=request.user, at=at)

    return tried(form, lambda: with_file(file, written, at=at)) is not None


@require_POST
@login_required
def lesson_change(request: WebRequest, slug: str, lesson_id: UUID) -> HttpResponse:
    """Move a lesson of the draft up or down, or take it out."""
    course = _course(request, slug)
    what = request.POST.get("what", "")
    if what == "remove":
        actions.remove_lesson(course.pk, lesson_id=lesson_id, by=request.user, at=clock.now())
        messages.success(request, _("The lesson is taken out."))
    else:
        actions.move_lesson(
            course.pk, lesson_id=lesson_id, up=what == "up", by=request.user, at=clock.now()
        )
    return redirect("training:course-write", slug)


@require_POST
@login_required
def course_publish(request: WebRequest, slug: str) -> HttpResponse:
    """Publish the draft."""
    course = _course(request, slug)
    publishing = PublishForm(request.POST)
    if not publishing.is_valid():
        return _unpublished(request, course, publishing)
    try:
        version = actions.publish_version(
            course.pk, again_days=publishing.again_days(), by=request.user, at=clock.now()
        )
    except CourseInvalidError as error:
        return _unpublished(request, course, publishing, " ".join(error.fields.values()))
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect("training:course-detail", slug)


def _unpublished(
    request: WebRequest, course: Course, publishing: PublishForm, problem: str = ""
) -> HttpResponse:
    draft = course.versions.filter(status=CourseVersion.Status.DRAFT).first()
    quizzes = quizzes_for_choice(request.user)
    form = DraftForm(None, draft=draft, quizzes=quizzes) if draft else None
    return _write_page(request, course, draft, form, problem, publishing)


@require_POST
@login_required
def draft_drop(request: WebRequest, slug: str) -> HttpResponse:
    """Give up the draft."""
    course = _course(request, slug)
    actions.drop_draft(course.pk, by=request.user, at=clock.now())
    messages.success(request, _("The draft is gone; what is published stays."))
    return redirect("training:course-detail", slug)


@require_POST
@login_required
def course_archive(request: WebRequest, slug: str) -> HttpResponse:
    """Offer a course no more, or again."""
    course = _course(request, slug)
    if course.archived_at is None:
        actions.archive_course(course.pk, by=request.user, at=clock.now())
        messages.success(request, _("The course is archived: what people hold for it stands."))
    else:
        actions.restore_course(course.pk, by=request.user, at=clock.now())
        messages.success(request, _("The course is offered again."))
    return redirect("training:course-detail", slug)
