"""The list of requests, its export, and the figures the adviser counts with."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.openings.actions import set_assumption
from gouvernail.openings.forms import AssumptionForm, FilterForm, chips_of, filters_of
from gouvernail.openings.models import Assumption, Opening
from gouvernail.openings.queries import figures, openings_for_export, openings_for_list, tally
from gouvernail.people.permissions import Act, Right, may_overall, require_step_up
from gouvernail.registry.queries import network_label


@login_required
@require_GET
def opening_list(request: WebRequest) -> HttpResponse:
    """Show the requests, narrowed as the address says."""
    filters = filters_of(request.GET, viewer=request.user)
    page = openings_for_list(
        request.user, filters, cursor=request.GET.get("cursor", ""), today=clock.today()
    )
    shown = {"q", "status", "network", "mine", "late", "cursor"}
    context = {
        "scoped": True,
        "page": page,
        "chips": chips_of(filters),
        "tally": tally(request.user),
        "filter_form": FilterForm(request.GET),
        "kept": [(name, value) for name, value in request.GET.items() if name not in shown],
        "today": clock.today(),
    }
    return render(request, "openings/opening_list.html", context)


@login_required
@require_GET
def opening_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed list as a file that no spreadsheet will execute."""
    require_step_up(Act.EXPORT, at=clock.now())
    filters = filters_of(request.GET, viewer=request.user)
    rows = openings_for_export(request.user, filters, today=clock.today())
    name = f"openings-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(_header(), _cells(rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _header() -> list[str]:
    return [
        _("Name of the account"),
        _("Network"),
        _("Unit"),
        _("Status"),
        _("Requested by"),
        _("Owner"),
        _("Backup"),
        _("Purpose"),
        _("Audience"),
        _("Submitted on"),
        _("Wished opening date"),
        _("To be open by"),
        _("Merged into"),
    ]


def _cells(rows: Iterable[Opening]) -> Iterator[list[object]]:
    for one in rows:
        yield [
            one.title,
            network_label(one.network),
            one.unit.label,
            one.get_status_display(),
            one.requested_by.name,
            one.owner.name if one.owner else "",
            one.backup.name if one.backup else "",
            one.purpose,
            one.audience,
            one.submitted_at,
            one.wished_on,
            one.due_on,
            one.merged_into.name if one.merged_into else "",
        ]


@login_required
@require_http_methods(["GET", "POST"])
def opening_figures(request: WebRequest) -> HttpResponse:
    """Show the figures the adviser counts with; a lead of the whole replaces one."""
    may_edit = may_overall(request.user, Right.EDIT_CHARTER)
    kept = figures()
    sent = request.POST.get("code", "")
    if request.method == "POST" and sent not in kept:
        raise Http404
    forms = {
        code: AssumptionForm(request.POST if code == sent else None, figure=figure)
        for code, figure in kept.items()
    }
    if request.method == "POST":
        form = forms[sent]
        if form.is_valid() and tried(form, lambda: _replaced(request, sent, form)) is not None:
            messages.success(request, _("The adviser counts with this figure from now on."))
            return redirect("openings:opening-figures")
    context = {"rows": [(kept[code], form) for code, form in forms.items()], "may_edit": may_edit}
    refused = sent in forms and forms[sent].errors
    return render(request, "openings/opening_figures.html", context, status=422 if refused else 200)


def _replaced(request: WebRequest, code: str, form: AssumptionForm) -> Assumption:
    said = form.cleaned_data
    return set_assumption(
        code=code, value=said["value"], source=said["source"], by=request.user, at=clock.now()
    )
