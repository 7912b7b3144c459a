"""Answering an access review: one's own lines, and one line as who leads sees it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gouvernail.custody.actions import answer_reviewed, give_reviewed, refuse_reviewed
from gouvernail.custody.forms.reviewing import REFUSE, GiveForm, LineForm
from gouvernail.custody.models import AccessReview, ReviewedAccess
from gouvernail.custody.permissions import (
    may_answer,
    may_manage,
    visible_access_review,
    visible_reviewed_access,
)
from gouvernail.custody.queries.reviewing import ORDER, WAITING, asked_of
from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Right, may
from gouvernail.registry.queries import nameable_people

PAGE = 25
DONE_SHOWN = 50
EVENTS = 10
NAMES_OFFERED = 300


@login_required
@require_http_methods(["GET", "POST"])
def review_answer(request: WebRequest, access_review_id: UUID) -> HttpResponse:
    """Show what a review asks of the reader, and take the answers given: some, or all."""
    review = visible_access_review(access_review_id, viewer=request.user, at=clock.now())
    rows = asked_of(request.user, review, at=clock.now())
    waiting = rows.filter(WAITING, state=ReviewedAccess.State.ASKED)
    cursor = request.GET.get("cursor", "")
    page = page_of(waiting, order=ORDER, cursor=cursor, size=PAGE)
    data = request.POST if request.method == "POST" else None
    forms = [(line, LineForm(data, line=line)) for line in page.rows if review.is_open]
    kept = {line.pk for line, form in forms if data is not None and _keep(request, line, form)}
    refused = [form for _line, form in forms if form.is_bound and form.errors]
    if data is not None:
        _say(request, review, kept=len(kept))
        if not refused:
            return redirect("custody:review-answer", review.pk)
    context = {
        "review": review,
        "page": page,
        "forms": [(line, form) for line, form in forms if line.pk not in kept],
        "left": waiting.count(),
        "done": list(rows.exclude(state=ReviewedAccess.State.ASKED)[:DONE_SHOWN]),
        "today": clock.today(),
        "late": review.is_late(clock.today()),
        "late_days": (clock.today() - review.due_on).days,
        "leads": may(request.user, Right.SEE_ACCESS, unit=review.unit),
        "refused": len(refused),
    }
    status = status_of(*refused)
    return render(request, "custody/review_answer.html", context, status=status)


def _say(request: WebRequest, review: AccessReview, *, kept: int) -> None:
    if kept:
        words = ngettext(
            "%(number)s answer is kept, with your name.",
            "%(number)s answers are kept, with your name.",
            kept,
        ) % {"number": kept}
        messages.success(request, words)
    elif review.is_open:
        messages.info(request, _("Nothing was chosen: nothing has changed."))


def _keep(request: WebRequest, line: ReviewedAccess, form: LineForm) -> bool:
    """Take the answer of one line, if one was chosen; return whether it was taken."""
    if not form.is_valid() or not form.cleaned_data["answer"]:
        return False
    told, by = form.cleaned_data, request.user
    if told["answer"] == REFUSE:
        reason = told["reason"]
        done = tried(form, lambda: refuse_reviewed(line.pk, reason=reason, by=by, at=clock.now()))
    else:
        done = tried(form, lambda: answer_reviewed(line.pk, **told, by=by, at=clock.now()))
    return done is not None


@login_required
@require_http_methods(["GET", "POST"])
def review_line(request: WebRequest, reviewed_id: UUID) -> HttpResponse:
    """Show one line: what was said of it, who answers, and what is left to do."""
    line = visible_reviewed_access(reviewed_id, viewer=request.user, at=clock.now())
    manages = may_manage(request.user, line.access.account)
    act = request.POST.get("act", "")
    form = LineForm(request.POST if act == "answer" else None, line=line, may_refuse=not manages)
    give = GiveForm(request.POST if act == "give" else None, viewer=request.user)
    if act == "answer" and _keep(request, line, form):
        messages.success(request, _("The answer is kept, with your name."))
        return redirect("custody:review-line", line.pk)
    if act == "give" and _given(request, line, give):
        return redirect("custody:review-line", line.pk)
    takes = line.review.is_open and line.access.state == line.access.State.OPEN
    context = {
        "line": line,
        "review": line.review,
        "access": line.access,
        "account": line.access.account,
        "manages": manages,
        "form": form if takes and may_answer(request.user, line, at=clock.now()) else None,
        "give": give if takes and manages and line.state in ReviewedAccess.WAITING else None,
        "people": nameable_people(request.user)[:NAMES_OFFERED] if manages else [],
        "leads": may(request.user, Right.SEE_ACCESS, unit=line.review.unit),
        "today": clock.today(),
        "timeline": timeline("reviewed_access", line.pk, size=EVENTS),
    }
    return render(request, "custody/review_line.html", context, status=status_of(form, give))


def _given(request: WebRequest, line: ReviewedAccess, form: GiveForm) -> bool:
    if not form.is_valid():
        return False
    person, by = form.cleaned_data["person"], request.user
    done = tried(form, lambda: give_reviewed(line.pk, person_id=person.pk, by=by, at=clock.now()))
    if done is not None:
        messages.success(request, _("%(name)s is asked, and told.") % {"name": person.name})
    return done is not None
