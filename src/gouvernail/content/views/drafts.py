"""Drafts in a list, one draft's record, and what ends or restarts it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gouvernail.content.actions import (
    assign_draft,
    cancel_draft,
    copy_draft,
    reopen_draft,
    start_draft,
    withdraw_draft,
)
from gouvernail.content.forms import StartForm
from gouvernail.content.permissions import may_write, visible_draft, writable_units, writers_of
from gouvernail.content.queries import (
    EDITABLE,
    STATES,
    VOIDABLE,
    DraftFilter,
    draft_counts,
    draft_record,
    drafts_for_list,
    why_sent_back,
)
from gouvernail.foundation.clock import now
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import visible_unit


@require_safe
@login_required
def draft_list(request: WebRequest) -> HttpResponse:
    """List drafts by state, unit and person; every filter is in the address."""
    asked = request.GET
    unit = visible_unit(asked["unit"], viewer=request.user) if asked.get("unit") else None
    wanted = DraftFilter(
        state=asked.get("state", ""),
        unit_path=unit.path if unit else "",
        mine=asked.get("mine") == "1",
        search=asked.get("q", "").strip(),
    )
    drafts = drafts_for_list(request.user, wanted)
    context = {
        "page": page_of(drafts, order=("-edited_at", "-pk"), cursor=asked.get("cursor", "")),
        "wanted": wanted,
        "unit": unit,
        "counts": draft_counts(request.user),
        "states": list(STATES),
        "editable": EDITABLE,
        "may_start": writable_units(request.user).exists(),
        "scoped": True,
    }
    return render(request, "content/draft_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft_create(request: WebRequest) -> HttpResponse:
    """Ask for a title and a unit, and open the composer."""
    form = StartForm(request.POST or None, writer=request.user)
    if form.is_valid():
        draft = start_draft(draft=form.new_draft(), by=request.user, at=now())
        return redirect("content:draft-edit", draft_id=draft.pk)
    status = 422 if form.errors else 200
    return render(request, "content/draft_create.html", {"form": form}, status=status)


@require_safe
@login_required
def draft_detail(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Show where a draft stands and all that happened to it."""
    draft = visible_draft(draft_id, viewer=request.user)
    context = {
        "record": draft_record(draft, viewer=request.user, at=now()),
        "draft": draft,
        "sent_back": why_sent_back(draft),
        "editable": draft.status in EDITABLE,
        "voidable": draft.status in VOIDABLE,
        "may_write": may_write(request.user, draft.unit),
        "writers": writers_of(draft.unit, viewer=request.user),
    }
    return render(request, "content/draft_detail.html", context)


@require_POST
@login_required
def draft_reopen(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Take a draft back to change it, and say what that voids."""
    reopen_draft(draft_id=draft_id, by=request.user, at=now())
    messages.warning(request, _("The approval is void: submit the draft again when it is ready."))
    return redirect("content:draft-edit", draft_id=draft_id)


@require_POST
@login_required
def draft_withdraw(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Take a submission back before it is decided."""
    withdraw_draft(draft_id=draft_id, by=request.user, at=now())
    messages.success(request, _("Taken back. Nobody is asked about it any more."))
    return redirect("content:draft-edit", draft_id=draft_id)


@require_POST
@login_required
def draft_cancel(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft up."""
    cancel_draft(draft_id=draft_id, by=request.user, at=now())
    messages.success(request, _("Cancelled. Nothing of it will leave."))
    return redirect("content:draft-detail", draft_id=draft_id)


@require_POST
@login_required
def draft_assign(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft to somebody, or to nobody."""
    person = request.POST.get("person") or None
    draft = assign_draft(draft_id=draft_id, person_id=person, by=request.user, at=now())
    said = _("%(name)s works on it now.") if draft.assignee else _("Nobody in particular.")
    messages.success(request, said % {"name": getattr(draft.assignee, "name", "")})
    return redirect("content:draft-detail", draft_id=draft_id)


@require_POST
@login_required
def draft_copy(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Start a new draft from this one."""
    copy = copy_draft(draft_id=draft_id, by=request.user, at=now())
    messages.success(request, _("A new draft with the same text, accounts and pictures."))
    return redirect("content:draft-edit", draft_id=copy.pk)
