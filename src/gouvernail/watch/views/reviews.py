"""Looking back at an incident, and what is changed after it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis.models import Incident
from gouvernail.foundation import clock
from gouvernail.foundation.actions import as_one
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.registry.queries import nameable_people
from gouvernail.watch import actions
from gouvernail.watch.actions.looking_back import review_said
from gouvernail.watch.errors import WatchPartNotFoundError
from gouvernail.watch.forms.reviews import ImprovementForm, ReviewForm
from gouvernail.watch.models import Improvement, Review
from gouvernail.watch.permissions import may_review, visible_improvement, visible_review
from gouvernail.watch.queries.papers import paper_of
from gouvernail.watch.queries.reviewing import improvements_of, times_for

OFFERED = 300  # names in a list to choose from


@login_required
@require_http_methods(["GET", "POST"])
def review_detail(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Show the review with its measured times; write it; `finish` ends it."""
    incident, review = visible_review(incident_id, viewer=request.user)
    form = ReviewForm(request.POST or None, person=request.user, review=review)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        facts = actions.ReviewFacts(
            parts={part: said[part] for part in Review.PARTS},
            facilitator_id=said["facilitator"].pk if said["facilitator"] else None,
            held_on=said["held_on"],
            next_drill_on=said["next_drill_on"],
        )
        finish = "finish" in request.POST
        if tried(form, lambda: _written(request, incident_id, facts, finish=finish)) is not None:
            done = _("The review is finished. Its actions still move.")
            messages.success(request, done if finish else _("Kept."))
            return redirect("watch:review-detail", incident_id)
    return _page(request, incident, review, form=form)


@as_one
def _written(
    request: WebRequest, incident_id: UUID, facts: actions.ReviewFacts, *, finish: bool
) -> Review:
    """Keep what was written and, if asked for, finish: both or neither."""
    by, at = request.user, clock.now()
    review = actions.write_review(incident_id=incident_id, facts=facts, by=by, at=at)
    return actions.finish_review(incident_id=incident_id, by=by, at=at) if finish else review


def _page(
    request: WebRequest,
    incident: Incident,
    review: Review | None,
    *,
    form: Form | None = None,
    adding: Form | None = None,
) -> HttpResponse:
    person = request.user
    writes = may_review(person, incident)
    form = form or ReviewForm(person=person, review=review)
    adding = adding or ImprovementForm(person=person)
    context = {
        "incident": incident,
        "review": review,
        "times": times_for(incident, review),
        "improvements": improvements_of(review),
        "writes": writes and (review is None or review.status != Review.Status.DONE),
        "adds": writes,
        "form": form,
        "adding": adding,
        "people": nameable_people(person)[:OFFERED] if writes else [],
    }
    status = status_of(form, adding)
    return render(request, "watch/review_detail.html", context, status=status)


@login_required
@require_POST
def improvement_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Add something to change."""
    form = ImprovementForm(request.POST, person=request.user)
    incident, review = visible_review(incident_id, viewer=request.user)
    if form.is_valid():
        said = form.cleaned_data
        done = tried(
            form,
            lambda: actions.add_improvement(
                incident_id=incident_id,
                words=said["words"],
                owner_id=said["owner"].pk,
                due_on=said["due_on"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            return redirect("watch:review-detail", incident_id)
    return _page(request, incident, review, adding=form)


@login_required
@require_GET
def improvement_detail(request: WebRequest, improvement_id: UUID) -> HttpResponse:
    """Show one thing to change to whoever has to."""
    row = visible_improvement(improvement_id, viewer=request.user)
    context = {"row": row, "incident": row.review.incident, "settles": _settles(request, row)}
    return render(request, "watch/improvement_detail.html", context)


def _settles(request: WebRequest, row: Improvement) -> bool:
    mine = row.owner_id == request.user.pk
    return row.status == "open" and (mine or may_review(request.user, row.review.incident))


@login_required
@require_POST
def improvement_settle(request: WebRequest, improvement_id: UUID) -> HttpResponse:
    """Say that it is done, or given up."""
    actions.settle_improvement(
        improvement_id=improvement_id,
        status=request.POST.get("status", ""),
        note=request.POST.get("note", ""),
        by=request.user,
        at=clock.now(),
    )
    return redirect("watch:improvement-detail", improvement_id)


@login_required
@require_GET
def review_paper(request: WebRequest, incident_id: UUID, language: str) -> HttpResponse:
    """Give the review as a PDF."""
    incident, review = visible_review(incident_id, viewer=request.user)
    if review is None or language not in {"fr", "en"}:
        raise WatchPartNotFoundError
    review.incident = incident
    times = times_for(incident, review)
    said = review_said(review, times, improvements_of(review), language=language)
    with translation.override(language):
        paper = paper_of(said, language=language, digest="", at=review.finished_at or clock.now())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="review-{language}.pdf"'
    return response
