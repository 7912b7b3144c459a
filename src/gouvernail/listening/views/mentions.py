"""Mentions as pages: the list, one with what stands around it, and what is done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.actions import handling as actions
from gouvernail.listening.actions.keeping import is_somebody
from gouvernail.listening.forms.mentions import (
    AssignForm,
    HideForm,
    MentionFilterForm,
    NoteForm,
    TagForm,
    asked_of,
)
from gouvernail.listening.permissions import may_handle, may_set_aside, visible_mention
from gouvernail.listening.queries.narrowing import (
    EXPORT_HEADER,
    around,
    export_rows,
    mentions_page,
    tags_used,
)
from gouvernail.people.errors import RightMissingError
from gouvernail.people.permissions import (
    Act,
    Right,
    may_overall,
    require,
    require_step_up,
    visible_people,
)

SUGGESTED = 100


@login_required
@require_GET
def mention_list(request: WebRequest) -> HttpResponse:
    """Show what was said, latest first."""
    require(request.user, Right.SEE_LISTENING)
    asked, chips = asked_of(request.GET, viewer=request.user)
    context = {
        "page": mentions_page(request.user, asked, cursor=request.GET.get("cursor", "")),
        "asked": asked,
        "chips": chips,
        "filter_form": MentionFilterForm(request.GET, viewer=request.user),
    }
    return render(request, "listening/mention_list.html", context)


@login_required
@require_GET
def mention_export(request: WebRequest) -> HttpResponseBase:
    """Give the mentions, narrowed as the list is, as CSV."""
    require(request.user, Right.SEE_LISTENING)
    require_step_up(Act.EXPORT, at=clock.now())
    asked, _chips = asked_of(request.GET, viewer=request.user)
    lines = csv_lines(EXPORT_HEADER, export_rows(request.user, asked))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mentions.csv"'
    return response


@login_required
@require_GET
def mention_detail(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Show one mention, what stands around it, and what was done with it."""
    return _detail(request, mention_id, {})


def _detail(request: WebRequest, mention_id: UUID, bound: dict[str, Form]) -> HttpResponse:
    mention = visible_mention(mention_id, viewer=request.user)
    offered = visible_people(request.user).filter(is_active=True).order_by("name", "pk")
    context: dict[str, Any] = {
        "mention": mention,
        "around": around(mention, request.user),
        "may_handle": may_handle(mention, viewer=request.user),
        "may_forget": may_overall(request.user, Right.EDIT_LISTENING)
        and mention.withdrawn_at is None
        and is_somebody(mention),
        "may_set_aside": may_set_aside(mention, viewer=request.user),
        "tags_offered": tags_used(),
        "people": offered[:SUGGESTED],
        "tag_form": TagForm(),
        "note_form": NoteForm(),
        "hide_form": HideForm(),
        "assign_form": AssignForm(viewer=request.user),
        **bound,
    }
    return render(
        request, "listening/mention_detail.html", context, status=status_of(*bound.values())
    )


def _done(
    request: WebRequest, mention_id: UUID, name: str, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """Do what a form asks and come back; or show what it lacks at its place."""
    mention = visible_mention(mention_id, viewer=request.user)
    if not may_handle(mention, viewer=request.user):
        raise RightMissingError(str(Right.MODERATE_COMMENTS))
    if form.is_valid() and tried(form, act) is not None:
        return redirect("listening:mention-detail", mention_id)
    return _detail(request, mention_id, {name: form})


@login_required
@require_POST
def mention_tag(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Put a tag on it."""
    form, at = TagForm(request.POST), clock.now()
    return _done(
        request,
        mention_id,
        "tag_form",
        form,
        lambda: actions.tag_mention(
            mention_id, name=form.cleaned_data["name"], by=request.user, at=at
        ),
    )


@login_required
@require_POST
def mention_untag(request: WebRequest, mention_id: UUID, tag_id: UUID) -> HttpResponse:
    """Take a tag off it."""
    actions.untag_mention(mention_id, tag_id=tag_id, by=request.user, at=clock.now())
    return redirect("listening:mention-detail", mention_id)


@login_required
@require_POST
def mention_note(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Write beside it."""
    form, at = NoteForm(request.POST), clock.now()
    return _done(
        request,
        mention_id,
        "note_form",
        form,
        lambda: actions.note_mention(
            mention_id, text=form.cleaned_data["text"], by=request.user, at=at
        ),
    )


@login_required
@require_POST
def mention_assign(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Give it to somebody."""
    form, at = AssignForm(request.POST, viewer=request.user), clock.now()
    return _done(
        request,
        mention_id,
        "assign_form",
        form,
        lambda: actions.assign_mention(
            mention_id, person_id=form.cleaned_data["person"].pk, by=request.user, at=at
        ),
    )


@login_required
@require_POST
def mention_finish(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Say that it is dealt with."""
    actions.finish_mention(mention_id, by=request.user, at=clock.now())
    messages.success(request, _("Dealt with."))
    return redirect("listening:mention-detail", mention_id)


@login_required
@require_POST
def mention_hide(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Set it aside."""
    form, at = HideForm(request.POST), clock.now()
    return _done(
        request,
        mention_id,
        "hide_form",
        form,
        lambda: actions.hide_mention(
            mention_id, reason=form.cleaned_data["reason"], by=request.user, at=at
        ),
    )


@login_required
@require_POST
def mention_show(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Put it back in the lists."""
    actions.show_mention(mention_id, by=request.user, at=clock.now())
    return redirect("listening:mention-detail", mention_id)
