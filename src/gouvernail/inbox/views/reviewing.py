"""Agreeing to an answer that a rule wants read by somebody else."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox import actions
from gouvernail.inbox.errors import ConversationInvalidError
from gouvernail.inbox.forms import DecideForm
from gouvernail.inbox.permissions import visible_answer


@login_required
@require_GET
def reply_review(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Lead to the conversation whose answer waits."""
    message = visible_answer(request_id, viewer=request.user)
    return redirect("inbox:conversation-detail", message.conversation_id)


@login_required
@require_POST
def reply_decide(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Agree to an answer, or send it back."""
    message = visible_answer(request_id, viewer=request.user)
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise ConversationInvalidError({name: str(each[0]) for name, each in form.errors.items()})
    said = form.cleaned_data
    actions.decide_reply(
        message.pk,
        verdict=said["verdict"],
        comment=said["comment"],
        by=request.user,
        at=clock.now(),
    )
    return redirect("inbox:conversation-detail", message.conversation_id)
