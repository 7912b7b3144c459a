"""Pages of who writes questions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.training import actions
from gouvernail.training.errors import QuizNotFoundError
from gouvernail.training.forms.quizzes import BankForm, QuestionForm, QuizForm
from gouvernail.training.models import Bank, Question
from gouvernail.training.permissions import (
    may_edit,
    require_editor,
    visible_bank,
    visible_banks,
    visible_quiz,
)
from gouvernail.training.queries.quizzes import banks_for_list, questions_of, quizzes_for_choice


@require_http_methods(["GET", "POST"])
@login_required
def bank_list(request: WebRequest) -> HttpResponse:
    """Show the banks and the quizzes that draw from them, and create a bank."""
    require(request.user, Right.EDIT_TRAINING)
    form = BankForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = UUID(said.pop("unit"))
        bank = tried(
            form,
            lambda: actions.create_bank(**said, unit_id=unit, by=request.user, at=clock.now()),
        )
        if bank is not None:
            return redirect("training:bank-detail", bank.slug)
    context = {
        "banks": banks_for_list(request.user),
        "quizzes": quizzes_for_choice(request.user),
        "form": form,
    }
    return render(request, "training/bank_list.html", context, status=status_of(form))


@require_GET
@login_required
def bank_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Show the questions of a bank."""
    bank = visible_bank(viewer=request.user, slug=slug)
    context = {
        "bank": bank,
        "questions": questions_of(bank),
        "may_edit": may_edit(request.user, bank.unit),
        "kinds": Question.Kind.choices,
        "quizzes": bank.quizzes.filter(archived_at__isnull=True),
    }
    return render(request, "training/bank_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def question_write(request: WebRequest, slug: str, question_id: UUID | None = None) -> HttpResponse:
    """Write a question: a new one, or one that is there."""
    bank = visible_bank(viewer=request.user, slug=slug)
    require_editor(request.user, bank.unit)
    question = _question(bank, question_id)
    form = QuestionForm(request.POST or None, question=question, kind=request.GET.get("kind", ""))
    if request.method == "POST" and form.is_valid():
        kept = tried(
            form,
            lambda: actions.write_question(
                bank.slug,
                text=form.question_text(),
                question_id=question_id,
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("The question is kept."))
            return redirect("training:bank-detail", slug)
    context = {"form": form, "bank": bank, "question": question}
    return render(request, "training/question_form.html", context, status=status_of(form))


def _question(bank: Bank, question_id: UUID | None) -> Question | None:
    if question_id is None:
        return None
    question = bank.questions.filter(pk=question_id).first()
    if question is None:
        raise QuizNotFoundError
    return question


@require_POST
@login_required
def question_retire(request: WebRequest, slug: str, question_id: UUID) -> HttpResponse:
    """Ask a question no more, or again."""
    retired = request.POST.get("retired") == "1"
    actions.retire_question(
        slug, question_id=question_id, retired=retired, by=request.user, at=clock.now()
    )
    return redirect("training:bank-detail", slug)


@require_http_methods(["GET", "POST"])
@login_required
def quiz_create(request: WebRequest) -> HttpResponse:
    """Create a quiz."""
    return _quiz_form(request, "")


@require_http_methods(["GET", "POST"])
@login_required
def quiz_edit(request: WebRequest, slug: str) -> HttpResponse:
    """Change how a quiz is asked, from the next attempt on."""
    return _quiz_form(request, slug)


def _quiz_form(request: WebRequest, slug: str) -> HttpResponse:
    require(request.user, Right.EDIT_TRAINING)
    quiz = visible_quiz(viewer=request.user, slug=slug) if slug else None
    if quiz is not None:
        require_editor(request.user, quiz.unit)
    form = QuizForm(
        request.POST or None,
        viewer=request.user,
        banks=visible_banks(request.user).filter(archived_at__isnull=True),
        quiz=quiz,
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        kept = tried(
            form,
            lambda: actions.write_quiz(
                facts=facts, quiz_id=quiz.pk if quiz else None, by=request.user, at=clock.now()
            ),
        )
        if kept is not None:
            messages.success(request, _("The quiz is kept."))
            return redirect("training:quiz-detail", kept.slug)
    context = {"form": form, "quiz": quiz}
    return render(request, "training/quiz_form.html", context, status=status_of(form))
