"""What the trainer does: begin, pace, bring in, note, end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.drills import actions
from gouvernail.drills.forms.drills import InjectForm, RemarkForm, speeds
from gouvernail.drills.models import Drill, Remark
from gouvernail.drills.permissions import led_drill_shown
from gouvernail.drills.queries.playing import console_of, stage_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest


@login_required
@require_POST
def drill_start(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Begin: time runs from now on."""
    actions.start_drill(drill_id=drill_id, by=request.user, at=clock.now())
    return redirect("drills:drill-console", drill_id)


@login_required
@require_GET
def drill_console(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Show the trainer what comes, what was done, and the times so far."""
    return _page(request, led_drill_shown(drill_id, viewer=request.user))


def _page(
    request: WebRequest, drill: Drill, *, refused: dict[str, Form] | None = None
) -> HttpResponse:
    context = {
        **_context(request, drill),
        "inject_form": InjectForm(drill=drill),
        "speeds": speeds(),
        **(refused or {}),
    }
    status = status_of(*(refused or {}).values())
    return render(request, "drills/drill_console.html", context, status=status)


def _context(request: WebRequest, drill: Drill) -> dict[str, object]:
    at = clock.now()
    return {
        "drill": drill,
        "stage": stage_of(drill, viewer=request.user, at=at),
        "console": console_of(drill, at=at),
        "verdicts": Remark.Verdict.choices,
    }


@login_required
@require_GET
def drill_coming(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Give what comes and what was done alone, for a console that stays open."""
    drill = led_drill_shown(drill_id, viewer=request.user)
    return render(request, "drills/_coming.html", _context(request, drill))


@login_required
@require_POST
def drill_pace(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Let time run faster, slower, or not at all."""
    said = request.POST.get("speed", "")
    speed = int(said) if said.isascii() and said.isdigit() and len(said) < len("1000") else -1
    actions.pace_drill(drill_id=drill_id, speed=speed, by=request.user, at=clock.now())
    return redirect("drills:drill-console", drill_id)


@login_required
@require_POST
def inject_create(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Bring in what the script does not hold."""
    drill = led_drill_shown(drill_id, viewer=request.user)
    form = InjectForm(request.POST, drill=drill)

    def act() -> object:
        return actions.inject(drill_id=drill_id, said=form.said, by=request.user, at=clock.now())

    if form.is_valid() and tried(form, act) is not None:
        return redirect("drills:drill-console", drill_id)
    return _page(request, drill, refused={"inject_form": form})


@login_required
@require_POST
def event_play(request: WebRequest, drill_id: UUID, happening_id: UUID) -> HttpResponse:
    """Play an event now."""
    actions.play_now(drill_id=drill_id, happening_id=happening_id, by=request.user, at=clock.now())
    return redirect("drills:drill-console", drill_id)


@login_required
@require_POST
def event_skip(request: WebRequest, drill_id: UUID, happening_id: UUID) -> HttpResponse:
    """Leave an event out."""
    actions.skip_happening(
        drill_id=drill_id, happening_id=happening_id, by=request.user, at=clock.now()
    )
    return redirect("drills:drill-console", drill_id)


@login_required
@require_POST
def act_note(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """Say how an act was done."""
    drill = led_drill_shown(drill_id, viewer=request.user)
    form = RemarkForm(request.POST)

    def act() -> object:
        return actions.note_act(
            drill_id=drill_id, **form.cleaned_data, by=request.user, at=clock.now()
        )

    if form.is_valid() and tried(form, act) is not None:
        page = "drills:drill-console" if drill.is_on else "drills:drill-results"
        return redirect(page, drill_id)
    return _page(request, drill, refused={"remark_form": form})


@login_required
@require_POST
def drill_end(request: WebRequest, drill_id: UUID) -> HttpResponse:
    """End the drill, and show its figures."""
    actions.end_drill(drill_id=drill_id, by=request.user, at=clock.now())
    messages.success(request, _("The drill has ended. Talk it over now, while it is fresh."))
    return redirect("drills:drill-results", drill_id)
