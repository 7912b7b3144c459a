"""Pages of files of completions: looked at, taken in, followed, stopped, resumed."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.training import actions
from gouvernail.training.actions.importing import MOST_BYTES, read_completions
from gouvernail.training.actions.taking import is_short
from gouvernail.training.errors import ImportRefusedError
from gouvernail.training.forms.asking import ImportForm
from gouvernail.training.permissions import visible_import
from gouvernail.training.queries.imports import (
    REFUSED_HEADER,
    import_problem,
    newest_imports,
    refused_lines,
    refused_rows,
)

SHOWN: Final = 200
ON_A_PAGE: Final = 50


@require_http_methods(["GET", "POST"])
@login_required
def completion_import(request: WebRequest) -> HttpResponse:
    """Look at a file of completions, then take in what is sound and new."""
    require(request.user, Right.EDIT_TRAINING)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or (not form.is_valid() and "text" not in request.POST):
        return _form(request, form)
    try:
        if "text" in request.POST:
            return _taken_in(request, request.POST["text"][: MOST_BYTES + 1].encode())
        upload = form.cleaned_data["file"]
        return _looked_at(request, form, upload.read(MOST_BYTES + 1), name=upload.name)
    except ImportRefusedError as error:
        form.add_error("file", error.message)
        return _form(request, form)


def _form(request: WebRequest, form: ImportForm, **looked: object) -> HttpResponse:
    context = {"form": form, "imports": newest_imports(request.user), **looked}
    return render(request, "training/import_form.html", context, status=status_of(form))


def _looked_at(request: WebRequest, form: ImportForm, data: bytes, *, name: str) -> HttpResponse:
    lines = read_completions(data, viewer=request.user, at=clock.now())
    wrong = [line for line in lines if line.problem]
    return _form(
        request,
        form,
        text=data.decode("utf-8-sig"),
        name=name,
        short=is_short(data),
        wrong=wrong[:SHOWN],
        wrong_number=len(wrong),
        new=sum(not line.problem and not line.is_known for line in lines),
        known=sum(line.is_known for line in lines),
        lines=[line for line in lines if not line.problem][:SHOWN],
    )


def _taken_in(request: WebRequest, data: bytes) -> HttpResponse:
    """Record a short file at once; hand a long one to the worker."""
    at = clock.now()
    if not is_short(data):
        name = request.POST.get("name", "")
        run = actions.start_import(data, name=name, by=request.user, at=at)
        messages.success(request, _("It is being taken in. You may leave this page."))
        return redirect("training:import-detail", run.pk)
    new, _known = actions.import_completions(data, by=request.user, at=at)
    said = ngettext("%(new)s completion recorded.", "%(new)s completions recorded.", new)
    messages.success(request, said % {"new": new})
    return redirect("training:progress")


@require_GET
@login_required
def import_detail(request: WebRequest, import_id: UUID) -> HttpResponse:
    """Follow a file that is being taken in, and read what came of it."""
    run = visible_import(import_id, viewer=request.user)
    cursor = request.GET.get("cursor", "")
    context = {
        "run": run,
        "problem": import_problem(run),
        "page": page_of(refused_lines(run), order=("number",), cursor=cursor, size=ON_A_PAGE),
        "timeline": timeline("completion_import", run.pk, cursor=request.GET.get("events", "")),
    }
    return render(request, "training/import_detail.html", context)


@require_POST
@login_required
def import_stop(request: WebRequest, import_id: UUID) -> HttpResponse:
    """Stop it where it is."""
    actions.stop_import(import_id, by=request.user, at=clock.now())
    messages.success(request, _("It goes no further. What it recorded stands."))
    return redirect("training:import-detail", import_id)


@require_POST
@login_required
def import_resume(request: WebRequest, import_id: UUID) -> HttpResponse:
    """Let it go on from where it was."""
    actions.resume_import(import_id, by=request.user, at=clock.now())
    messages.success(request, _("It goes on from where it was."))
    return redirect("training:import-detail", import_id)


@require_GET
@login_required
def import_refused(request: WebRequest, import_id: UUID) -> HttpResponseBase:
    """Give the lines that were left out as a file: corrected, it can be taken in."""
    run = visible_import(import_id, viewer=request.user)
    require_step_up(Act.EXPORT, at=clock.now())
    return StreamingHttpResponse(
        csv_lines(REFUSED_HEADER, refused_rows(run)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="refused-completions.csv"'},
    )
