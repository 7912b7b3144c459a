"""Access reviews as who leads them sees them: the list, one review, its export and evidence."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.custody.actions import close_review, extend_review, open_review
from gouvernail.custody.actions.reviewing import opened_words
from gouvernail.custody.forms.reviewing import LaterForm, ReviewForm
from gouvernail.custody.models import AccessReview
from gouvernail.custody.permissions import visible_access_review
from gouvernail.custody.queries.reviewing import (
    ORDER,
    STATES,
    askers_of,
    lines_for_list,
    progress_of,
    review_csv,
    reviews_for_list,
)
from gouvernail.custody.views.answers import csv_file
from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Act, Right, may, require, require_step_up

PAGE = 50
ASKERS_SHOWN = 12
EVENTS = 10


@login_required
@require_GET
def review_list(request: WebRequest) -> HttpResponse:
    """Show the access reviews, the newest first."""
    rows = reviews_for_list(request.user, at=clock.now())
    page = page_of(
        rows, order=("-opened_at", "-id"), cursor=request.GET.get("cursor", ""), size=PAGE
    )
    context = {
        "page": page,
        "rows": [(one, may(request.user, Right.SEE_ACCESS, unit=one.unit)) for one in page.rows],
        "may_open": may(request.user, Right.MANAGE_ACCESS),
        "today": clock.today(),
    }
    return render(request, "custody/review_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review_open(request: WebRequest) -> HttpResponse:
    """Open a review."""
    require(request.user, Right.MANAGE_ACCESS)
    form = ReviewForm(request.POST or None, viewer=request.user, today=clock.today())
    if request.method == "POST" and form.is_valid():
        by, facts = request.user, form.facts()
        made = tried(form, lambda: open_review(facts=facts, by=by, at=clock.now()))
        if made is not None:
            messages.success(request, opened_words(made))
            return redirect("custody:review-detail", made.pk)
    return render(request, "custody/review_form.html", {"form": form}, status=status_of(form))


@login_required
@require_GET
def review_detail(request: WebRequest, access_review_id: UUID) -> HttpResponse:
    """Show who has answered, who has not, and what is left to do."""
    return _detail(request, _led(request, access_review_id), LaterForm())


def _led(request: WebRequest, review_id: UUID) -> AccessReview:
    """Return a review of a unit whose accesses the reader sees."""
    review = visible_access_review(review_id, viewer=request.user, at=clock.now())
    require(request.user, Right.SEE_ACCESS, unit=review.unit)
    return review


def _asked(request: WebRequest) -> tuple[str, UUID | None, str]:
    state, who = request.GET.get("state", ""), request.GET.get("who", "")
    return (
        state if state in STATES else "",
        UUID(who) if is_uuid(who) else None,
        request.GET.get("q", "").strip()[:100],
    )


def _detail(request: WebRequest, review: AccessReview, form: LaterForm) -> HttpResponse:
    state, who, search = _asked(request)
    askers = askers_of(review)
    rows = lines_for_list(review, state=state, who=who, search=search)
    context = {
        "review": review,
        "progress": progress_of(review),
        "page": page_of(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=PAGE),
        "askers": askers[:ASKERS_SHOWN],
        "askers_left": max(len(askers) - ASKERS_SHOWN, 0),
        "asker": next((one.person for one in askers if one.person and one.person.pk == who), None),
        "state": state,
        "search": search,
        "query": request.GET.urlencode(),
        "today": clock.today(),
        "late": review.is_late(clock.today()),
        "late_days": (clock.today() - review.due_on).days,
        "leads": may(request.user, Right.MANAGE_ACCESS, unit=review.unit),
        "form": form,
        "timeline": timeline("access_review", review.pk, size=EVENTS),
    }
    return render(request, "custody/review_detail.html", context, status=status_of(form))


@login_required
@require_POST
def review_extend(request: WebRequest, access_review_id: UUID) -> HttpResponse:
    """Give everybody more time."""
    review = _led(request, access_review_id)
    require(request.user, Right.MANAGE_ACCESS, unit=review.unit)
    form = LaterForm(request.POST)
    if form.is_valid():
        day, by = form.cleaned_data["due_on"], request.user
        if tried(form, lambda: extend_review(review.pk, due_on=day, by=by, at=clock.now())):
            messages.success(request, _("Everybody has until that day."))
            return redirect("custody:review-detail", review.pk)
    return _detail(request, review, form)


@login_required
@require_POST
def review_close(request: WebRequest, access_review_id: UUID) -> HttpResponse:
    """Close a review: its figures are in the journal."""
    close_review(access_review_id, by=request.user, at=clock.now())
    messages.success(request, _("Closed. The evidence says what was answered and what was not."))
    return redirect("custody:review-evidence", access_review_id)


@login_required
@require_GET
def review_export(request: WebRequest, access_review_id: UUID) -> HttpResponseBase:
    """Give the narrowed lines as a file that no spreadsheet will execute."""
    review = _led(request, access_review_id)
    require_step_up(Act.EXPORT, at=clock.now())
    state, who, search = _asked(request)
    lines = review_csv(lines_for_list(review, state=state, who=who, search=search))
    return csv_file(f"access-review-{review.due_on.isoformat()}.csv", lines)


@login_required
@require_GET
def review_evidence(request: WebRequest, access_review_id: UUID) -> HttpResponse:
    """Show the whole review on one page, made to be printed and kept."""
    review = _led(request, access_review_id)
    context = {
        "review": review,
        "progress": progress_of(review),
        "lines": lines_for_list(review).order_by(*ORDER),
        "today": clock.today(),
        "late": review.is_late(clock.today()),
        "timeline": timeline("access_review", review.pk, size=EVENTS),
    }
    return render(request, "custody/review_evidence.html", context)
