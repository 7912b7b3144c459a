"""The library as a list, its export, what is to be reviewed, and what is proposed for a message."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import (
    Act,
    Right,
    may,
    require,
    require_step_up,
)
from gouvernail.replies.forms import FilterForm, FindForm, chips_of, filters_of
from gouvernail.replies.permissions import readable_units
from gouvernail.replies.queries import suggestions
from gouvernail.replies.queries.files import COLUMNS, TOLD, exported
from gouvernail.replies.queries.listing import replies_for_export, replies_for_list
from gouvernail.replies.queries.reviewing import due_page

SHOWN = {"q", "state", "theme", "cursor"}


@login_required
@require_GET
def reply_list(request: WebRequest) -> HttpResponse:
    """Show the library, narrowed as the address says."""
    require(request.user, Right.SEE_CONTENT)
    filters, today = filters_of(request.GET), clock.today()
    cursor = request.GET.get("cursor", "")
    context = {
        "page": replies_for_list(request.user, filters, cursor=cursor, today=today),
        "chips": chips_of(filters),
        "filter_form": FilterForm(request.GET),
        "kept": [(name, value) for name, value in request.GET.items() if name not in SHOWN],
        "may_add": may(request.user, Right.WRITE_CONTENT),
        "today": today,
    }
    return render(request, "replies/reply_list.html", context)


@login_required
@require_GET
def reply_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed library as a file that can be read again."""
    require(request.user, Right.SEE_CONTENT)
    require_step_up(Act.EXPORT, at=clock.now())
    rows = replies_for_export(request.user, filters_of(request.GET), today=clock.today())
    name = f"replies-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines((*COLUMNS, *TOLD), exported(rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_GET
def reply_reviews(request: WebRequest) -> HttpResponse:
    """Show what is to be looked at again, or ends soon."""
    require(request.user, Right.WRITE_CONTENT)
    today, cursor = clock.today(), request.GET.get("cursor", "")
    context = {"page": due_page(request.user, today=today, cursor=cursor), "today": today}
    return render(request, "replies/reply_reviews.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def reply_find(request: WebRequest) -> HttpResponse:
    """Show which replies are proposed for a message, and why; its words stand in no address."""
    require(request.user, Right.SEE_CONTENT)
    units = list(readable_units(request.user))
    form = FindForm(request.POST or None, units=units)
    found = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        found = suggestions(
            said["message"],
            lang=said["lang"],
            unit=next(one for one in units if str(one.pk) == said["unit"]),
            network=said["network"],
            today=clock.today(),
        )
    lang = form["lang"].value()
    rows = [(one, one.version.text(lang)) for one in found] if found is not None else None
    context = {"form": form, "rows": rows}
    return render(request, "replies/reply_find.html", context, status=status_of(form))
