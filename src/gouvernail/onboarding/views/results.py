"""What the first hour shows: figures, three gestures, and the paper to forward."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.onboarding.permissions import require_lead
from gouvernail.onboarding.queries.figures import BY_CODE, KINDS, accounts_behind, figures_for
from gouvernail.onboarding.queries.gestures import next_gestures, what_is_missing
from gouvernail.onboarding.queries.report import lead_of, report_of

PAGE = 50


@require_GET
@login_required
def result(request: WebRequest) -> HttpResponse:
    """Show the figures, what is missing, and what to do next."""
    require_lead(request.user)
    figures = figures_for(request.user, today=clock.today())
    context = {
        "figures": figures,
        "lead": lead_of(figures),
        "counted": [(kind, figures.counts[kind.code]) for kind in KINDS],
        "gestures": next_gestures(figures),
        "missing": what_is_missing(figures),
        "most": max((number for _slug, number in figures.networks), default=0),
    }
    return render(request, "onboarding/result.html", context)


@require_GET
@login_required
def figure(request: WebRequest, code: str) -> HttpResponse:
    """Show the accounts that a figure counts."""
    require_lead(request.user)
    if code not in BY_CODE:
        raise Http404
    rows = accounts_behind(code, viewer=request.user, today=clock.today())
    order = ("network", "name", "id")
    page = page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=PAGE)
    context = {"kind": BY_CODE[code], "page": page, "total": rows.count()}
    return render(request, "onboarding/figure.html", context)


@require_GET
@login_required
def report(request: WebRequest) -> HttpResponse:
    """Answer with the two pages to forward, in the reader's language."""
    require_lead(request.user)
    paper = report_of(request.user, at=clock.now())
    response = HttpResponse(paper, content_type="application/pdf")
    name = slugify(_("accounts first look"))
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.pdf"'
    return response
