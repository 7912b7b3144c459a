"""Taking in a list of accounts, as pages: send, preview, run, read the result."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.registry.actions.imports import abandon_import, run_import
from gouvernail.registry.forms.imports import SettingsForm, UploadForm
from gouvernail.registry.importers.planning import Plan, PlannedRow, plan_of
from gouvernail.registry.importers.reports import imports_of, report_of, settings_of, workbook_of
from gouvernail.registry.models import ImportRun
from gouvernail.registry.permissions import visible_import

SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def import_list(request: WebRequest) -> HttpResponse:
    """Send a list, or come back to one."""
    require(request.user, Right.IMPORT_ACCOUNTS)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        run = form.submit(by=request.user, at=clock.now())
        if run is not None:
            return redirect("registry:import-detail", run.pk)
    page = page_of(
        imports_of(request.user),
        order=("-started_at", "-id"),
        cursor=request.GET.get("cursor", ""),
        size=10,
    )
    return render(
        request,
        "registry/import_list.html",
        {"form": form, "page": page},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def import_detail(request: WebRequest, run_id: UUID) -> HttpResponse:
    """Preview a file, choose its columns, or read what came of it."""
    run = visible_import(run_id, viewer=request.user)
    if run.status != ImportRun.Status.PREVIEW:
        return render(request, "registry/import_report.html", {"run": run, **_report(request, run)})
    workbook = workbook_of(run)
    form = SettingsForm(request.POST or None, run=run, workbook=workbook, viewer=request.user)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        return redirect("registry:import-detail", run.pk)
    plan = plan_of(workbook, settings_of(run), viewer=request.user)
    return render(
        request,
        "registry/import_detail.html",
        {
            "run": run,
            "form": form,
            "workbook": workbook,
            "report": report_of(plan, workbook),
            "new_units": plan.new_units,
            "bad": sum(row.is_bad for row in plan.rows),
            **_rows(request, plan),
        },
        status=422 if form.errors else 200,
    )


def _rows(request: WebRequest, plan: Plan) -> dict[str, Any]:
    """Return the rows to show: those asked for, the bad ones first, page by page."""
    shown = request.GET.get("rows", "")
    wanted: list[PlannedRow] = [
        row
        for row in plan.rows
        if not shown or row.outcome == shown or (shown == "bad" and row.is_bad)
    ]
    if not shown:
        wanted.sort(key=lambda row: not row.is_bad)
    pages = Paginator(wanted, SHOWN)
    return {"rows": pages.get_page(request.GET.get("page")), "shown": shown}


def _report(request: WebRequest, run: ImportRun) -> dict[str, Any]:
    reasons = Paginator(run.report.get("reasons", []), SHOWN)
    return {"report": run.report, "reasons": reasons.get_page(request.GET.get("page"))}


@login_required
@require_POST
def import_run(request: WebRequest, run_id: UUID) -> HttpResponse:
    """Take the file in, as the person chose: the good rows, or all or nothing."""
    wait = request.POST.get("rows") == "wait"
    run = run_import(run_id, wait=wait, by=request.user, at=clock.now())
    messages.success(request, _("The list is in. Every row is accounted for below."))
    return redirect("registry:import-detail", run.pk)


@login_required
@require_POST
def import_abandon(request: WebRequest, run_id: UUID) -> HttpResponse:
    """Set the file aside."""
    abandon_import(run_id, by=request.user, at=clock.now())
    messages.success(request, _("The file is set aside, and what it held is forgotten."))
    return redirect("registry:import-list")
