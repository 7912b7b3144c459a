"""What an expert is asked, on a page of their own."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox import actions
from gouvernail.inbox.forms import ExpertAnswerForm
from gouvernail.inbox.permissions import own_question
from gouvernail.inbox.queries.experts import questions_page
from gouvernail.inbox.queries.thread import thread_for_expert


@login_required
@require_GET
def question_list(request: WebRequest) -> HttpResponse:
    """Show what the reader was asked, the latest first."""
    page = questions_page(request.user, cursor=request.GET.get("cursor", ""))
    return render(request, "inbox/question_list.html", {"page": page, "now": clock.now()})


@login_required
@require_http_methods(["GET", "POST"])
def question_answer(request: WebRequest, question_id: UUID) -> HttpResponse:
    """Show one question with its conversation, and take the answer."""
    question = own_question(question_id, viewer=request.user)
    form = ExpertAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(
            form,
            lambda: actions.answer_expert(
                question.pk, words=words, by=request.user, at=clock.now()
            ),
        ):
            messages.success(request, _("Thank you: whoever asked has your answer."))
            return redirect("inbox:question-list")
    context = {
        "question": question,
        "thread": thread_for_expert(question),
        "form": form,
        "now": clock.now(),
    }
    return render(request, "inbox/question_answer.html", context, status=status_of(form))
