"""The composer: one page, one form, and what answers while typing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.brand.queries.checks import limits
from gouvernail.content.forms import ComposerPost, Performed, overlaid, perform, read_post
from gouvernail.content.forms.composer import SUBMIT
from gouvernail.content.forms.proofs import TypedProof
from gouvernail.content.models import Draft
from gouvernail.content.permissions import may_write, visible_draft
from gouvernail.content.queries import (
    EDITABLE,
    Composition,
    Manuscript,
    chosen_and_offered,
    composition,
    manuscript_of,
    offset_words,
    why_sent_back,
    zone_choices,
)
from gouvernail.content.queries.choosing import pictures_to_choose
from gouvernail.content.queries.proofs import proofs_to_reuse
from gouvernail.content.queries.uses import picture_findings
from gouvernail.foundation.clock import now, site_day
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.web import WebRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft_edit(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Show the composer, or keep what was typed and do what the button says."""
    draft, at = visible_draft(draft_id, viewer=request.user), now()
    if draft.status not in EDITABLE or not may_write(request.user, draft.unit):
        return redirect("content:draft-detail", draft_id=draft.pk)
    if request.method != "POST":
        return _page(request, manuscript_of(draft), at=at)
    post = read_post(request.POST)
    done = perform(draft, post, request.FILES, by=request.user, at=at)
    if not done.problems:
        return _after(request, done.draft, post)
    manuscript = overlaid(manuscript_of(done.draft), post)
    status = max(problem.status for problem in done.problems)
    return _page(request, manuscript, at=at, done=done, post=post, status=status)


def _after(request: WebRequest, draft: Draft, post: ComposerPost) -> HttpResponse:
    if post.do == SUBMIT:
        messages.success(request, _("Submitted. You will be told what is decided."))
        return redirect("content:draft-detail", draft_id=draft.pk)
    address = reverse("content:draft-edit", args=[draft.pk])
    place = f"#own-{post.target}" if post.do == "adapt" else ""
    return HttpResponseRedirect(address + place)


def _page(
    request: WebRequest,
    manuscript: Manuscript,
    *,
    at: datetime,
    done: Performed | None = None,
    post: ComposerPost | None = None,
    status: int = 200,
) -> HttpResponse:
    page = composition(manuscript, viewer=request.user, at=at)
    draft = manuscript.draft
    zone = (post.timetable.time_zone if post and post.timetable else "") or draft.time_zone
    zone = zone or request.user.time_zone or draft.unit.time_zone or settings.SITE_TIME_ZONE
    context = {
        **_parts_context(page),
        "draft": draft,
        "sent_back": why_sent_back(draft),
        "accounts": chosen_and_offered(manuscript, viewer=request.user),
        "zones": zone_choices(zone),
        "zone": zone,
        "wall": (post.timetable.wall_time if post and post.timetable else draft.wall_time),
        "pictures": pictures_to_choose(manuscript, at=draft.publish_at, viewer=request.user),
        "picture_findings": picture_findings(
            manuscript.media, path=draft.unit.path, viewer=request.user, today=site_day(at)
        ),
        "picture_limits": limits(),
        "offered_proofs": proofs_to_reuse(draft, viewer=request.user, today=site_day(at)),
        "problems": _told(done.problems if done else ()),
        "choices": _choices(done, zone),
        "conflict": done.conflict if done else None,
        "mine": post,
        "typed": post.proof if post else TypedProof(),
        "data": page_data(page),
    }
    return render(request, "content/draft_edit.html", context, status=status)


def _told(problems: Sequence[DomainError]) -> dict[str, str]:
    """Return what was refused, by the place it concerns."""
    told: dict[str, str] = {}
    for problem in problems:
        told |= problem.fields or {problem.code: problem.message}
    return told


def _choices(done: Performed | None, zone: str) -> list[dict[str, object]]:
    """Return the moments offered instead of one that does not exist, or exists twice."""
    for problem in done.problems if done else ():
        if problem.code in {"wall_time_gap", "wall_time_fold"}:
            offered = getattr(problem, "choices", ())
            return [
                {"wall": wall, "fold": fold, "offset": offset_words(wall, zone, fold)}
                for wall, fold in offered
            ]
    return []


@require_POST
@login_required
def draft_live(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Answer while somebody types: check the words and, with `keep`, save them."""
    draft, at = visible_draft(draft_id, viewer=request.user), now()
    post = read_post(request.POST)
    done = Performed(draft=draft)
    if "keep" in request.POST:
        done = perform(draft, post, request.FILES, by=request.user, at=at)
    manuscript = overlaid(manuscript_of(done.draft), post)
    page = composition(manuscript, viewer=request.user, at=at)
    context = _parts_context(page) | {"draft": done.draft, "conflict": done.conflict, "mine": post}
    answer = {
        "edit_count": done.draft.edit_count,
        "saved": "keep" in request.POST and not done.problems,
        "problems": _told(done.problems),
        "parts": _parts(request, context, page),
        **page_data(page),
    }
    status = max((problem.status for problem in done.problems), default=200)
    return JsonResponse(answer, status=status)


def page_data(page: Composition) -> dict[str, object]:
    """Return what the script underlines: places in code points, by the field they are in."""
    own = {str(preview.account.pk): preview.marks for preview in page.previews if preview.adapted}
    return {"marks": {"text": page.marks, **own}}


def _parts_context(page: Composition) -> dict[str, object]:
    return {"page": page, "manuscript": page.manuscript}


def _parts(request: WebRequest, context: dict[str, object], page: Composition) -> dict[str, str]:
    """Return the pieces of the page that follow the words, by the id of their place."""
    parts = {
        "composer-findings": "content/_findings.html",
        "composer-route": "content/_route.html",
        "composer-bar": "content/_composer_bar.html",
        "composer-saved": "content/_saved.html",
        "composer-conflict": "content/_conflict.html",
        "composer-guide": "content/_guide.html",
        "composer-claims": "content/_claims.html",
    }
    found: dict[str, str] = {
        place: render_to_string(template, context, request) for place, template in parts.items()
    }
    for preview in page.previews:
        one = {**context, "preview": preview}
        found[f"head-{preview.account.pk}"] = render_to_string(
            "content/_preview_head.html", one, request
        )
        found[f"body-{preview.account.pk}"] = render_to_string(
            "content/_preview.html", one, request
        )
    return found
