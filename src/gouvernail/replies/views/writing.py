"""Writing a reply, seeing it as it will be read, and taking in many at once."""

from typing import Any
from uuid import UUID

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
from gouvernail.replies.actions import (
    Imported,
    begin_reply,
    import_replies,
    import_starters,
    write_reply,
)
from gouvernail.replies.errors import ReplyStaleError
from gouvernail.replies.forms import FileForm, ReplyForm, StartersForm, initial_of
from gouvernail.replies.models import Reply
from gouvernail.replies.permissions import visible_reply
from gouvernail.replies.queries.files import read_lines
from gouvernail.replies.queries.filling import variable_labels
from gouvernail.replies.queries.previewing import previews_of
from gouvernail.replies.queries.versions import seen_of, version_at_work
from gouvernail.replies.starters import starter_replies


@login_required
@require_http_methods(["GET", "POST"])
def reply_create(request: WebRequest) -> HttpResponse:
    """Begin a reply."""
    require(request.user, Right.WRITE_CONTENT)
    form = ReplyForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        reply = tried(
            form,
            lambda: begin_reply(
                unit_id=form.cleaned_data["unit"],
                sheet=form.sheet(),
                words=form.words(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if reply is not None:
            messages.success(request, _("Kept as a draft: submit it when it is ready."))
            return redirect("replies:reply-detail", reply.pk)
    return _written(request, form, {"reply": None, "version": None})


@login_required
@require_http_methods(["GET", "POST"])
def reply_edit(request: WebRequest, reply_id: UUID) -> HttpResponse:
    """Write a reply."""
    reply = visible_reply(reply_id, viewer=request.user)
    require(request.user, Right.WRITE_CONTENT, unit=reply.unit)
    version = version_at_work(reply) or reply.current
    initial = initial_of(reply, version, seen=seen_of(reply, version))
    form = ReplyForm(request.POST or None, viewer=request.user, initial=initial)
    context: dict[str, Any] = {"reply": reply, "version": version}
    if request.method == "POST" and form.is_valid():
        try:
            kept = tried(form, lambda: _write(request, reply.pk, form))
        except ReplyStaleError as stale:
            context |= {"stale": stale, "beside": form.beside(initial)}
            form = form.over(initial["seen"], viewer=request.user, theirs=initial)
            kept = None
        if kept is not None:
            messages.success(request, _("Kept."))
            return redirect("replies:reply-detail", reply.pk)
    return _written(request, form, context)


def _write(request: WebRequest, reply_id: UUID, form: ReplyForm) -> Reply:
    return write_reply(
        reply_id,
        sheet=form.sheet(),
        words=form.words(),
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=clock.now(),
    )


def _written(request: WebRequest, form: ReplyForm, context: dict[str, Any]) -> HttpResponse:
    """Show the form, with what was typed as it would be read."""
    said = {name: str(form[name].value() or "") for name in form.fields}
    networks = form["networks"].value() or []
    context |= {
        "form": form,
        "previews": previews_of(said, networks),
        "variables": variable_labels(request.LANGUAGE_CODE),
    }
    status = context["stale"].status if "stale" in context else status_of(form)
    return render(request, "replies/reply_form.html", context, status=status)


@login_required
@require_POST
def reply_preview(request: WebRequest) -> HttpResponse:
    """Show what is being typed as it would be read, network by network; nothing is kept."""
    require(request.user, Right.WRITE_CONTENT)
    said = {name: request.POST.get(name, "")[:5000] for name in request.POST}
    previews = previews_of(said, request.POST.getlist("networks"))
    return render(request, "replies/_previews.html", {"previews": previews})


@login_required
@require_http_methods(["GET", "POST"])
def reply_import(request: WebRequest) -> HttpResponse:
    """Take in the replies to start from, or those of a file; say what became of each line."""
    require(request.user, Right.WRITE_CONTENT)
    sent = request.POST.get("what", "") if request.method == "POST" else ""
    starters = StartersForm(
        request.POST if sent == "starters" else None, viewer=request.user, prefix="starters"
    )
    table = FileForm(
        request.POST if sent == "file" else None,
        request.FILES if sent == "file" else None,
        viewer=request.user,
        prefix="file",
    )
    report: Imported | None = None
    if sent == "starters" and starters.is_valid():
        report = tried(starters, lambda: _starters(request, starters))
    elif sent == "file" and table.is_valid():
        report = tried(table, lambda: _table(request, table))
    context = {
        "starters": starters,
        "table": table,
        "report": report,
        "how_many": len(starter_replies()),
    }
    return render(request, "replies/reply_import.html", context, status=status_of(starters, table))


def _starters(request: WebRequest, form: StartersForm) -> Imported:
    said = form.cleaned_data
    return import_starters(
        unit_id=said["unit"], submits=said["submits"], by=request.user, at=clock.now()
    )


def _table(request: WebRequest, form: FileForm) -> Imported:
    said = form.cleaned_data
    lines = read_lines(said["file"].read())
    return import_replies(
        lines, unit_id=said["unit"], submits=said["submits"], by=request.user, at=clock.now()
    )
