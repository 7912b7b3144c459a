"""A request with what the adviser finds beside it; the decision, and what follows a refusal."""

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
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.openings.actions import Choice, answer_appeal, appeal_refusal, decide_opening
from gouvernail.openings.forms import AnswerForm, AppealForm, NoteForm
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import opening_of_request, visible_opening
from gouvernail.openings.queries import advice_for
from gouvernail.openings.queries.pages import linked_accounts, page_of

SAID = {
    "approve": gettext_lazy("%(title)s: agreed to."),
    "changes": gettext_lazy("%(title)s: sent back with your comment."),
    "refuse": gettext_lazy("%(title)s: refused, with your comment."),
}


@require_GET
@login_required
def opening_detail(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Show one request: where it stands, what it says, what the adviser finds."""
    opening = visible_opening(opening_id, viewer=request.user)
    return render(request, "openings/opening_detail.html", _context(request, opening))


def _context(request: WebRequest, opening: Opening) -> dict[str, Any]:
    page = page_of(opening, viewer=request.user, at=clock.now())
    advice = advice_for(opening, today=clock.today())
    events = timeline(
        "opening",
        opening.pk,
        also=page.other_subjects,
        cursor=request.GET.get("events", ""),
        size=10,
    )
    return {
        "opening": opening,
        "page": page,
        "advice": advice,
        "linked": linked_accounts(request.user, advice),
        "timeline": events,
        "appeal_form": AppealForm(),
        "answer_form": AnswerForm(),
        "note_form": NoteForm(),
        "today": clock.today(),
    }


@require_GET
@login_required
def opening_review(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Show a request to whoever decides on it; to others, where it stands."""
    opening = opening_of_request(request_id, viewer=request.user)
    context = _context(request, opening)
    if not context["page"].may_decide:
        return redirect("openings:opening-detail", opening.pk)
    return render(request, "openings/opening_review.html", context)


@require_POST
@login_required
def opening_decide(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Decide; a decision sent twice (a double click) is one decision."""
    posted = request.POST
    choice = Choice(
        verdict=posted.get("verdict", ""),
        digest=posted.get("digest", ""),
        comment=posted.get("comment", ""),
    )
    opening = opening_of_request(request_id, viewer=request.user)
    try:
        decide_opening(request_id=request_id, choice=choice, by=request.user, at=clock.now())
    except (AlreadyDecidedError, RequestClosedError):
        asked = request_for(request_id, viewer=request.user)
        if not has_decided(asked, by=request.user, verdict=choice.verdict, digest=choice.digest):
            raise
    else:
        messages.success(request, str(SAID[choice.verdict]) % {"title": opening.title})
    return redirect("openings:opening-detail", opening.pk)


@require_POST
@login_required
def opening_appeal(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Ask the lead to look at a refusal again."""
    text = request.POST.get("text", "")
    appeal_refusal(opening_id, text=text, by=request.user, at=clock.now())
    messages.success(request, _("The lead has your words, and answers in writing."))
    return redirect("openings:opening-detail", opening_id)


@require_POST
@login_required
def opening_answer(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Answer an appeal."""
    answer_appeal(
        opening_id,
        outcome=request.POST.get("outcome", ""),
        answer=request.POST.get("answer", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("Your answer is with the requester."))
    return redirect("openings:opening-detail", opening_id)
