"""The editor of a pack: a rule as a form and as YAML, its examples, any text to try."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation.clock import now
from gouvernail.foundation.web import WebRequest
from gouvernail.kernel.text import DEFAULT_LIMITS
from gouvernail.people.permissions import Right, require
from gouvernail.rulebooks.actions.trials import ask_for_trial
from gouvernail.rulebooks.forms.editor import OPERATIONS, STEPS_BACK, TRY, Edited, perform
from gouvernail.rulebooks.forms.editor_page import EditorPage, Trial, opening, page_of
from gouvernail.rulebooks.forms.versions import faults as faults_of
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import visible_pack
from gouvernail.rulebooks.queries.editing import is_behind, manuscript_of

PARTS: Final = {
    "editor-form": "rulebooks/_editor_form.html",
    "editor-faults": "rulebooks/_editor_faults.html",
    "editor-examples": "rulebooks/_editor_examples.html",
    "editor-tried": "rulebooks/_editor_tried.html",
    "editor-clause": "rulebooks/_editor_clause.html",
    "editor-rows": "rulebooks/_editor_rows.html",
    "editor-saved": "rulebooks/_editor_saved.html",
    "editor-notices": "rulebooks/_editor_notices.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pack_editor(request: WebRequest, slug: str) -> HttpResponse:
    """Show a pack as it is being written, or save what was typed and do what the button says."""
    pack = _writable(request, slug)
    if request.method != "POST":
        manuscript = manuscript_of(pack)
        at, whole, line = opening(manuscript, request.GET.dict())
        return _page(request, pack, Edited(manuscript=manuscript, at=at, whole=whole), line=line)
    done = perform(pack, request.POST, by=request.user, at=now())
    if done.problem is not None:
        return _page(request, pack, done, status=done.problem.status)
    if done.version is not None:
        return _kept(request, done.version)
    if request.POST.get("do") in {*OPERATIONS, *STEPS_BACK}:
        return redirect(f"{reverse('rulebooks:pack-editor', args=[pack.slug])}?at={done.at}")
    return _page(request, pack, done)


def _kept(request: WebRequest, version: PackVersion) -> HttpResponse:
    """Go to the draft that was made, or to its trial over past posts."""
    if request.POST.get("do") == TRY:
        trial = ask_for_trial(version_id=version.pk, by=request.user, at=now())
        return redirect("rulebooks:trial-detail", trial.pk)
    words = _("Version %(number)s is kept as a draft. It binds nobody until it is agreed to.")
    messages.success(request, words % {"number": version.number})
    return redirect("rulebooks:version-detail", version.pack.slug, version.number)


@require_POST
@login_required
def pack_editor_live(request: WebRequest, slug: str) -> HttpResponse:
    """Answer while somebody types: save, check, run the examples, draw the other side."""
    pack = _writable(request, slug)
    done = perform(pack, request.POST, by=request.user, at=now())
    page = page_of(done, viewer=request.user, trial=_trial(request))
    context = _context(pack, page, done)
    answer = {
        "saved": done.problem is None,
        "problem": done.problem.message if done.problem else "",
        "stale": done.mine is not None,
        "edit_count": page.manuscript.edit_count,
        "at": page.at,
        "first_line": page.first_line,
        "line_count": page.count,
        "base": page.base,
        "yaml": page.text,
        "marks": page.marks,
        "parts": {
            place: render_to_string(template, context, request) for place, template in PARTS.items()
        },
    }
    return JsonResponse(answer, status=done.problem.status if done.problem else 200)


def _writable(request: WebRequest, slug: str) -> Pack:
    pack = visible_pack(slug, viewer=request.user)
    require(request.user, Right.EDIT_RULES, unit=pack.unit)
    return pack


def _trial(request: WebRequest) -> Trial:
    return Trial(
        text=request.POST.get("try_text", "").replace("\r\n", "\n"),
        network=request.POST.get("try_network", ""),
        language=request.POST.get("try_language", ""),
    )


def _context(pack: Pack, page: EditorPage, done: Edited) -> dict[str, object]:
    problems = getattr(done.problem, "problems", ())
    return {
        "pack": pack,
        "page": page,
        "problem": done.problem,
        "problem_faults": faults_of(problems, page.manuscript.source) if problems else [],
        "behind": is_behind(page.manuscript),
        "networks": sorted(DEFAULT_LIMITS),
    }


def _page(
    request: WebRequest, pack: Pack, done: Edited, *, line: int = 0, status: int = 200
) -> HttpResponse:
    search = request.GET.get("q", "")[:100]
    page = page_of(done, viewer=request.user, trial=_trial(request), search=search)
    context = _context(pack, page, done) | {"line": line, "search": search}
    context["numbers"] = [
        (number, number in page.marks)
        for number in range(page.first_line, page.first_line + page.text.count("\n") + 1)
    ]
    return render(request, "rulebooks/editor.html", context, status=status)
