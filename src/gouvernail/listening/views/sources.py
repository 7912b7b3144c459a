"""Sources as pages: the list with their health, a new one, when they stop, files by hand."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.actions import sources as actions
from gouvernail.listening.actions.importing import Report, import_rows
from gouvernail.listening.errors import SourceNotFileError
from gouvernail.listening.forms.sources import ImportForm, SourceForm
from gouvernail.listening.models import Source
from gouvernail.listening.permissions import visible_source
from gouvernail.listening.queries.sources import is_late, sources_for_list
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, may_overall, require, visible_unit
from gouvernail.records.archives.entries import ArchiveProblemError
from gouvernail.records.queries.history import problem_words


@login_required
@require_GET
def source_list(request: WebRequest) -> HttpResponse:
    """Show where we listen, and how each place fares."""
    require(request.user, Right.SEE_LISTENING)
    rows = sources_for_list(viewer=request.user)
    page = page_of(rows, order=("name", "id"), cursor=request.GET.get("cursor", ""))
    at = clock.now()
    context = {
        "page": page,
        "rows": [(source, is_late(source, at=at)) for source in page.rows],
        "may_edit": may(request.user, Right.EDIT_LISTENING),
        "may_forget": may_overall(request.user, Right.EDIT_LISTENING),
    }
    return render(request, "listening/source_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def source_create(request: WebRequest) -> HttpResponse:
    """Listen to one more place."""
    require(request.user, Right.EDIT_LISTENING)
    form = SourceForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        new = _described(form, request.user)
        source = tried(form, lambda: actions.add_source(new=new, by=request.user, at=clock.now()))
        if source:
            messages.success(request, _("We listen there from now on."))
            return redirect("listening:source-list")
    return render(request, "listening/source_form.html", {"form": form}, status=status_of(form))


def _described(form: SourceForm, viewer: Person) -> actions.NewSource:
    said = form.cleaned_data
    return actions.NewSource(
        kind=said["kind"],
        name=said["name"],
        unit=visible_unit(said["unit"], viewer=viewer),
        address=said["address"],
        options=form.options(),
        account=form.source.account if form.source else None,
    )


@login_required
@require_http_methods(["GET", "POST"])
def source_edit(request: WebRequest, source_id: UUID) -> HttpResponse:
    """Change what a source is called, where it is and whom it serves."""
    source = visible_source(source_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=source.unit)
    form = SourceForm(request.POST or None, viewer=request.user, source=source)
    if request.method == "POST" and form.is_valid():
        new, at = _described(form, request.user), clock.now()
        if tried(form, lambda: actions.edit_source(source_id, new=new, by=request.user, at=at)):
            messages.success(request, pgettext("source", "It is changed."))
            return redirect("listening:source-list")
    context = {"form": form, "source": source}
    return render(request, "listening/source_form.html", context, status=status_of(form))


@login_required
@require_POST
def source_pause(request: WebRequest, source_id: UUID) -> HttpResponse:
    """Stop listening there for a while."""
    actions.pause_source(source_id, by=request.user, at=clock.now())
    return redirect("listening:source-list")


@login_required
@require_POST
def source_resume(request: WebRequest, source_id: UUID) -> HttpResponse:
    """Listen there again, from where it was left."""
    actions.resume_source(source_id, by=request.user, at=clock.now())
    return redirect("listening:source-list")


@login_required
@require_POST
def source_forget(request: WebRequest, source_id: UUID) -> HttpResponse:
    """Drop a source."""
    actions.forget_source(source_id, by=request.user, at=clock.now())
    messages.success(request, pgettext("source", "Dropped: what it gave stays for its time."))
    return redirect("listening:source-list")


@login_required
@require_http_methods(["GET", "POST"])
def source_import(request: WebRequest, source_id: UUID) -> HttpResponse:
    """Take in a file of mentions, and say what became of each row."""
    source = visible_source(source_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=source.unit)
    if source.kind != Source.Kind.FILE:
        raise SourceNotFileError(source.name)
    report = None
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        report = _taken(request, source, form)
    stopped = _why(report.stopped) if report and report.stopped else ""
    context = {"form": form, "source": source, "report": report, "stopped": stopped}
    return render(request, "listening/source_import.html", context, status=status_of(form))


def _taken(request: WebRequest, source: Source, form: ImportForm) -> Report | None:
    """Return what became of the file; None, with the reason at its field, when it has no rows."""
    try:
        return import_rows(source.pk, rows=form.rows(), by=request.user, at=clock.now())
    except ArchiveProblemError as problem:
        form.add_error("file", _why(problem.code))
        return None


def _why(code: str) -> str:
    if code == "no_columns":
        return _("No column of texts, or none of dates, was found in this file.")
    return problem_words(code)
