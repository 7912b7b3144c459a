"""The charter as one page, and what is answered once."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.charter.actions import (
    starter_for,
    take_starter,
    tick_duty,
    untick_duty,
    write_frame,
    write_modules,
    write_team_model,
)
from gouvernail.charter.forms.frame import FrameForm, ModulesForm, StarterForm, TeamForm
from gouvernail.charter.permissions import require_write
from gouvernail.charter.queries import the_charter
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.charter.queries.page import charter_page
from gouvernail.charter.queries.said import proposed_lines
from gouvernail.charter.queries.teams import grants_in_force, leads, unit_teams
from gouvernail.charter.views.words import place_at, titles_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.errors import UnitNotFoundError
from gouvernail.people.permissions import visible_unit


@require_GET
@login_required
def page(request: WebRequest) -> HttpResponse:
    """Show the charter to everybody who is in."""
    today = clock.today()
    shown = charter_page(request.user, at=clock.now(), today=today)
    return render(request, "charter/page.html", {"page": shown, "said": shown.said, "today": today})


@require_http_methods(["GET", "POST"])
@login_required
def frame(request: WebRequest) -> HttpResponse:
    """Show and keep what holds for the whole model."""
    require_write(request.user, unit=None)
    charter, now = the_charter(), clock.now()
    form = FrameForm(request.POST or None, charter=charter, leads=leads(at=now))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        kept = form.attempt(
            lambda: write_frame(frame=form.frame(), seen=seen, by=request.user, at=now),
            now=form.said(charter),
        )
        if kept is not None:
            messages.success(request, _("It is kept: it holds for the whole model."))
            return redirect("charter:page")
    return render(request, "charter/frame.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def team_edit(request: WebRequest, unit_id: UUID) -> HttpResponse:
    """Say how the team of one unit is organised."""
    unit = visible_unit(unit_id, viewer=request.user)
    require_write(request.user, unit=unit)
    now = clock.now()
    teams = unit_teams(grants_in_force(at=now))
    team = next((one for one in teams if one.unit == unit), None)
    if team is None:  # the unit is closed: it has no team any more
        raise UnitNotFoundError
    place = place_at("people", request.GET.get("community", ""))
    form = TeamForm(
        request.POST or None,
        own=team.own,
        is_top=unit.parent_id is None,
        two_models=the_charter().keeps_two_models,
    )
    if request.method == "POST" and form.is_valid():
        facts, seen = form.facts(), form.cleaned_data["seen"]
        form.attempt(
            lambda: write_team_model(
                unit_id=unit.pk, facts=facts, seen=seen, by=request.user, at=now
            ),
            now=form.said(team.own),
        )
        if not form.errors:
            messages.success(request, _("How this team works is in the charter."))
            return redirect(place)
    context = {"form": form, "unit": unit, "team": team, "back": place}
    return render(request, "charter/team_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def modules(request: WebRequest) -> HttpResponse:
    """Show what each module brings and costs, and keep which are offered."""
    require_write(request.user, unit=None)
    charter = the_charter()
    form = ModulesForm(request.POST if request.method == "POST" else None, charter=charter)
    if request.method == "POST" and form.is_valid():
        chosen = frozenset(form.cleaned_data["on"])
        kept = tried(form, lambda: write_modules(on=chosen, by=request.user, at=clock.now()))
        if kept is not None:
            messages.success(request, _("The modules are as you chose; nothing was lost."))
            return redirect("charter:modules")
    rows = [(one, is_on(one, charter)) for one in MODULES]
    return render(
        request, "charter/modules.html", {"form": form, "rows": rows}, status=status_of(form)
    )


@require_http_methods(["GET", "POST"])
@login_required
def starter(request: WebRequest) -> HttpResponse:
    """Show the starter charter line by line, and write the lines chosen, to be confirmed."""
    require_write(request.user, unit=None)
    offered = starter_for(request.user)
    data = request.POST if request.method == "POST" else None
    form = StarterForm(data, keys=[one.key for one in offered])
    if request.method == "POST" and form.is_valid():
        keys = form.cleaned_data["lines"]
        kept = tried(form, lambda: take_starter(keys=keys, by=request.user, at=clock.now()))
        if kept is not None:
            messages.success(request, _("The lines are written. Confirm each one below."))
            return redirect("charter:starter")
    groups: dict[str, list[object]] = {}
    for one in offered:
        groups.setdefault(titles_of(one.section)[1], []).append(one)
    waiting = [(key, titles_of(key)[1], line) for key, line in proposed_lines()]
    context = {"form": form, "groups": groups, "waiting": waiting, "is_new": not form.is_bound}
    return render(request, "charter/starter.html", context, status=status_of(form))


@require_POST
@login_required
def duty_tick(request: WebRequest, duty_id: UUID) -> HttpResponse:
    """Note that a duty of today is done."""
    tick_duty(duty_id=duty_id, by=request.user, at=clock.now())
    return _back(request)


@require_POST
@login_required
def duty_untick(request: WebRequest, duty_id: UUID) -> HttpResponse:
    """Take one's own tick of today back."""
    untick_duty(duty_id=duty_id, by=request.user, at=clock.now())
    return _back(request)


def _back(request: WebRequest) -> HttpResponse:
    """Return to the page the button was on: Today, or the part of the charter."""
    origin = request.POST.get("from", "")
    if origin == "today":
        return redirect(f"{reverse('web:today')}#duties")
    return redirect(place_at("duties", origin))
