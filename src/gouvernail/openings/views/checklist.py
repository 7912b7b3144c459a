"""From the agreement to the first day, step by step."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.openings.actions import (
    abandon_opening,
    begin_opening,
    finish_opening,
    tick_check,
    untick_check,
)
from gouvernail.openings.errors import OpeningNotFoundError, OpeningStateError, ProofRefusedError
from gouvernail.openings.forms import BeginForm, ReasonForm, TickForm
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import may_tick, visible_check, visible_opening
from gouvernail.openings.queries import checklist_of, conditions_of, is_late
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.permissions import may_see_sheet


@require_http_methods(["GET", "POST"])
@login_required
def opening_begin(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Enter the account in the register as being opened."""
    opening = visible_opening(opening_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=opening.unit)
    if opening.status != Opening.Status.APPROVED:
        raise OpeningStateError(opening.get_status_display())
    form = BeginForm(request.POST or None, opening=opening)
    if request.method == "POST" and form.is_valid():
        begun = tried(
            form,
            lambda: begin_opening(
                opening_id, beginning=form.beginning(), by=request.user, at=clock.now()
            ),
        )
        if begun is not None:
            messages.success(request, _("The account is in the register, marked as opening."))
            return redirect("openings:opening-checklist", opening.pk)
    context = {"opening": opening, "form": form}
    return render(request, "openings/opening_begin.html", context, status=status_of(form))


@require_GET
@login_required
def opening_checklist(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Show what is done and what is left."""
    opening = visible_opening(opening_id, viewer=request.user)
    lines = checklist_of(opening)
    if not lines:
        raise OpeningNotFoundError
    may_edit = may(request.user, Right.EDIT_ACCOUNTS, unit=opening.unit)
    under_way = opening.status == Opening.Status.OPENING
    works = under_way and may_tick(request.user, opening)
    conditions = conditions_of(opening) if under_way else ()
    context = {
        "opening": opening,
        "lines": [(line, works and line.vouched_by in {None, request.user}) for line in lines],
        "done": sum(line.is_done for line in lines),
        "may_end": under_way and may_edit,
        "may_finish": all(line.is_done for line in lines)
        and all(check.holds for check in conditions),
        "conditions": conditions,
        "may_sheet": opening.account is not None and may_see_sheet(request.user, opening.account),
        "is_late": is_late(opening, at=clock.now()),
        "reason_form": ReasonForm(),
    }
    return render(request, "openings/opening_checklist.html", context)


@require_POST
@login_required
def check_tick(request: WebRequest, check_id: UUID) -> HttpResponse:
    """Say that a step is done, or that it is not after all."""
    check = visible_check(check_id, viewer=request.user)
    at = clock.now()
    if "undo" in request.POST:
        untick_check(check.pk, by=request.user, at=at)
        messages.success(request, _("The step is open again."))
    else:
        form = TickForm(request.POST, request.FILES)
        form.is_valid()
        note = request.POST.get("note", "")
        try:
            tick_check(check.pk, note=note, proof=form.upload(), by=request.user, at=at)
        except ProofRefusedError as error:
            messages.error(request, error.fields["proof"])
        else:
            messages.success(request, _("Noted, with your name and the time."))
    page = redirect("openings:opening-checklist", check.opening_id)
    page["Location"] += f"#{check.code}"
    return page


@require_GET
@login_required
def check_proof(request: WebRequest, check_id: UUID) -> HttpResponse:
    """Serve what somebody brought to show for a step, to whoever may see the request."""
    check = visible_check(check_id, viewer=request.user)
    if check.proof is None:
        raise OpeningNotFoundError
    proof = check.proof
    return file_response(bytes(proof.content), mime=proof.mime, sha256=proof.sha256)


@require_POST
@login_required
def opening_finish(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Make the account official."""
    opening = finish_opening(opening_id, by=request.user, at=clock.now())
    messages.success(request, _("The account is official: it may publish."))
    return redirect("openings:opening-detail", opening.pk)


@require_POST
@login_required
def opening_abandon(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Stop an opening, with its reason."""
    reason = request.POST.get("reason", "")
    opening = abandon_opening(opening_id, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("The opening is abandoned; your reason is kept."))
    return redirect("openings:opening-detail", opening.pk)
