"""Agreeing to an answer that somebody else must read, taking it back, letting it leave alone."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried_all
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox import actions
from gouvernail.inbox.forms import AloneForm, DecideForm
from gouvernail.inbox.models import Message
from gouvernail.inbox.permissions import visible_answer, visible_conversations
from gouvernail.inbox.queries.reviewing import review_of
from gouvernail.inbox.queries.thread import thread_of
from gouvernail.inbox.views.pages import conversation_page


@login_required
@require_GET
def reply_review(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Lead to the conversation whose answer waits; who only stands in reads it here."""
    message = visible_answer(request_id, viewer=request.user)
    if _sees(request, message):
        return redirect("inbox:conversation-detail", message.conversation_id)
    return _page(request, message)


@login_required
@require_POST
def reply_decide(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Agree to an answer, or send it back."""
    message = visible_answer(request_id, viewer=request.user)
    form = DecideForm(request.POST)

    def act() -> object:
        said = form.cleaned_data
        return actions.decide_reply(
            message.pk,
            verdict=said["verdict"],
            comment=said["comment"],
            by=request.user,
            at=clock.now(),
        )

    if form.is_valid() and tried_all(form, act) is not None:
        return _on(request, message)
    return _page(request, message, decide_form=form)


@login_required
@require_POST
def reply_release(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Let one's own answer leave alone, where the charter allows it."""
    message = visible_answer(request_id, viewer=request.user)
    form = AloneForm(request.POST)

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.release_reply_alone(
            message.pk, reason=reason, by=request.user, at=clock.now()
        )

    if form.is_valid() and tried_all(form, act) is not None:
        return _on(request, message)
    return _page(request, message, alone_form=form)


@login_required
@require_POST
def reply_withdraw(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Take back an answer that waits for an agreement."""
    message = visible_answer(request_id, viewer=request.user)
    actions.withdraw_reply(message.pk, by=request.user, at=clock.now())
    messages.success(request, _("Taken back: nothing leaves. Your words are kept in the thread."))
    return redirect("inbox:conversation-detail", message.conversation_id)


def _sees(request: WebRequest, message: Message) -> bool:
    return visible_conversations(request.user).filter(pk=message.conversation_id).exists()


def _on(request: WebRequest, message: Message) -> HttpResponse:
    if _sees(request, message):
        return redirect("inbox:conversation-detail", message.conversation_id)
    messages.success(request, _("Decided: whoever wrote it is told."))
    return redirect("web:today")


def _page(request: WebRequest, message: Message, **forms: Form) -> HttpResponse:
    if _sees(request, message):
        return conversation_page(request, message.conversation, **forms)
    at, thread = clock.now(), thread_of(message.conversation)
    waits = message if message.standing == Message.Standing.ASKED else None
    context = {
        "conversation": message.conversation,
        "answer": message,
        "review": review_of(waits, thread, viewer=request.user, at=at),
        "decide_form": DecideForm(),
    }
    status = status_of(*forms.values())
    return render(request, "inbox/reply_review.html", context | forms, status=status)
