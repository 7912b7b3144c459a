"""Pages of scenarios of one's own: begun, written, tried, published."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.training.actions.authoring import (
    create_scenario,
    draft_digest,
    publish_scenario,
    take_scenario_version,
    write_scenario,
)
from gouvernail.training.actions.runs import start_run
from gouvernail.training.errors import ScenarioStaleError
from gouvernail.training.forms.authoring import ContentForm, content_form
from gouvernail.training.forms.scenarios import NewScenarioForm
from gouvernail.training.models import Scenario
from gouvernail.training.permissions import require_editor, visible_scenario


def _scenario(request: WebRequest, slug: str) -> Scenario:
    scenario = visible_scenario(viewer=request.user, slug=slug)
    require_editor(request.user, scenario.unit)
    return scenario


@require_http_methods(["GET", "POST"])
@login_required
def scenario_create(request: WebRequest) -> HttpResponse:
    """Begin a scenario of one's own."""
    require(request.user, Right.EDIT_TRAINING)
    form = NewScenarioForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        new = form.new()
        scenario = tried(form, lambda: create_scenario(new=new, by=request.user, at=clock.now()))
        if scenario is not None:
            return redirect("training:scenario-write", scenario.slug)
    return render(request, "training/scenario_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def scenario_write(request: WebRequest, slug: str) -> HttpResponse:
    """Write what is staged; keep it, try it, publish it. What lacks is said at its field."""
    scenario = _scenario(request, slug)
    form = content_form(scenario, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _went_on(request, scenario, form)
        if answer is not None:
            return answer
        scenario = _scenario(request, slug)  # as it was kept, by whomever
    context = {
        "form": form,
        "scenario": scenario,
        "base": draft_digest(scenario),
        "groups": form.groups(),
        "versions": scenario.versions.select_related("published_by"),
    }
    return render(request, "training/scenario_write.html", context, status=status_of(form))


def _went_on(request: WebRequest, scenario: Scenario, form: ContentForm) -> HttpResponse | None:
    """Keep what was typed, then try or publish just that; None where something lacks."""
    what, by, at = request.POST.get("what", ""), request.user, clock.now()
    content, base, key = form.content(), request.POST.get("base", ""), scenario.pk
    kept = tried(form, lambda: write_scenario(key, content=content, base=base, by=by, at=at))
    if kept is None:
        return None
    is_away = scenario.archived_at is not None  # nobody can begin it, its author neither
    if what == "try" and not is_away:
        run = tried(form, lambda: start_run(key, trial=True, by=by, at=at))
        return redirect("training:run-detail", run.pk) if run else None
    if what == "publish":
        mine = draft_digest(kept)
        if tried(form, lambda: publish_scenario(key, base=mine, by=by, at=at)) is None:
            return None
        said = _("Published, and put away: nobody practises it until it is offered again.")
        messages.success(
            request, said if is_away else _("Published: people practise it from now on.")
        )
        return redirect("training:scenario-detail", scenario.slug)
    messages.success(request, _("Kept."))
    return redirect("training:scenario-write", scenario.slug)


@require_POST
@login_required
def scenario_version_take(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Write on from an earlier version; 0: give the draft up."""
    scenario = _scenario(request, slug)
    base = request.POST.get("base", "")
    try:
        take_scenario_version(
            scenario.pk, number=number, base=base, by=request.user, at=clock.now()
        )
    except ScenarioStaleError:
        messages.error(request, _("What is written was changed meanwhile: read it first."))
        return redirect("training:scenario-write", scenario.slug)
    if number:
        messages.success(
            request, _("Version %(number)s is here to be changed.") % {"number": number}
        )
    else:
        messages.success(request, _("The draft is gone; what is published stays."))
    return redirect("training:scenario-write", scenario.slug)
