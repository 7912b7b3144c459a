"""One reply: what it says, its versions, and what is done with it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gouvernail.approvals.errors import AlreadyDecidedError, RequestClosedError
from gouvernail.approvals.queries import has_decided, request_for
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.replies.actions import (
    Choice,
    confirm_still_good,
    decide_reply,
    retire_reply,
    submit_version,
    take_back_version,
    take_up_again,
)
from gouvernail.replies.errors import ReplyBlockedError
from gouvernail.replies.forms import ReviewForm
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.permissions import (
    may_write,
    version_of_request,
    visible_replies,
    visible_reply,
    works_with,
)
from gouvernail.replies.queries.pages import comparison, judged_for, sheet_of

SAID = {
    "approve": gettext_lazy("%(title)s: agreed to."),
    "changes": gettext_lazy("%(title)s: sent back with your comment."),
    "refuse": gettext_lazy("%(title)s: refused, with your comment."),
}


@login_required
@require_GET
def reply_detail(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Show one reply: its words, what to know before using it, its versions."""
    reply = visible_reply(reply_id, viewer=request.user)
    works = works_with(request.user, reply)
    page = sheet_of(reply, works=works, at=clock.now())
    keys = [("reply_version", one.pk) for one in page.versions[:20]]
    context = {
        "reply": reply,
        "page": page,
        "may_write": may_write(request.user, reply),
        "timeline": timeline(
            "reply", reply.pk, also=keys, cursor=request.GET.get("events", ""), size=10
        )
        if works
        else None,
        "today": clock.today(),
    }
    return render(request, "replies/reply_detail.html", context)


@login_required
@require_GET
def version_compare(request: WebRequest, reply_id: UUID, number: int) -> HttpResponse:
    """Show one version beside the one before it."""
    reply = visible_reply(reply_id, viewer=request.user)
    shown = comparison(reply, number, works=works_with(request.user, reply))
    return render(request, "replies/version_compare.html", {"reply": reply, "shown": shown})


@login_required
@require_POST
def reply_submit(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Submit the draft; what the rules forbid is said where it is written."""
    try:
        submit_version(reply_id, seen=request.POST.get("seen", ""), by=request.user, at=clock.now())
    except ReplyBlockedError as refusal:
        for message in refusal.fields.values():
            messages.error(request, message)
    else:
        messages.success(request, _("Submitted: whoever may agree to it is told."))
    return redirect("replies:reply-detail", reply_id)


@login_required
@require_POST
def reply_take_back(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Take the words back before they are decided."""
    take_back_version(reply_id, by=request.user, at=clock.now())
    messages.success(request, _("It is a draft again."))
    return redirect("replies:reply-detail", reply_id)


@login_required
@require_POST
def reply_confirm(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Say that the words are still good."""
    form = ReviewForm(request.POST)
    day = form.cleaned_data["review_on"] if form.is_valid() else None
    kept = tried(form, lambda: _confirm(request, reply_id, day)) if form.is_valid() else None
    if kept is not None:
        messages.success(request, _("Still good: we ask you again on the day said."))
    for faults in form.errors.values():
        messages.error(request, str(faults[0]))
    back = "reply-reviews" if request.POST.get("back") == "reviews" else ""
    return redirect("replies:reply-reviews") if back else redirect("replies:reply-detail", reply_id)


def _confirm(request: WebRequest, reply_id: UUID, day: date | None) -> ReplyVersion:
    return confirm_still_good(reply_id, review_on=day, by=request.user, at=clock.now())


@login_required
@require_POST
def reply_retire(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Take a reply out of use."""
    reason = request.POST.get("reason", "")[:1000]
    retire_reply(reply_id, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("Retired: nobody is offered it any more."))
    return redirect("replies:reply-detail", reply_id)


@login_required
@require_POST
def reply_take_up(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Take a retired reply up again."""
    take_up_again(reply_id, by=request.user, at=clock.now())
    messages.success(request, _("Its last words are a draft again."))
    return redirect("replies:reply-detail", reply_id)


@login_required
@require_GET
def reply_review(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Show words to whoever decides on them; to others, where they stand."""
    version = version_of_request(request_id, viewer=request.user)
    asked = judged_for(request_id, version, viewer=request.user, at=clock.now())
    if not asked.may_decide:
        return _to_reply(request, version.reply)
    context: dict[str, Any] = {"reply": version.reply, "version": version, "asked": asked}
    return render(request, "replies/reply_review.html", context)


@login_required
@require_POST
def reply_decide(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Decide; a decision sent twice (a double click) is one decision."""
    posted = request.POST
    choice = Choice(
        verdict=posted.get("verdict", ""),
        digest=posted.get("digest", ""),
        comment=posted.get("comment", ""),
    )
    reply = version_of_request(request_id, viewer=request.user).reply
    try:
        decide_reply(request_id=request_id, choice=choice, by=request.user, at=clock.now())
    except (AlreadyDecidedError, RequestClosedError):
        asked = request_for(request_id, viewer=request.user)
        if not has_decided(asked, by=request.user, verdict=choice.verdict, digest=choice.digest):
            raise
    except ReplyBlockedError as refusal:
        for message in refusal.fields.values():
            messages.error(request, message)
        return redirect("replies:reply-review", request_id)
    else:
        messages.success(request, str(SAID[choice.verdict]) % {"title": reply.label})
    return _to_reply(request, reply)


def _to_reply(request: WebRequest, reply: Reply) -> HttpResponse:
    """Lead to a reply; whoever stood in for somebody who sees it, and does not, to their day."""
    if visible_replies(request.user).filter(pk=reply.pk).exists():
        return redirect("replies:reply-detail", reply.pk)
    return redirect("web:today")
