"""The custody board and the simulation of a departure."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.custody.forms.accesses import (
    DepartureForm,
    FilterForm,
    asked_of,
    people_named,
    unit_named,
)
from gouvernail.custody.queries.board import board, board_csv, figures_of, unit_lines
from gouvernail.custody.queries.departure import (
    LOSSES,
    departure_csv,
    departure_of,
    empty_seats,
    leavers,
    losses,
    tally_of,
)
from gouvernail.custody.queries.people import alone, revocation_time, revocations_of
from gouvernail.custody.views.answers import csv_file
from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.registry.queries import nameable_people

ALONE_SHOWN = 5
DUE_SHOWN = 6
NAMES_OFFERED = 300
LEAVING_SHOWN = 12


@login_required
@require_GET
def board_page(request: WebRequest) -> HttpResponse:
    """Show the accounts by who could get in, narrowed as the address says."""
    require(request.user, Right.SEE_ACCESS)
    asked = asked_of(request.GET, viewer=request.user, today=clock.today())
    page = board(
        request.user, asked.filters, order=asked.order, cursor=request.GET.get("cursor", "")
    )
    took, people = revocation_time(request.user, at=clock.now())
    due = revocations_of(request.user)
    figures = figures_of(request.user, replace(asked.filters, ways=""))
    context = {
        "asked": asked,
        "chips": asked.chips,
        "page": page,
        "figures": figures,
        "shown": figures.under(asked.filters.ways),
        "units": unit_lines(request.user, asked.filters),
        "alone": alone(request.user, limit=ALONE_SHOWN, today=clock.today()),
        "due": list(due[:DUE_SHOWN]),
        "due_total": due.count(),
        "took": took,
        "took_people": people,
        "filter_form": FilterForm(request.GET, viewer=request.user),
        "query": request.GET.urlencode(),
        "today": clock.today(),
        "scoped": True,
    }
    return render(request, "custody/board.html", context)


@login_required
@require_GET
def board_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed board as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_ACCESS)
    require_step_up(Act.EXPORT, at=clock.now())
    asked = asked_of(request.GET, viewer=request.user, today=clock.today())
    return csv_file(
        f"custody-{clock.today().isoformat()}.csv", board_csv(request.user, asked.filters)
    )


@login_required
@require_GET
def departure_page(request: WebRequest) -> HttpResponse:
    """Show what would happen if they left tomorrow."""
    require(request.user, Right.SEE_ACCESS)
    gone, people, unit = _gone(request)
    show = request.GET.get("show", "")
    context: dict[str, Any] = {
        "form": DepartureForm(viewer=request.user),
        "people_offered": nameable_people(request.user)[:NAMES_OFFERED],
        "people": people,
        "unit": unit,
        "show": show if show in LOSSES else "",
        "query": request.GET.urlencode(),
        "today": clock.today(),
        "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
    }
    if people or unit is not None:
        departure = departure_of(request.user, gone, today=clock.today())
        page, rows = losses(departure, show=show, cursor=request.GET.get("cursor", ""))
        context |= {
            "number": departure.number,
            "tally": tally_of(departure),
            "page": page,
            "losses": rows,
            "seats": empty_seats(departure),
        }
    return render(request, "custody/departure.html", context)


@login_required
@require_GET
def departure_export(request: WebRequest) -> HttpResponseBase:
    """Give every account that the departure touches as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_ACCESS)
    require_step_up(Act.EXPORT, at=clock.now())
    gone, _people, _unit = _gone(request)
    lines = departure_csv(departure_of(request.user, gone, today=clock.today()))
    return csv_file(f"departure-{clock.today().isoformat()}.csv", lines)


def _gone(request: WebRequest) -> tuple[QuerySet[Person], list[Person], Unit | None]:
    """Return who is imagined away, as the address says: `person`, `who` (a name), `unit`."""
    people = people_named(request.GET.getlist("person"), viewer=request.user)
    named = DepartureForm(request.GET, viewer=request.user)
    if named.is_valid() and named.cleaned_data["who"] is not None:
        people = list(dict.fromkeys([*people, named.cleaned_data["who"]]))
    unit = unit_named(request.GET.get("unit", ""), viewer=request.user)
    keys = [person.pk for person in people]
    return leavers(request.user, people=keys, unit=unit), people, unit
