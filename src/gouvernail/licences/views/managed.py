"""One's team in one table, and the same as a file."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.licences.forms import TeamForm
from gouvernail.licences.queries.managed import (
    export_rows,
    team_for_export,
    team_for_list,
    team_rows,
)
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up

BATCH = 500


@login_required
@require_GET
def team_list(request: WebRequest) -> HttpResponse:
    """Show each person of one's team: what they signed, learned, may do, were reminded of."""
    require(request.user, Right.MANAGE_PEOPLE)
    form, at = TeamForm(request.GET, viewer=request.user), clock.now()
    filters = form.filters()
    cursor = request.GET.get("cursor", "")
    page, rows = team_for_list(request.user, filters, cursor=cursor, at=at)
    context = {
        "page": page,
        "rows": rows,
        "chips": form.chips(filters),
        "form": form,
        "today": clock.today(),
    }
    return render(request, "licences/team_list.html", context)


@login_required
@require_GET
def team_export_csv(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed table as a file that no spreadsheet will execute."""
    require(request.user, Right.MANAGE_PEOPLE)
    require_step_up(Act.EXPORT, at=clock.now())
    header = [
        *(_("Name"), _("E-mail"), _("Unit")),
        *(_("Policies signed"), _("Policies to sign"), _("Policies late")),
        *(_("Courses finished"), _("Courses to follow"), _("Courses late")),
        *(_("Licence"), _("Until"), _("Last reminded")),
    ]
    name = f"team-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(header, _exported(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _exported(request: WebRequest) -> Iterator[list[object]]:
    at = clock.now()
    filters = TeamForm(request.GET, viewer=request.user).filters()
    batch: list[Person] = []
    for person in team_for_export(request.user, filters, at=at).iterator(chunk_size=BATCH):
        batch.append(person)
        if len(batch) == BATCH:
            yield from export_rows(team_rows(batch, at=at))
            batch = []
    yield from export_rows(team_rows(batch, at=at))
