"""What happened at the door, for those who watch over it."""

from itertools import chain

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.forms.doors import DoorsForm, doors_of
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.people.queries.doors import HEADER, door_rows, doors_asked

PAGE = 50


@require_GET
@login_required
def door_list(request: WebRequest) -> HttpResponse:
    """Show who came in, who was refused, and what changed of how people sign in."""
    require(request.user, Right.SEE_SIGN_INS)
    asked, chips = doors_of(request.GET, at=clock.now())
    rows = doors_asked(asked, viewer=request.user)
    context = {
        "page": page_of(
            rows, order=("-at", "-pk"), cursor=request.GET.get("cursor", ""), size=PAGE
        ),
        "total": rows.count(),
        "chips": chips,
        "filter_form": DoorsForm(request.GET),
        "query": request.GET.urlencode(),
        "days": settings.SIGN_IN_DAYS,
    }
    return render(request, "people/door_list.html", context)


@require_GET
@login_required
def door_export(request: WebRequest) -> HttpResponseBase:
    """Stream the list, narrowed as it was, as CSV."""
    require(request.user, Right.SEE_SIGN_INS)
    at = clock.now()
    require_step_up(Act.EXPORT, at=at)
    asked, _chips = doors_of(request.GET, at=at)
    lines = csv_lines(HEADER, door_rows(asked, viewer=request.user))
    response = StreamingHttpResponse(
        chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="sign-ins.csv"'
    return response
