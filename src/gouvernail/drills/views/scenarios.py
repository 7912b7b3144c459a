"""Scenarios: brought in, written line by line, put away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis.models.plans import Kind, in_language
from gouvernail.drills import actions
from gouvernail.drills.errors import ScenarioNotFoundError
from gouvernail.drills.forms.scenarios import PARTS, ScenarioForm
from gouvernail.drills.models import Scenario
from gouvernail.drills.permissions import may_write, visible_scenario, visible_scenarios
from gouvernail.drills.queries.scenarios import is_complete, scenarios_for_list, told_part
from gouvernail.drills.starters import starter_drills
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require


@login_required
@require_GET
def scenario_list(request: WebRequest) -> HttpResponse:
    """Show the scenarios, and those that may be brought in."""
    require(request.user, Right.RUN_INCIDENTS)
    there = set(visible_scenarios(request.user).values_list("slug", flat=True))
    kinds = dict(Kind.choices)
    starters = [
        {
            "slug": one.slug,
            "title": in_language(one.title.fr, one.title.en),
            "story": in_language(one.story.fr, one.story.en),
            "kind": kinds[one.plan],
            "minutes": one.minutes,
        }
        for one in starter_drills()
        if one.slug not in there
    ]
    page = scenarios_for_list(request.user, cursor=request.GET.get("cursor", ""))
    return render(request, "drills/scenario_list.html", {"page": page, "starters": starters})


@login_required
@require_POST
def scenario_import(request: WebRequest) -> HttpResponse:
    """Bring in one that comes with the product."""
    slug = request.POST.get("slug", "")
    scenario = actions.import_scenario(slug=slug, by=request.user, at=clock.now())
    messages.success(request, _("It is yours now: change what does not fit you."))
    return redirect("drills:scenario-detail", scenario.pk)


@login_required
@require_GET
def scenario_detail(request: WebRequest, scenario_id: UUID) -> HttpResponse:
    """Show a scenario whole."""
    scenario = visible_scenario(scenario_id, viewer=request.user)
    context = {
        "scenario": scenario,
        "lists": {part: told_part(scenario.script, part) for part in Scenario.PARTS},
        "writes": may_write(request.user, scenario),
        "is_complete": is_complete(scenario.script),
        "story": in_language(scenario.story, scenario.story_en),
        "notes": in_language(scenario.notes, scenario.notes_en),
        "debrief": in_language(scenario.debrief, scenario.debrief_en).splitlines(),
    }
    return render(request, "drills/scenario_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def scenario_create(request: WebRequest) -> HttpResponse:
    """Begin a scenario of one's own."""
    require(request.user, Right.RUN_INCIDENTS)
    form = ScenarioForm(request.POST or None, initial={"minutes": 30})
    return _written(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def scenario_edit(request: WebRequest, scenario_id: UUID) -> HttpResponse:
    """Write the head of a scenario anew."""
    scenario = visible_scenario(scenario_id, viewer=request.user)
    require(request.user, Right.RUN_INCIDENTS, unit=scenario.unit)
    form = ScenarioForm(request.POST) if request.method == "POST" else ScenarioForm.of(scenario)
    return _written(request, form, scenario)


def _written(request: WebRequest, form: ScenarioForm, scenario: Scenario | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        key = scenario.pk if scenario else None
        kept = tried(
            form,
            lambda: actions.write_scenario(
                facts=form.facts, scenario_id=key, by=request.user, at=clock.now()
            ),
        )
        if kept is not None:
            return redirect("drills:scenario-detail", kept.pk)
    context = {"form": form, "scenario": scenario}
    return render(request, "drills/scenario_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def part_create(request: WebRequest, scenario_id: UUID, part: str) -> HttpResponse:
    """Add a line to one of the four lists."""
    return _part(request, scenario_id, part, "")


@login_required
@require_http_methods(["GET", "POST"])
def part_edit(request: WebRequest, scenario_id: UUID, part: str, key: str) -> HttpResponse:
    """Change a line of one of the four lists."""
    return _part(request, scenario_id, part, key)


def _part(request: WebRequest, scenario_id: UUID, part: str, key: str) -> HttpResponse:
    scenario = visible_scenario(scenario_id, viewer=request.user)
    require(request.user, Right.RUN_INCIDENTS, unit=scenario.unit)
    if part not in PARTS:
        raise ScenarioNotFoundError
    lines = {one[Scenario.KEYS[part]]: one for one in scenario.part(part)}
    if key and key not in lines:
        raise ScenarioNotFoundError
    kept = lines.get(key, {})
    form = PARTS[part](request.POST or None, scenario=scenario, key=key, initial=kept)
    if request.method == "POST" and form.is_valid():
        written = tried(
            form,
            lambda: actions.write_part(
                scenario_id=scenario_id,
                part=part,
                key=key,
                facts={**kept, **form.cleaned_data},
                by=request.user,
                at=clock.now(),
            ),
        )
        if written is not None:
            return redirect("drills:scenario-detail", scenario_id)
    context = {"form": form, "scenario": scenario, "part": part, "key": key}
    return render(request, "drills/part_form.html", context, status=status_of(form))


@login_required
@require_POST
def part_remove(request: WebRequest, scenario_id: UUID, part: str, key: str) -> HttpResponse:
    """Take a line out of one of the four lists."""
    actions.remove_part(
        scenario_id=scenario_id, part=part, key=key, by=request.user, at=clock.now()
    )
    return redirect("drills:scenario-detail", scenario_id)


@login_required
@require_POST
def scenario_archive(request: WebRequest, scenario_id: UUID) -> HttpResponse:
    """Put a scenario away."""
    actions.archive_scenario(scenario_id=scenario_id, by=request.user, at=clock.now())
    messages.success(request, _("The scenario is put away; its drills keep their figures."))
    return redirect("drills:scenario-list")
