"""The desk of who runs a programme: stories, wordings, suggestions, numbers; never a ranking."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.advocacy import actions
from gouvernail.advocacy.forms import AnswerForm, ProgrammeForm
from gouvernail.advocacy.models import Idea, Programme
from gouvernail.advocacy.permissions import (
    desk_idea,
    desk_programme,
    may_run,
    require_runner,
    run_units,
)
from gouvernail.advocacy.queries import (
    NONE,
    figures_by_network,
    figures_of,
    idea_lines,
    ideas_page,
    kit_lines,
    kits_page,
    member_count,
    words_waiting,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.errors import RightMissingError
from gouvernail.people.permissions import Act, Right, require_step_up

SHOWN = ("kits", "words", "ideas")


@login_required
@require_http_methods(["GET", "POST"])
def programme_create(request: WebRequest) -> HttpResponse:
    """Write a programme."""
    if not run_units(request.user).exists():
        raise RightMissingError(str(Right.RUN_PROGRAMMES))
    form = ProgrammeForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: actions.write_programme(
                unit_id=UUID(form.cleaned_data["unit"]),
                facts=form.facts(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if made is not None:
            messages.success(request, _("Written. Nobody sees it until you open it."))
            return redirect("advocacy:programme-desk", made.pk)
    context = {"form": form, "programme": None}
    return render(request, "advocacy/programme_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Change what a programme says."""
    programme = desk_programme(programme_id, viewer=request.user)
    require_runner(request.user, programme)
    form = ProgrammeForm(request.POST or None, viewer=request.user, programme=programme)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.edit_programme(
                programme.pk, facts=form.facts(), by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect("advocacy:programme-desk", programme.pk)
    context = {"form": form, "programme": programme}
    return render(request, "advocacy/programme_form.html", context, status=status_of(form))


@require_POST
@login_required
def programme_open(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Open a programme."""
    actions.open_programme(programme_id, by=request.user, at=clock.now())
    messages.success(request, _("It is open: those it is for see it and may join."))
    return redirect("advocacy:programme-desk", programme_id)


@require_POST
@login_required
def programme_close(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Close a programme for good."""
    actions.close_programme(programme_id, by=request.user, at=clock.now())
    messages.success(request, _("It is closed: consents have ended, accounts are forgotten."))
    return redirect("advocacy:programme-desk", programme_id)


@login_required
@require_GET
def programme_desk(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Show what waits, the stories and their numbers, or the suggestions."""
    programme = desk_programme(programme_id, viewer=request.user)
    return _desk(request, programme)


def _desk(
    request: WebRequest,
    programme: Programme,
    *,
    show: str = "",
    answering: tuple[Idea, AnswerForm] | None = None,
) -> HttpResponse:
    asked = show or request.GET.get("show", "")
    shown = asked if asked in SHOWN else "kits"
    cursor = request.GET.get("cursor", "")
    words = words_waiting(programme)
    context: dict[str, object] = {
        "programme": programme,
        "runs": may_run(request.user, programme),
        "show": shown,
        "members": member_count(programme),
        "words": words,
        "today": clock.today(),
    }
    if shown == "kits":
        page = kits_page(programme, cursor=cursor)
        figures = figures_of(page.rows)
        for kit in page.rows:
            kit.figure = figures.get(str(kit.pk), NONE)  # type: ignore[attr-defined]
        context |= {"page": page, "networks": figures_by_network(programme)}
    elif shown == "ideas":
        page_of_ideas = ideas_page(programme, cursor=cursor)
        for idea in page_of_ideas.rows:
            bound = answering[1] if answering and answering[0].pk == idea.pk else None
            idea.form = bound or AnswerForm(auto_id=f"a{idea.pk}_%s")  # type: ignore[attr-defined]
        context["page"] = page_of_ideas
    status = status_of(answering[1]) if answering else 200
    return render(request, "advocacy/programme_desk.html", context, status=status)


@login_required
@require_GET
def programme_export(request: WebRequest, programme_id: UUID) -> HttpResponseBase:
    """Give stories or suggestions as a file that names nobody."""
    programme = desk_programme(programme_id, viewer=request.user)
    require_step_up(Act.EXPORT, at=clock.now())
    ideas = request.GET.get("show") == "ideas"
    lines: Callable[[Programme], Iterator[list[object]]] = idea_lines if ideas else kit_lines
    what = "ideas" if ideas else "stories"
    name = f"ambassadors-{what}-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(_ideas_header() if ideas else _kits_header(), lines(programme)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _kits_header() -> list[str]:
    return [
        *(_("Title"), _("Status"), _("First day"), _("Last day"), _("Link to share")),
        *(_("Shares"), _("Saying who speaks")),
    ]


def _ideas_header() -> list[str]:
    return [_("Made on"), _("Kind"), _("Words"), _("Answer"), _("Why"), _("Answered on")]


@require_POST
@login_required
def idea_answer(request: WebRequest, idea_id: UUID) -> HttpResponse:
    """Answer a suggestion."""
    idea = desk_idea(idea_id, viewer=request.user)
    form = AnswerForm(request.POST, auto_id=f"a{idea.pk}_%s")
    if form.is_valid():
        done = tried(
            form,
            lambda: actions.answer_idea(
                idea.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Answered: who suggested it is told."))
            url = reverse("advocacy:programme-desk", args=[idea.programme_id])
            return redirect(f"{url}?show=ideas")
    return _desk(request, idea.programme, show="ideas", answering=(idea, form))


@require_POST
@login_required
def idea_story(request: WebRequest, idea_id: UUID) -> HttpResponse:
    """Begin a story from a suggestion."""
    kit = actions.begin_story(idea_id, by=request.user, at=clock.now())
    return redirect("advocacy:kit-edit", kit.pk)
