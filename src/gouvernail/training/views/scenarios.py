"""Pages of scenarios: to practise, to start from, to keep."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.errors import UnitNotFoundError
from gouvernail.people.permissions import Right, may, require
from gouvernail.people.queries import unit_choices
from gouvernail.training.actions.scenarios import (
    add_scenario,
    put_scenario_away,
    update_scenario,
)
from gouvernail.training.forms.scenarios import ScenarioForm, scenario_initial
from gouvernail.training.models import Scenario
from gouvernail.training.permissions import may_edit, require_editor, visible_scenario
from gouvernail.training.queries.scenarios import runs_of, scenarios_for_list, starters_taken
from gouvernail.training.starters import starter_scenarios


@require_GET
@login_required
def scenario_list(request: WebRequest) -> HttpResponse:
    """Show the scenarios one may practise, by kind; `?archived=1` those put away."""
    archived, kind = bool(request.GET.get("archived")), request.GET.get("kind", "")
    page = scenarios_for_list(
        request.user, kind=kind, archived=archived, cursor=request.GET.get("cursor", "")
    )
    context = {
        "page": page,
        "kind": kind,
        "kinds": Scenario.Kind.choices,
        "archived": archived,
        "may_edit": may(request.user, Right.EDIT_TRAINING),
        "may_see": may(request.user, Right.SEE_TRAINING),
    }
    return render(request, "training/scenario_list.html", context)


@require_GET
@login_required
def scenario_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Tell a situation before it begins, and what one did in it before."""
    scenario = visible_scenario(viewer=request.user, slug=slug)
    runs = runs_of(scenario, request.user)
    ended = runs.filter(ended_at__isnull=False)
    cursor = request.GET.get("cursor", "")
    context = {
        "scenario": scenario,
        "page": page_of(ended, order=("-started_at", "-pk"), cursor=cursor, size=10),
        "going": runs.filter(ended_at__isnull=True).first(),
        "may_edit": may_edit(request.user, scenario.unit),
    }
    return render(request, "training/scenario_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def scenario_starters(request: WebRequest) -> HttpResponse:
    """Show the scenarios to start from, and take one."""
    require(request.user, Right.EDIT_TRAINING)
    if request.method == "POST":
        sent = request.POST.get("unit", "")
        if not is_uuid(sent):
            raise UnitNotFoundError
        scenario = add_scenario(
            request.POST.get("starter", ""), unit_id=UUID(sent), by=request.user, at=clock.now()
        )
        messages.success(request, _("Taken: people can practise it now."))
        return redirect("training:scenario-detail", scenario.slug)
    here = starters_taken(request.user)
    context = {
        "starters": [
            {
                "slug": one.slug,
                "kind": Scenario.Kind(one.kind).label,
                "title": one.title.said(request.LANGUAGE_CODE),
                "story": one.story.said(request.LANGUAGE_CODE),
                "is_here": one.slug in here,
            }
            for one in starter_scenarios()
        ],
        "units": unit_choices(request.user, Right.EDIT_TRAINING),
    }
    return render(request, "training/scenario_starters.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def scenario_edit(request: WebRequest, slug: str) -> HttpResponse:
    """Change how a scenario is told, marked and asked."""
    scenario = visible_scenario(viewer=request.user, slug=slug)
    require_editor(request.user, scenario.unit)
    form = ScenarioForm(
        request.POST or None, viewer=request.user, initial=scenario_initial(scenario)
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        kept = tried(
            form,
            lambda: update_scenario(scenario.pk, facts=facts, by=request.user, at=clock.now()),
        )
        if kept is not None:
            messages.success(request, _("Kept."))
            return redirect("training:scenario-detail", scenario.slug)
    context = {"form": form, "scenario": scenario}
    return render(request, "training/scenario_form.html", context, status=status_of(form))


@require_POST
@login_required
def scenario_archive(request: WebRequest, slug: str) -> HttpResponse:
    """Offer a scenario to nobody any more, or again."""
    scenario = visible_scenario(viewer=request.user, slug=slug)
    away = scenario.archived_at is None
    put_scenario_away(scenario.pk, away=away, by=request.user, at=clock.now())
    messages.success(request, _("Put away.") if away else _("Offered again."))
    return redirect("training:scenario-detail", scenario.slug)
