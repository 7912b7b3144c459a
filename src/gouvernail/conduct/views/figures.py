"""Figures of breaches without names, as a page and as a file."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gouvernail.conduct.permissions import may_read_figures
from gouvernail.conduct.queries.figures import Table, tables
from gouvernail.conduct.queries.suppression import K
from gouvernail.conduct.views.basis import once_allowed
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require_step_up


def _require(person: Person) -> None:
    if not may_read_figures(person):
        raise RightMissingError(str(Right.DECIDE_CASES))


@login_required
@require_GET
@once_allowed
def figure_list(request: WebRequest) -> HttpResponse:
    """Show how many cases were decided, by quarter; small figures are hidden."""
    _require(request.user)
    context = {"tables": tables(today=clock.today()), "least": K}
    return render(request, "conduct/figure_list.html", context)


@login_required
@require_GET
@once_allowed
def figure_export(request: WebRequest) -> HttpResponseBase:
    """Give the same figures as a file, hidden where the page hides them."""
    _require(request.user)
    require_step_up(Act.EXPORT, at=clock.now())
    found = tables(today=clock.today())
    header = [_("Table"), _("Line"), *(one.label for one in found[0].quarters), _("Total")]
    name = f"conduct-figures-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(header, _lines(found)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(found: list[Table]) -> Iterator[list[object]]:
    for table in found:
        for row in (*table.rows, table.total):
            counts = [_("hidden") if one is None else one for one in row.counts]
            yield [str(table.title), row.label, *counts]
