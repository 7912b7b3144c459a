"""The review queue, and one request with all that is needed to decide."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gouvernail.approvals.actions import add_remark, claim, note_look, release
from gouvernail.approvals.errors import AlreadyDecidedError, RequestClosedError
from gouvernail.approvals.models import Guest
from gouvernail.approvals.queries import has_decided, request_for
from gouvernail.brand.queries.checks import limits
from gouvernail.content.actions import Choice, decide_draft, release_draft_alone
from gouvernail.content.permissions import draft_of_request
from gouvernail.content.queries import (
    picture_under_review,
    replaced_people,
    review_of,
    review_queue,
    second_looks,
)
from gouvernail.foundation.clock import now
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.errors import AssetNotFoundError
from gouvernail.media.queries import asset_bytes
from gouvernail.people.models import Seat

SAID = {
    "approve": gettext_lazy("%(title)s: approved."),
    "changes": gettext_lazy("%(title)s: sent back with your comment."),
    "refuse": gettext_lazy("%(title)s: refused, with your comment."),
}


@require_safe
@login_required
def review_list(request: WebRequest) -> HttpResponse:
    """Open the most urgent request, or say that nothing waits."""
    queue = review_queue(request.user, at=now())
    if queue:
        return redirect("content:review", request_id=queue[0].request.pk)
    context = {"second": second_looks(request.user)}
    return render(request, "content/review_empty.html", context)


@require_safe
@login_required
def review(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Show one request: what changed, how it will look, what stands against it, what was said."""
    at = now()
    asked = request_for(request_id, viewer=request.user)
    draft = draft_of_request(asked)
    replaced = replaced_people(request.user, at=at)
    page = review_of(asked, draft, viewer=request.user, at=at, replaced=replaced)
    guests = [(guest, guest.state_at(at)) for guest in page.guests]
    taken = {guest.seat for guest, state in guests if state == Guest.State.INVITED}
    context = {
        "review": page,
        "picture_limits": limits(),
        "pictures_at": reverse("content:review", args=[asked.pk]) + "pictures/",
        "whole": request.GET.get("text") == "whole",
        "shown": request.GET.get("account", ""),
        "queue": review_queue(request.user, at=at),
        "replaced": replaced,
        "second": second_looks(request.user),
        "at": at,
        "guests": guests,
        "guest_seats": [(seat, Seat(seat).label) for seat in page.guest_seats if seat not in taken],
        "languages": settings.LANGUAGES,
    }
    return render(request, "content/review.html", context)


@require_safe
@login_required
def review_picture(request: WebRequest, request_id: UUID, asset_id: UUID) -> HttpResponse:
    """Serve a picture of what is to be decided to whoever may see the request."""
    asset = picture_under_review(request_for(request_id, viewer=request.user), asset_id)
    if asset is None:
        raise AssetNotFoundError
    return file_response(asset_bytes(asset), mime=asset.mime, sha256=asset.sha256)


@require_POST
@login_required
def review_seen(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Note that this reader has the present revision before them; the page asks by itself."""
    note_look(request_id=request_id, by=request.user, at=now())
    if "stay" in request.POST:
        return HttpResponse(status=204)
    return redirect("content:review", request_id=request_id)


@require_POST
@login_required
def review_decide(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Decide, and load the next request; a decision sent twice (a double click) is one decision."""
    posted = request.POST
    choice = Choice(
        verdict=posted.get("verdict", ""),
        digest=posted.get("digest", ""),
        comment=posted.get("comment", ""),
        seat=posted.get("seat", ""),
    )
    at = now()
    try:
        draft = decide_draft(request_id=request_id, choice=choice, by=request.user, at=at)
    except (AlreadyDecidedError, RequestClosedError):
        asked = request_for(request_id, viewer=request.user)
        if not has_decided(asked, by=request.user, verdict=choice.verdict, digest=choice.digest):
            raise
        return redirect("content:review-list")
    note_look(request_id=request_id, by=request.user, at=at)
    messages.success(request, str(SAID[choice.verdict]) % {"title": draft.title})
    return redirect("content:review-list")


@require_POST
@login_required
def review_release(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Let one's own text go after re-reading it, in a small team."""
    draft = release_draft_alone(
        request_id=request_id,
        digest=request.POST.get("digest", ""),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=now(),
    )
    messages.warning(request, _("Published alone: a second reader will be asked to look at it."))
    return redirect("content:draft-detail", draft_id=draft.pk)


@require_POST
@login_required
def review_claim(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Say “I am on it”, or give it back."""
    act = release if "release" in request.POST else claim
    act(request_id=request_id, by=request.user, at=now())
    return redirect("content:review", request_id=request_id)


@require_POST
@login_required
def review_remark(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Tell the other reviewers something the author does not see."""
    text = request.POST.get("text", "")
    add_remark(request_id=request_id, text=text, by=request.user, at=now())
    return redirect("content:review", request_id=request_id)
