"""What stands online against the rules of today, as a list that is worked through."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.policies.queries import clause_lines
from gouvernail.registry.permissions import is_holder
from gouvernail.rulebooks.actions.published import bring_published_back, set_published_aside
from gouvernail.rulebooks.forms.published import FilterForm, against_of
from gouvernail.rulebooks.queries.published import (
    published_against,
    raised_in,
    was_not_forbidden,
)

SHOWN = 25


@require_safe
@login_required
def published_list(request: WebRequest) -> HttpResponse:
    """List the publications that raise a warning or more by the rules of today."""
    require(request.user, Right.SEE_RECORDS)
    asked, chips = against_of(request.GET)
    page = page_of(
        published_against(asked, viewer=request.user),
        order=("-published_at", "-id"),
        cursor=request.GET.get("cursor", ""),
        size=SHOWN,
    )
    told: list[dict[str, Any]] = [
        {
            "found": one,
            "raised": raised_in(one),
            "not_then": was_not_forbidden(one),
            "may_answer": is_holder(request.user, one.account)
            or may(request.user, Right.RESOLVE_DELIVERY, unit=one.account.unit),
        }
        for one in page.rows
    ]
    cited = {each.clause for one in told for each in one["raised"] if each.clause}
    context = {
        "page": page,
        "clauses": clause_lines(cited, request.user),
        "told": told,
        "chips": [{"name": name, "label": label} for name, label in chips],
        "filter_form": FilterForm(request.GET),
    }
    return render(request, "rulebooks/published_list.html", context)


@require_POST
@login_required
def published_aside(request: WebRequest, published_id: UUID) -> HttpResponse:
    """Leave a publication as it stands, with a reason."""
    reason = request.POST.get("reason", "")
    set_published_aside(published_id, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("It stays online; your reason is kept."))
    return redirect("rulebooks:published-list")


@require_POST
@login_required
def published_back(request: WebRequest, published_id: UUID) -> HttpResponse:
    """Bring one back into the list."""
    bring_published_back(published_id, by=request.user, at=clock.now())
    messages.success(request, _("It is in the list again."))
    return redirect("rulebooks:published-list")
