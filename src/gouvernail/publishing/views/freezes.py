"""The freeze: one page, and the control in the top bar."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.actions import (
    ask_lift,
    confirm_lift,
    decline_lift,
    engage_freeze,
    withdraw_lift,
)
from gouvernail.publishing.errors import ScopeUnknownError
from gouvernail.publishing.forms import FreezeForm, LiftForm
from gouvernail.publishing.queries import (
    freeze_state,
    freezes_in_force,
    held_and_beyond,
    past_freezes,
    what_is_covered,
)


@require_GET
@login_required
def freeze(request: WebRequest) -> HttpResponse:
    """Show what is frozen, what waits behind it, what it cannot stop, and how to lift it."""
    standing, past = list(freezes_in_force()), list(past_freezes()[:20])
    covered = what_is_covered(past)
    context = {
        "freezes": held_and_beyond(standing, viewer=request.user),
        "all_frozen": any(one.scope_kind == one.Scope.ORGANISATION for one in standing),
        "past": [(one, covered[one.pk]) for one in past],
        "form": FreezeForm(person=request.user, initial={"scope": "organisation|"}),
        "lift_form": LiftForm(),
        "may_freeze": may(request.user, Right.FREEZE),
        "separation": separation(),
    }
    return render(request, "publishing/freeze.html", context)


@require_GET
@login_required
def freeze_control(request: WebRequest) -> HttpResponse:
    """Answer with the control of the top bar as it stands now."""
    context = {"freeze_view": freeze_state(), "may_freeze": may(request.user, Right.FREEZE)}
    return render(request, "publishing/_freeze.html", context)


@require_POST
@login_required
def freeze_engage(request: WebRequest) -> HttpResponse:
    """Stop publishing."""
    form = FreezeForm(request.POST, person=request.user)
    if not form.is_valid():
        raise ScopeUnknownError
    kind, value = form.scope_pair()
    reason = form.cleaned_data["reason"]
    engage_freeze(
        scope_kind=kind, scope_value=value, reason=reason, by=request.user, at=clock.now()
    )
    messages.success(request, _("Publishing is frozen. Nothing new leaves from now on."))
    return redirect("publishing:freeze")


@require_POST
@login_required
def freeze_lift(request: WebRequest, freeze_id: UUID) -> HttpResponse:
    """Ask for a lift, or lift at once in a small team."""
    reason = request.POST.get("reason", "")
    done = ask_lift(freeze_id=freeze_id, reason=reason, by=request.user, at=clock.now())
    lifted = done.status == done.Status.LIFTED
    said = _("Publishing is open again.") if lifted else _("A second person must now confirm.")
    messages.success(request, said)
    return redirect("publishing:freeze")


@require_POST
@login_required
def freeze_confirm(request: WebRequest, freeze_id: UUID) -> HttpResponse:
    """Confirm a lift as a second person."""
    confirm_lift(freeze_id=freeze_id, by=request.user, at=clock.now())
    messages.success(request, _("Publishing is open again."))
    return redirect("publishing:freeze")


@require_POST
@login_required
def freeze_decline(request: WebRequest, freeze_id: UUID) -> HttpResponse:
    """Refuse a lift."""
    decline_lift(freeze_id=freeze_id, by=request.user, at=clock.now())
    messages.success(request, _("The freeze stands."))
    return redirect("publishing:freeze")


@require_POST
@login_required
def freeze_take_back(request: WebRequest, freeze_id: UUID) -> HttpResponse:
    """Take back one's own request for a lift."""
    withdraw_lift(freeze_id=freeze_id, by=request.user, at=clock.now())
    messages.success(request, _("Your request is taken back. The freeze stands."))
    return redirect("publishing:freeze")
