"""A draft tried over past posts: asked for, followed, read, taken away as a table."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gouvernail.foundation.clock import now
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.rulebooks.actions.trials import ask_for_trial, cancel_trial, read_sample
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.models.trials import Trial, TrialReading
from gouvernail.rulebooks.permissions import visible_pack, visible_trial
from gouvernail.rulebooks.queries.trials import EXPORT_HEADER, export_rows, outcome_of


@require_POST
@login_required
def trial_start(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Ask what a draft would have done to past posts."""
    version = visible_pack(slug, viewer=request.user).versions.filter(number=number).first()
    if version is None:
        raise PackNotFoundError
    trial = ask_for_trial(version_id=version.pk, by=request.user, at=now())
    return redirect("rulebooks:trial-detail", trial.pk)


@require_safe
@login_required
def trial_detail(request: WebRequest, trial_id: UUID) -> HttpResponse:
    """Show how far a trial is, then what it tells."""
    trial = visible_trial(trial_id, viewer=request.user)
    version = trial.version
    context = {
        "trial": trial,
        "version": version,
        "pack": version.pack,
        "outcome": outcome_of(trial, viewer=request.user, cursor=request.GET.get("cursor", ""))
        if trial.status == Trial.Status.DONE
        else None,
        "cursor": request.GET.get("cursor", ""),
        "is_of_this_text": trial.digest == version.digest,
        "may_edit": may(request.user, Right.EDIT_RULES, unit=version.pack.unit),
    }
    return render(request, "rulebooks/trial_detail.html", context)


@require_POST
@login_required
def trial_cancel(request: WebRequest, trial_id: UUID) -> HttpResponse:
    """Stop a trial."""
    cancel_trial(trial_id=trial_id, by=request.user, at=now())
    messages.success(request, _("Stopped. Nothing was changed."))
    return redirect("rulebooks:trial-detail", trial_id)


@require_POST
@login_required
def trial_read(request: WebRequest, trial_id: UUID, record_id: UUID) -> HttpResponse:
    """Say whether a post was rightly stopped."""
    false_alarm = request.POST.get("reading") == TrialReading.Reading.FALSE_ALARM
    reading = TrialReading.Reading.FALSE_ALARM if false_alarm else TrialReading.Reading.RIGHT
    read_sample(trial_id=trial_id, record_id=record_id, reading=reading, by=request.user, at=now())
    messages.success(request, _("Your reading is kept."))
    query = urlencode({"cursor": cursor}) if (cursor := request.POST.get("cursor", "")) else ""
    address = reverse("rulebooks:trial-detail", args=[trial_id])
    return redirect(f"{address}{'?' if query else ''}{query}#sample-{record_id}")


@require_safe
@login_required
def trial_export(request: WebRequest, trial_id: UUID) -> HttpResponseBase:
    """Download the tables of a trial: numbers, no text of anybody."""
    trial = visible_trial(trial_id, viewer=request.user)
    done = trial.status == Trial.Status.DONE
    rows = export_rows(outcome_of(trial, viewer=request.user)) if done else ()
    return StreamingHttpResponse(
        csv_lines(EXPORT_HEADER, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="trial.csv"'},
    )
