"""Teams as pages: the list, one team, its forms."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require, visible_people
from gouvernail.teams import actions
from gouvernail.teams.forms import SeatForm, TeamForm
from gouvernail.teams.models import Team
from gouvernail.teams.permissions import visible_team
from gouvernail.teams.queries import members, teams_page

SUGGESTED = 100


@login_required
@require_GET
def team_list(request: WebRequest) -> HttpResponse:
    """Show the teams, by name; a closed one only when asked for."""
    duty = request.GET.get("duty", "")
    duty = duty if duty in Team.Duty.values else ""
    search = request.GET.get("q", "").strip()[:120]
    closed = request.GET.get("state") == "closed"
    cursor = request.GET.get("cursor", "")
    context = {
        "page": teams_page(request.user, duty=duty, search=search, closed=closed, cursor=cursor),
        "duties": Team.Duty.choices,
        "duty": duty,
        "search": search,
        "closed": closed,
        "may_form": may(request.user, Right.MANAGE_PEOPLE),
    }
    return render(request, "teams/team_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def team_create(request: WebRequest) -> HttpResponse:
    """Form a team."""
    require(request.user, Right.MANAGE_PEOPLE)
    form = TeamForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        team = tried(
            form,
            lambda: actions.create_team(
                facts=form.facts(),
                unit_id=form.cleaned_data["unit"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if team:
            messages.success(request, _("The team is formed: now say who sits in it."))
            return redirect("teams:team-detail", team.pk)
    context = {"form": form, "title": _("New team"), "team": None}
    return render(request, "teams/team_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def team_edit(request: WebRequest, team_id: UUID) -> HttpResponse:
    """Change what a team is."""
    team = visible_team(team_id, viewer=request.user)
    require(request.user, Right.MANAGE_PEOPLE, unit=team.unit)
    form = TeamForm(request.POST or None, viewer=request.user, team=team)
    if request.method == "POST" and form.is_valid():
        kept = tried(
            form,
            lambda: actions.edit_team(
                team.pk,
                facts=form.facts(),
                unit_id=form.cleaned_data["unit"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept:
            messages.success(request, _("Kept."))
            return redirect("teams:team-detail", team.pk)
    context = {"form": form, "title": _("Change the team"), "team": team}
    return render(request, "teams/team_form.html", context, status=status_of(form))


@login_required
@require_GET
def team_detail(request: WebRequest, team_id: UUID) -> HttpResponse:
    """Show who sits in a team."""
    team = visible_team(team_id, viewer=request.user)
    return _detail(request, team, SeatForm(viewer=request.user))


def _detail(request: WebRequest, team: Team, form: SeatForm) -> HttpResponse:
    forms_it = may(request.user, Right.MANAGE_PEOPLE, unit=team.unit) and not team.closed_at
    offered = visible_people(request.user).filter(is_active=True).order_by("name", "pk")
    context = {
        "team": team,
        "seats": members(team),
        "forms_it": forms_it,
        "form": form,
        "people": offered[:SUGGESTED] if forms_it else (),
    }
    return render(request, "teams/team_detail.html", context, status=status_of(form))


@login_required
@require_POST
def team_seat(request: WebRequest, team_id: UUID) -> HttpResponse:
    """Give somebody a place."""
    team = visible_team(team_id, viewer=request.user)
    require(request.user, Right.MANAGE_PEOPLE, unit=team.unit)
    form = SeatForm(request.POST, viewer=request.user)
    if form.is_valid():
        person, lead = form.cleaned_data["person"], form.cleaned_data["lead"]
        seat = tried(
            form,
            lambda: actions.seat_person(
                team.pk, person_id=person.pk, lead=lead, by=request.user, at=clock.now()
            ),
        )
        if seat:
            messages.success(request, _("%(name)s is in the team.") % {"name": person.name})
            return redirect("teams:team-detail", team.pk)
    return _detail(request, team, form)


@login_required
@require_POST
def team_unseat(request: WebRequest, team_id: UUID, seat_id: UUID) -> HttpResponse:
    """Take somebody out of a team."""
    actions.unseat_person(team_id, seat_id=seat_id, by=request.user, at=clock.now())
    return redirect("teams:team-detail", team_id)


@login_required
@require_POST
def team_move(request: WebRequest, team_id: UUID, seat_id: UUID) -> HttpResponse:
    """Let a deputy stand in one place earlier."""
    actions.move_seat(team_id, seat_id=seat_id, by=request.user, at=clock.now())
    return redirect("teams:team-detail", team_id)


@login_required
@require_POST
def team_lead(request: WebRequest, team_id: UUID, person_id: UUID) -> HttpResponse:
    """Put somebody at the head of a team."""
    actions.seat_person(team_id, person_id=person_id, lead=True, by=request.user, at=clock.now())
    return redirect("teams:team-detail", team_id)


@login_required
@require_POST
def team_close(request: WebRequest, team_id: UUID) -> HttpResponse:
    """Close a team."""
    team = actions.close_team(team_id, by=request.user, at=clock.now())
    messages.success(request, _("The team is closed; its history is kept."))
    return redirect("teams:team-detail", team.pk)
