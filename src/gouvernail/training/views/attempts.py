"""Pages of a quiz: begin, one question a screen, why, the result."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.training import actions
from gouvernail.training.forms.quizzes import AnswerForm
from gouvernail.training.models import Attempt
from gouvernail.training.permissions import may_edit, visible_quiz
from gouvernail.training.queries.courses import best_certificate
from gouvernail.training.queries.learning import standing_of_attempts
from gouvernail.training.queries.quizzes import (
    attempt_of,
    attempts_at,
    length_of,
    next_place,
    reread,
)

ONWARD = "training_onward"


@require_GET
@login_required
def quiz_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Say what a quiz asks, before it is begun; `?next=` is where it leads once passed."""
    quiz = visible_quiz(viewer=request.user, slug=slug)
    onward = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        request.session[ONWARD] = {str(quiz.pk): onward[:500]}
    live = quiz.bank.questions.filter(retired_at__isnull=True).count()
    own = attempts_at(quiz, request.user)
    context = {
        "quiz": quiz,
        "length": length_of(quiz, live=live),
        "attempts": standing_of_attempts(quiz, request.user, at=clock.now()),
        "own": own.filter(ended_at__isnull=False)[:10],
        "going": own.filter(ended_at__isnull=True).first(),
        "may_edit": may_edit(request.user, quiz.unit),
    }
    return render(request, "training/quiz_detail.html", context)


@require_POST
@login_required
def attempt_start(request: WebRequest, slug: str) -> HttpResponse:
    """Begin a quiz, or go on with it."""
    quiz = visible_quiz(viewer=request.user, slug=slug)
    asked = request.POST.get("course", "")
    course = UUID(asked) if is_uuid(asked) else None
    attempt = actions.start_attempt(quiz.pk, course_id=course, by=request.user, at=clock.now())
    return redirect("training:attempt-detail", attempt.pk)


@require_http_methods(["GET", "POST"])
@login_required
def attempt_detail(request: WebRequest, attempt_id: UUID) -> HttpResponse:
    """Ask the next question; `?seen=2` says why the answer to the third is what it is."""
    attempt = attempt_of(attempt_id, viewer=request.user)
    if request.method == "POST":
        return _answer(request, attempt)
    seen = request.GET.get("seen", "")
    if seen.isdecimal() and seen[:4] in attempt.answers:
        return _why(request, attempt, int(seen[:4]))
    if attempt.ended_at is not None:
        return _result(request, attempt)
    place = next_place(attempt)
    form = AnswerForm(None, asked=attempt.questions[place], place=place)
    return _question(request, attempt, form, place)


def _answer(request: WebRequest, attempt: Attempt) -> HttpResponse:
    place = min(next_place(attempt), len(attempt.questions) - 1)
    sent = request.POST.get("place", "")
    if sent.isdecimal() and int(sent[:4]) < len(attempt.questions):
        place = int(sent[:4])
    form = AnswerForm(request.POST, asked=attempt.questions[place], place=place)
    if form.is_valid():
        kept = tried(
            form,
            lambda: actions.answer_question(
                attempt.pk, place=place, given=form.given(), by=request.user, at=clock.now()
            ),
        )
        if kept is not None:
            address = reverse("training:attempt-detail", args=[attempt.pk])
            return redirect(f"{address}?seen={place}")
    return _question(request, attempt, form, place)


def _question(request: WebRequest, attempt: Attempt, form: AnswerForm, place: int) -> HttpResponse:
    context = {
        "attempt": attempt,
        "form": form,
        "asked": attempt.questions[place],
        "number": place + 1,
        "total": len(attempt.questions),
    }
    return render(request, "training/attempt_question.html", context, status=status_of(form))


def _why(request: WebRequest, attempt: Attempt, place: int) -> HttpResponse:
    context = {
        "attempt": attempt,
        "answer": reread(attempt, place),
        "number": place + 1,
        "total": len(attempt.questions),
    }
    return render(request, "training/attempt_why.html", context)


def _result(request: WebRequest, attempt: Attempt) -> HttpResponse:
    answers = [reread(attempt, place) for place in range(len(attempt.questions))]
    course = attempt.version.course if attempt.version else None
    mine = attempt.person_id == request.user.pk
    at = clock.now()
    context = {
        "attempt": attempt,
        "answers": answers,
        "right": sum(one.is_right for one in answers),
        "course": course,
        "mine": mine,
        "certificate": best_certificate(attempt.person, course.pk, at=at) if course else None,
        "attempts": standing_of_attempts(attempt.quiz, attempt.person, at=at),
        "onward": request.session.get(ONWARD, {}).get(str(attempt.quiz_id), "") if mine else "",
    }
    return render(request, "training/attempt_result.html", context)
