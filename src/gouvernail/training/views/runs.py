"""Pages of a practice: what is staged, what one does, what came of it, what a trainer says."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.practice.queries import on_stage
from gouvernail.training.actions.runs import (
    answer_comment,
    end_run,
    ends_at,
    move_queue,
    review_run,
    start_run,
    tell_impostors,
)
from gouvernail.training.errors import RunNotFoundError
from gouvernail.training.forms.scenarios import CommentAnswerForm, ProfilesForm, ReviewForm
from gouvernail.training.models import Run, Scenario
from gouvernail.training.permissions import visible_run, visible_scenario
from gouvernail.training.queries.scenarios import queue_at, runs_for_list
from gouvernail.training.queries.scripting import come, script, seen_in
from gouvernail.training.queries.wording import told

Kind = Scenario.Kind


@require_POST
@login_required
def run_start(request: WebRequest, slug: str) -> HttpResponse:
    """Begin to practise, or go on with it."""
    scenario = visible_scenario(viewer=request.user, slug=slug)
    run = start_run(scenario.pk, by=request.user, at=clock.now())
    return redirect("training:run-detail", run.pk)


@require_http_methods(["GET", "POST"])
@login_required
def run_detail(request: WebRequest, practice_id: UUID) -> HttpResponse:
    """Show a practice under way and take what one does in it; its result once it is over."""
    run = visible_run(practice_id, viewer=request.user)
    mine = run.person_id == request.user.pk
    if request.method == "POST":
        return _taken(request, run) if mine else _not_theirs()
    if run.ended_at is not None:
        return _result(request, run, ReviewForm())
    return _stage(request, run, _form(run)) if mine else _not_theirs()


def _not_theirs() -> HttpResponse:
    raise RunNotFoundError


def _form(run: Run, data: object = None) -> Form | None:
    if run.scenario.kind == Kind.ANSWER:
        return _answer_form(_place(data), data)
    return ProfilesForm(data, run=run) if run.scenario.kind == Kind.IMPOSTOR else None


def _answer_form(place: int, data: object = None) -> CommentAnswerForm:
    """Return the form under one comment; what labels it is named after its place."""
    auto_id = f"id_%s_{place}" if place > 1 else "id_%s"
    return CommentAnswerForm(data, auto_id=auto_id)  # type: ignore[arg-type]  # a QueryDict


def _place(data: object) -> int:
    place = str(data.get("place", "1")) if isinstance(data, QueryDict) else "1"
    return int(place[:3]) if place.isdecimal() else 0


def _taken(request: WebRequest, run: Run) -> HttpResponse:
    form, at, by = _form(run, request.POST), clock.now(), request.user
    if isinstance(form, ProfilesForm) and form.is_valid():
        kept = tried(form, lambda: tell_impostors(run.pk, given=form.given(), by=by, at=at))
    elif form is not None and form.is_valid():
        text, place = form.cleaned_data["text"], _place(request.POST)
        kept = tried(form, lambda: answer_comment(run.pk, text=text, place=place, by=by, at=at))
    elif form is None:
        kept = move_queue(
            run.pk,
            move=request.POST.get("move", ""),
            place=_place(request.POST) if "place" in request.POST else 0,
            account=request.POST.get("account", "")[:120],
            by=by,
            at=at,
        )
    else:
        kept = None
    if kept is not None:
        return redirect("training:run-detail", run.pk)
    return _stage(request, run, form)


def _stage(request: WebRequest, run: Run, form: Form | None) -> HttpResponse:
    at = clock.now()
    left = max(0, int((ends_at(run) - at).total_seconds()))
    queue = queue_at(run, at=at) if run.scenario.kind == Kind.QUEUE else ()
    profiles = run.content["profiles"] if isinstance(form, ProfilesForm) else ()
    context: dict[str, object] = {
        "run": run,
        "scenario": run.scenario,
        "form": form,
        "profiles": list(zip(profiles, form, strict=True)) if profiles and form else (),
        "queue": queue,
        "accounts": list(dict.fromkeys(one.account for one in queue)),
        "waiting": sum(one.state == "waiting" for one in queue),
        "left": left,
    }
    if isinstance(form, CommentAnswerForm):
        context |= _thread(request, run, form, at=at)
    status = status_of(form) if form is not None else 200
    return render(request, f"training/run_{run.scenario.kind}.html", context, status=status)


def _thread(
    request: WebRequest, run: Run, form: CommentAnswerForm, *, at: datetime
) -> dict[str, object]:
    """Return the comments that have come beyond `?seen=`, each with its answer or a form."""
    seen = request.GET.get("seen", "")
    number = len(script(run.content))
    shown = seen_in(run, at=at, after=int(seen[:3]) if seen.isdecimal() else 0)
    tried_at = _place(request.POST) if form.is_bound else 0
    return {
        "thread": [
            (one, form if one.place == tried_at else _answer_form(one.place)) for one in shown
        ],
        "many": number > 1,
        "last": len(come(run, at=at)),
        "more": number > len(come(run, at=at)),
    }


def _result(request: WebRequest, run: Run, form: Form) -> HttpResponse:
    lines = told(run)
    mine = run.person_id == request.user.pk
    context = {
        "run": run,
        "scenario": run.scenario,
        "lines": lines,
        "better": [one for one in lines if one.better],
        "posts": list(on_stage(run.pk)),
        "examples": _examples(run),
        "mine": mine,
        "form": form,
        "may_review": not mine
        and may(request.user, Right.EDIT_TRAINING, unit=run.person.home_unit),
    }
    return render(request, "training/run_result.html", context, status=status_of(form))


def _examples(run: Run) -> list[tuple[int, str]]:
    """Return a good answer to each comment that asks for one; its place where there are several."""
    if run.scenario.kind != Kind.ANSWER:
        return []
    steps = script(run.content)
    return [(one.place if steps[1:] else 0, one.example) for one in steps if not one.leave]


@require_POST
@login_required
def run_end(request: WebRequest, practice_id: UUID) -> HttpResponse:
    """End a practice as it stands."""
    end_run(practice_id, by=request.user, at=clock.now())
    return redirect("training:run-detail", practice_id)


@require_POST
@login_required
def run_review(request: WebRequest, practice_id: UUID) -> HttpResponse:
    """Take what a trainer says of a practice."""
    run = visible_run(practice_id, viewer=request.user)
    form = ReviewForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        kept = tried(
            form,
            lambda: review_run(
                run.pk,
                passed=said["passed"] == "1",
                says=said["says"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("Said. The learner reads it with the result."))
            return redirect("training:run-detail", run.pk)
    return _result(request, run, form)


@require_GET
@login_required
def run_list(request: WebRequest) -> HttpResponse:
    """Show the practices of those whose training one sees; `?unread=1` what waits for a word."""
    require(request.user, Right.SEE_TRAINING)
    unread = bool(request.GET.get("unread"))
    page = runs_for_list(request.user, unread=unread, cursor=request.GET.get("cursor", ""))
    return render(request, "training/run_list.html", {"page": page, "unread": unread})
