"""What there is, what is asked, what is due; the same as a file; the times that hold."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.credentials.actions import write_terms
from gouvernail.credentials.forms import FilterForm, TermsForm, WhichForm, narrowing_of
from gouvernail.credentials.permissions import visible_items
from gouvernail.credentials.queries import (
    DEFAULTS,
    SHOWS,
    SOURCE,
    awaiting,
    due_items,
    export_rows,
    header,
    item_lines,
    item_rows,
    reveal_line,
    reveal_rows,
    said_of,
    written_terms,
)
from gouvernail.foundation import clock
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Unit
from gouvernail.people.permissions import Act, Right, may, require, require_step_up, visible_unit

ITEMS = frozenset({"items", "due", "retire"})
PAGE = 40


@require_GET
@login_required
def item_list(request: WebRequest) -> HttpResponse:
    """Show one of the lists, narrowed as the address says; no row holds a value."""
    _require_lists(request)
    at = clock.now()
    asked, chips = narrowing_of(request.GET, unit=_unit(request))
    cursor, today = request.GET.get("cursor", ""), site_day(at)
    context = {"chips": chips, "shows": list(SHOWS.items()), "show": asked.show, "scoped": True}
    context["may_say"] = may(request.user, Right.EDIT_UNIT_CHARTER)
    if asked.show in ITEMS:
        items = item_rows(request.user, asked, today=today)
        order = ("due_on", "pk") if asked.show == "due" else ("account__name", "label", "pk")
        page = page_of(items, order=order, cursor=cursor, size=PAGE)
        lines = item_lines(page.rows, today=today)
        context |= {"page": page, "lines": lines, "total": items.count()}
    else:
        reveals = reveal_rows(request.user, asked)
        pages = page_of(reveals, order=("-asked_at", "-pk"), cursor=cursor, size=PAGE)
        requests = [reveal_line(one, viewer=request.user, at=at) for one in pages.rows]
        context |= {"page": pages, "requests": requests, "total": reveals.count()}
    counts = {
        "approve": awaiting(request.user).count(),
        "due": due_items(request.user, until=today).count(),
    }
    query = request.GET.copy()
    query.pop("cursor", None)
    context |= {"counts": counts, "query": query.urlencode(), "today": today}
    context["filter_form"] = FilterForm(request.GET)
    return render(request, "credentials/item_list.html", context)


@require_GET
@login_required
def item_export(request: WebRequest) -> HttpResponseBase:
    """Stream one of the lists as a CSV that no spreadsheet executes; never a value."""
    _require_lists(request)
    require_step_up(Act.EXPORT, at=clock.now())
    asked, _chips = narrowing_of(request.GET, unit=_unit(request))
    if asked.show in ITEMS:
        items = item_rows(request.user, asked, today=site_day(clock.now()))
        lines = csv_lines(
            header("items"), export_rows(items.order_by(Plain("account__name"), "pk"))
        )
    else:
        reveals = reveal_rows(request.user, asked).order_by("-asked_at", "-pk")
        lines = csv_lines(header("reveals"), export_rows(reveals))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vault-{asked.show}.csv"'
    return response


def _require_lists(request: WebRequest) -> None:
    """Refuse whoever neither sees accounts nor holds, guards or keeps anything of the vault."""
    if not visible_items(request.user).exists():
        require(request.user, Right.SEE_ACCOUNTS)


def _unit(request: WebRequest) -> Unit | None:
    asked = request.GET.get("unit", "")
    return visible_unit(asked, viewer=request.user) if asked else None


@require_http_methods(["GET", "POST"])
@login_required
def terms_edit(request: WebRequest) -> HttpResponse:
    """Show the times that hold, and write those of the unit and network of the address."""
    require(request.user, Right.EDIT_UNIT_CHARTER)
    which = WhichForm(request.POST or request.GET or None, person=request.user)
    chosen = which.chosen()
    form = TermsForm(request.POST or None, person=request.user, initial=said_of(**chosen) | chosen)
    if request.method == "POST" and form.is_valid():
        written = tried(
            form,
            lambda: write_terms(
                unit_id=UUID(form.cleaned_data["unit"]),
                network=form.cleaned_data["network"],
                times=form.times(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if written is not None:
            messages.success(request, _("Kept. They hold for the next value put in."))
            here = reverse("credentials:terms-edit")
            return redirect(f"{here}?{urlencode(chosen)}")
    context = {
        "form": form,
        "which": which if which.is_bound else WhichForm(person=request.user, initial=chosen),
        "named": which.named(),
        "written": written_terms(request.user),
        "defaults": DEFAULTS,
        "source": SOURCE,
    }
    return render(request, "credentials/terms_edit.html", context, status=status_of(form))
