"""The figures of a drill, and how drills compare."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.crisis.models.plans import Kind, in_language
from gouvernail.drills import actions
from gouvernail.drills.errors import DrillStateError
from gouvernail.drills.forms.drills import LessonsForm
from gouvernail.drills.models import Drill, Remark
from gouvernail.drills.permissions import may_lead, visible_drill, visible_drills
from gouvernail.drills.queries.figures import (
    COMPARED,
    drill_before,
    drills_compared,
    export_rows,
    lines_of,
    rehearsed,
)
from gouvernail.drills.queries.playing import parts_of
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, Right, require, require_step_up

HEADER = (
    *("ended_at", "title", "title_en", "kind", "unit", "trainer", "speed"),
    *(f"{act}_seconds" for act in COMPARED),
    *("acts_in_time", "acts_expected"),
)


@login_required
@require_GET
def drill_results(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Show the figures of a drill that ended."""
    return _page(request, visible_drill(drill_id, viewer=request.user))


def _page(request: WebRequest, drill: Drill, *, form: LessonsForm | None = None) -> HttpResponse:
    if drill.status != Drill.Status.ENDED:
        raise DrillStateError
    at = clock.now()
    told = drill.script.get("debrief", {})
    form = form or LessonsForm(initial={"lessons": drill.lessons})
    lines = lines_of(drill, at=at)
    context = {
        "drill": drill,
        "lines": lines,
        "in_time": sum(1 for one in lines if one.is_in_time),
        "former": drill_before(drill, at=at),
        "parts": parts_of(drill, mine=[]),
        "debrief": in_language(told.get("fr", ""), told.get("en", "")).splitlines(),
        "verdicts": Remark.Verdict.choices,
        "leads": may_lead(request.user, drill),
        "form": form,
    }
    return render(request, "drills/drill_results.html", context, status=status_of(form))


@login_required
@require_POST
def lessons_write(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Write what the team changes."""
    form = LessonsForm(request.POST)

    def act() -> object:
        return actions.conclude_drill(
            drill_id=drill_id,
            lessons=form.cleaned_data["lessons"],
            by=request.user,
            at=clock.now(),
        )

    if form.is_valid() and tried(form, act) is not None:
        messages.success(request, _("Kept with the figures."))
        return redirect("drills:drill-results", drill_id)
    return _page(request, visible_drill(drill_id, viewer=request.user), form=form)


@login_required
@require_GET
def drill_compare(request: WebRequest) -> HttpResponse:
    """Compare the drills that ended."""
    person = request.user
    scenario, kind = request.GET.get("scenario", ""), request.GET.get("kind", "")
    rows, page = drills_compared(
        person,
        scenario=UUID(scenario) if is_uuid(scenario) else None,
        kind=kind if kind in Kind.values else "",
        cursor=request.GET.get("cursor", ""),
    )
    played = visible_drills(person).filter(status=Drill.Status.ENDED).order_by("title")
    titles = played.values_list("scenario", "title", "title_en").distinct()
    context = {
        "rows": rows,
        "page": page,
        "acts": [act.label for act in COMPARED],
        "year": rehearsed(person, at=clock.now()),
        "scenarios": [(str(key), in_language(fr, en)) for key, fr, en in titles[:200]],
        "kinds": Kind.choices,
        "scenario": scenario,
        "kind": kind,
    }
    return render(request, "drills/drill_compare.html", context)


@login_required
@require_GET
def drill_export(request: WebRequest) -> HttpResponseBase:
    """Give the times of every drill as a file; seconds of the drill from the first sign."""
    require(request.user, Right.SEE_INCIDENTS)
    require_step_up(Act.EXPORT, at=clock.now())
    name = f"drills-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(HEADER, export_rows(request.user)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
