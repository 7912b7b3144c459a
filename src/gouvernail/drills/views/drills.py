"""Drills as a team sees them: the list, planning, the stage, the alarm, speaking."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis.models.plans import in_language
from gouvernail.crisis.permissions import visible_incident
from gouvernail.drills import actions
from gouvernail.drills.errors import DrillStateError
from gouvernail.drills.forms.drills import AlarmForm, DrillForm, SpeakForm
from gouvernail.drills.models import Drill
from gouvernail.drills.permissions import led_drill_shown, visible_drill, visible_scenario
from gouvernail.drills.queries.figures import rehearsed
from gouvernail.drills.queries.playing import drills_ahead, drills_for_list, stage_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.registry.queries import nameable_people

OFFERED = 300  # names in a list to choose from


@login_required
@require_GET
def drill_list(request: WebRequest) -> HttpResponse:
    """Show what is planned, what is under way, and what was played."""
    context = {
        "ahead": drills_ahead(request.user),
        "page": drills_for_list(request.user, cursor=request.GET.get("cursor", "")),
        "year": rehearsed(request.user, at=clock.now()),
        "leads": may(request.user, Right.RUN_INCIDENTS),
    }
    return render(request, "drills/drill_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def drill_plan(request: WebRequest, scenario_id: UUID) -> HttpResponse:
    """Plan a drill of a scenario."""
    scenario = visible_scenario(scenario_id, viewer=request.user)
    form = DrillForm(request.POST or None, person=request.user, scenario=scenario)
    if request.method == "POST" and form.is_valid():
        drill = tried(
            form,
            lambda: actions.plan_drill(
                scenario_id=scenario_id,
                facts=form.facts,
                unit_id=form.unit_id,
                by=request.user,
                at=clock.now(),
            ),
        )
        if drill is not None:
            messages.success(request, _("The drill is planned; its team is told."))
            return redirect("drills:drill-detail", drill.pk)
    people = nameable_people(request.user)[:OFFERED]
    context = {"form": form, "scenario": scenario, "people": people}
    return render(request, "drills/drill_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def drill_edit(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Change how a drill that has not begun is to be played."""
    drill = led_drill_shown(drill_id, viewer=request.user)
    if drill.status != Drill.Status.PLANNED:
        raise DrillStateError
    scenario = drill.scenario
    form = DrillForm(request.POST or None, person=request.user, scenario=scenario, drill=drill)
    if request.method == "POST" and form.is_valid():
        kept = tried(
            form,
            lambda: actions.update_drill(
                drill_id=drill_id, facts=form.facts, by=request.user, at=clock.now()
            ),
        )
        if kept is not None:
            return redirect("drills:drill-detail", drill_id)
    people = nameable_people(request.user)[:OFFERED]
    context = {"form": form, "scenario": scenario, "drill": drill, "people": people}
    return render(request, "drills/drill_form.html", context, status=status_of(form))


@login_required
@require_POST
def drill_cancel(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Call a drill off."""
    actions.cancel_drill(drill_id=drill_id, by=request.user, at=clock.now())
    messages.success(request, _("The drill is called off; its team is told."))
    return redirect("drills:drill-list")


@login_required
@require_GET
def drill_detail(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Show the stage of a drill to its team, its trainer, and who looks on."""
    return _page(request, visible_drill(drill_id, viewer=request.user))


def _page(
    request: WebRequest, drill: Drill, *, refused: dict[str, Form] | None = None
) -> HttpResponse:
    kept = {"fr": drill.scenario.story, "en": drill.scenario.story_en}
    told = drill.script.get("story") or kept
    forms: dict[str, Form] = {}
    if drill.is_on:
        forms = {"speak_form": SpeakForm(drill=drill), "alarm_form": AlarmForm()}
    context = {
        "drill": drill,
        "stage": stage_of(drill, viewer=request.user, at=clock.now()),
        "story": in_language(told.get("fr", ""), told.get("en", "")),
        **forms,
        **(refused or {}),
    }
    status = status_of(*(refused or {}).values())
    return render(request, "drills/drill_detail.html", context, status=status)


@login_required
@require_GET
def drill_stage(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Give the stage alone, for a page that stays open."""
    drill = visible_drill(drill_id, viewer=request.user)
    stage = stage_of(drill, viewer=request.user, at=clock.now())
    return render(request, "drills/_stage.html", {"drill": drill, "stage": stage})


@login_required
@require_POST
def word_say(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Speak on the stage in the name of one of our accounts."""
    drill = visible_drill(drill_id, viewer=request.user)
    form = SpeakForm(request.POST, drill=drill)

    def act() -> object:
        return actions.speak(drill_id=drill_id, said=form.said, by=request.user, at=clock.now())

    if form.is_valid() and tried(form, act) is not None:
        return redirect("drills:drill-detail", drill_id)
    return _page(request, drill, refused={"speak_form": form})


@login_required
@require_POST
def alarm_raise(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Raise the alarm, and go to the room."""
    form = AlarmForm(request.POST)

    def act() -> Drill:
        severity = form.cleaned_data["severity"]
        return actions.raise_alarm(
            drill_id=drill_id, severity=severity, by=request.user, at=clock.now()
        )

    drill = tried(form, act) if form.is_valid() else None
    if drill is not None and drill.incident_id is not None:
        return redirect("crisis:incident-detail", drill.incident_id)
    shown = visible_drill(drill_id, viewer=request.user)
    return _page(request, shown, refused={"alarm_form": form})


@login_required
@require_GET
def room_panel(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Give the way back to the stage, in the room of a drill; nothing in any other room."""
    incident = visible_incident(incident_id, viewer=request.user)
    drill = Drill.objects.filter(incident=incident).select_related("trainer").first()
    return render(request, "drills/_panel.html", {"drill": drill})
