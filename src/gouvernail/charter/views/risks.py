"""The register of risks as a page and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.charter.forms.risks import RiskFilterForm, chips_of, risks_asked_of
from gouvernail.charter.queries.risks import (
    EXPORT_HEADER,
    IMPACTS,
    LIKELIHOODS,
    ORDERS,
    export_lines,
    heat_grid,
    register_tally,
    risks_asked,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, Right, may, require, require_step_up


@require_GET
@login_required
def risk_list(request: WebRequest) -> HttpResponse:
    """Show the register, narrowed as the address says, with its grid."""
    require(request.user, Right.SEE_UNIT)
    today = clock.today()
    asked = risks_asked_of(request.GET, viewer=request.user)
    rows = risks_asked(asked, viewer=request.user, today=today)
    context = {
        "asked": asked,
        "chips": chips_of(asked),
        "filter_form": RiskFilterForm(request.GET, viewer=request.user),
        "page": page_of(rows, order=ORDERS[asked.order], cursor=request.GET.get("cursor", "")),
        "total": rows.count(),
        "grid": heat_grid(rows),
        "tally": register_tally(request.user, today=today),
        "likelihoods": LIKELIHOODS,
        "impacts": IMPACTS,
        "today": today,
        "may_add": may(request.user, Right.EDIT_UNIT_CHARTER),
    }
    return render(request, "charter/risk_list.html", context)


@require_GET
@login_required
def risk_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed register as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_UNIT)
    require_step_up(Act.EXPORT, at=clock.now())
    today = clock.today()
    asked = risks_asked_of(request.GET, viewer=request.user)
    rows = risks_asked(asked, viewer=request.user, today=today).order_by(*ORDERS[asked.order])
    return StreamingHttpResponse(
        csv_lines(EXPORT_HEADER, export_lines(rows.iterator(chunk_size=500))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="risks-{today.isoformat()}.csv"'},
    )
