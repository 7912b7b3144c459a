"""Bringing an archive in, as pages: send, look, confirm, follow, set aside."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.records.actions.history import (
    abandon_history,
    bring_history_back,
    confirm_history,
    digest_of_preview,
    set_history_aside,
)
from gouvernail.records.forms.history import ArchiveForm, ReadingForm
from gouvernail.records.models import HistoryImport
from gouvernail.records.permissions import visible_history
from gouvernail.records.queries.history import (
    BAD_HEADER,
    FORM_WORDS,
    bad_entries,
    bad_rows,
    histories_for_list,
    left_words,
    outcome_words,
    problem_words,
    reason_words,
)

SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def history_list(request: WebRequest) -> HttpResponse:
    """Send an archive, or come back to one."""
    require(request.user, Right.IMPORT_ACCOUNTS)
    first = {"account": request.GET.get("account", "")}
    form = ArchiveForm(
        request.POST or None, request.FILES or None, viewer=request.user, initial=first
    )
    if request.method == "POST":
        history = form.submit(by=request.user, at=clock.now())
        if history is not None:
            return redirect("records:history-detail", history.pk)
    rows = histories_for_list(request.user)
    cursor = request.GET.get("cursor", "")
    page = page_of(rows, order=("-started_at", "-id"), cursor=cursor, size=20)
    told = [(one, FORM_WORDS.get(one.form, one.form), outcome_words(one)) for one in page.rows]
    context = {"form": form, "page": page, "told": told}
    return render(request, "records/history_list.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def history_detail(request: WebRequest, history_id: UUID) -> HttpResponse:
    """Look into an archive before it is taken in, follow it, or read what came of it."""
    history = visible_history(history_id, viewer=request.user)
    context: dict[str, object] = {
        "history": history,
        "form_words": FORM_WORDS.get(history.form, history.form),
        "outcome": outcome_words(history),
        "left": left_words(history.counts.get("left", {})),
        "problem": problem_words(history.explanation) if history.explanation else "",
        "timeline": timeline("history_import", history.pk, cursor=request.GET.get("events", "")),
    }
    if history.status == HistoryImport.Status.PREVIEW:
        form = ReadingForm(request.POST or None, history=history)
        if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
            return redirect("records:history-detail", history.pk)
        context |= {"form": form, **_preview(history)}
        status = 422 if form.errors else 200
        return render(request, "records/history_preview.html", context, status=status)
    cursor = request.GET.get("cursor", "")
    page = page_of(bad_entries(history), order=("place",), cursor=cursor, size=SHOWN)
    context |= {"page": page, "bad": [(one, reason_words(one.reason)) for one in page.rows]}
    return render(request, "records/history_detail.html", context)


def _preview(history: HistoryImport) -> dict[str, object]:
    seen = history.preview
    posts = [
        {
            **one,
            "published_at": parse_datetime(one["published_at"]),
            "day": parse_date(one.get("day", "")),
        }
        for one in seen.get("posts", [])
    ]
    return {
        "posts": posts,
        "seen": digest_of_preview(history),
        "not_understood": [(one, reason_words(one["reason"])) for one in seen.get("bad", [])],
        "problem": problem_words(seen["problem"]) if seen.get("problem") else "",
    }


@login_required
@require_POST
def history_confirm(request: WebRequest, history_id: UUID) -> HttpResponse:
    """Have it taken in."""
    seen = request.POST.get("seen", "")
    confirm_history(history_id, seen=seen, by=request.user, at=clock.now())
    messages.success(request, _("It is being taken in. You may leave this page."))
    return redirect("records:history-detail", history_id)


@login_required
@require_POST
def history_abandon(request: WebRequest, history_id: UUID) -> HttpResponse:
    """Leave it, or stop it where it is; the file is forgotten."""
    history = abandon_history(history_id, by=request.user, at=clock.now())
    if history.status == HistoryImport.Status.FAILED:
        messages.success(request, _("It goes no further, and the file is forgotten."))
        return redirect("records:history-detail", history_id)
    messages.success(request, _("Nothing was taken in, and the file is forgotten."))
    return redirect("records:history-list")


@login_required
@require_POST
def history_aside(request: WebRequest, history_id: UUID) -> HttpResponse:
    """Set aside what it brought."""
    reason = request.POST.get("reason", "")
    set_history_aside(history_id, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("What this import brought is no longer searched nor replayed."))
    return redirect("records:history-detail", history_id)


@login_required
@require_POST
def history_back(request: WebRequest, history_id: UUID) -> HttpResponse:
    """Bring back what was set aside."""
    bring_history_back(history_id, by=request.user, at=clock.now())
    messages.success(request, _("What this import brought counts again."))
    return redirect("records:history-detail", history_id)


@require_GET
@login_required
def history_bad(request: WebRequest, history_id: UUID) -> HttpResponseBase:
    """Stream what could not be taken in, as a CSV."""
    history = visible_history(history_id, viewer=request.user)
    require_step_up(Act.EXPORT, at=clock.now())
    lines = csv_lines(BAD_HEADER, bad_rows(history))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-understood.csv"'
    return response
