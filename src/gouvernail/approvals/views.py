"""Pages of the routes: by which way a post gets its agreement."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.approvals.actions import retire_route, write_route
from gouvernail.approvals.forms import RouteForm, TryForm, network_names, step_forms, steps_of
from gouvernail.approvals.models import Route
from gouvernail.approvals.queries import (
    Plan,
    Subject,
    every_route,
    lawful_seats,
    planned_route,
    route_in_use,
    routes,
    staffed_routes,
)
from gouvernail.foundation import clock
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, visible_unit


@require_GET
@login_required
def route_list(request: WebRequest) -> HttpResponse:
    """Show the routes in use, who would decide today, and which way a post would take."""
    require(request.user, Right.SEE_CONTENT)
    staffed = staffed_routes(list(every_route()), at=clock.now())
    form = TryForm(request.GET if "try_unit" in request.GET else None, viewer=request.user)
    context = {
        "staffed": staffed,
        "has_default": any(
            one.route.is_default and one.route.subject_kind == "draft" for one in staffed
        ),
        "network_names": dict(network_names()),
        "may_edit": may(request.user, Right.EDIT_ROUTES),
        "try_form": form,
        "plan": _tried_plan(form, request.user) if form.is_bound and form.is_valid() else None,
    }
    return render(request, "approvals/route_list.html", context)


@require_GET
@login_required
def route_seats(request: WebRequest) -> HttpResponse:
    """Show to everybody which posts law and compliance read, and who sits there today.

    The charter's page includes it; without scripts it is a page of its own.
    """
    seats = lawful_seats(staffed_routes(list(routes()), at=clock.now()))
    name = "approvals/_seats.html" if request.htmx else "approvals/route_seats.html"
    return render(request, name, {"seats": seats})


def _tried_plan(form: TryForm, viewer: Person) -> Plan:
    data = form.cleaned_data
    tag = data["try_tag"].strip().lstrip("#")
    subject = Subject(
        kind="draft",
        id=uuid7(),
        revision=1,
        digest="0" * 64,
        title="",
        unit=visible_unit(data["try_unit"], viewer=viewer),
        editors=frozenset(),
        networks=frozenset({data["try_network"]}),
        tags=frozenset({tag} if tag else ()),
    )
    return planned_route(subject)


@require_http_methods(["GET", "POST"])
@login_required
def route_create(request: WebRequest) -> HttpResponse:
    """Write a new route."""
    require(request.user, Right.EDIT_ROUTES)
    return _written(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def route_edit(request: WebRequest, route_id: UUID) -> HttpResponse:
    """Write a route anew; requests under way keep the steps they began with."""
    route = route_in_use(route_id)
    require(request.user, Right.EDIT_ROUTES, unit=route.unit)
    return _written(request, route)


def _written(request: WebRequest, route: Route | None) -> HttpResponse:
    form = RouteForm(request.POST or None, viewer=request.user, route=route)
    steps = step_forms(request.POST or None, route=route)
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        kept = tried(
            form,
            lambda: write_route(
                choices=form.choices(steps_of(steps)),
                by=request.user,
                at=clock.now(),
                route_id=route.pk if route else None,
            ),
        )
        if kept is not None:
            messages.success(
                request, _("The route is kept. What is submitted from now on takes it.")
            )
            return redirect("approvals:route-list")
    cursor = request.GET.get("events", "")
    context = {
        "form": form,
        "steps": steps,
        "route": route,
        "staffed": staffed_routes([route], at=clock.now())[0] if route else None,
        "timeline": timeline("route", route.pk, cursor=cursor) if route else None,
    }
    status = 422 if steps.is_bound and any(steps.errors) else status_of(form)
    return render(request, "approvals/route_form.html", context, status=status)


@require_POST
@login_required
def route_retire(request: WebRequest, route_id: UUID) -> HttpResponse:
    """Take a route out of use."""
    route = retire_route(route_id=route_id, by=request.user, at=clock.now())
    words = _("“%(name)s” is no longer used. What was asked by it goes on as it began.")
    messages.success(request, words % {"name": route.label})
    return redirect("approvals:route-list")
