"""Pages of the legal basis, and what stands in place of every page of cases without one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.conduct import actions
from gouvernail.conduct.forms.basis import BasisForm, BasisReasonForm
from gouvernail.conduct.queries.basis import (
    basis_in_force,
    basis_proposed,
    former_bases,
    what_is_missing,
    who_may_agree,
)
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest

P = ParamSpec("P")
View = Callable[Concatenate[WebRequest, P], HttpResponseBase]


def once_allowed(view: View[P]) -> View[P]:
    """Show what is missing, and why, in place of a page of cases while they are off."""

    @wraps(view)
    def shown(request: WebRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        missing = what_is_missing()
        if not missing:
            return view(request, *args, **kwargs)
        context = {
            "missing": missing,
            "may_record": actions.may_record(request.user),
            "who_may_agree": who_may_agree(basis_proposed()) if "second" in missing else [],
        }
        return render(request, "conduct/closed.html", context, status=403)

    return shown  # type: ignore[return-value]  # the same call, wrapped


@login_required
@require_GET
def basis(request: WebRequest) -> HttpResponse:
    """Show what allows breaches to be followed up, since when, and who agreed."""
    return _page(request)


def _page(request: WebRequest, **bound: Form) -> HttpResponse:
    context: dict[str, Any] = {
        "basis": basis_in_force(),
        "proposed": basis_proposed(),
        "missing": what_is_missing(),
        "may_record": actions.may_record(request.user),
    }
    shown = context["basis"] or context["proposed"]
    context["who_may_agree"] = who_may_agree(context["proposed"])
    context["regime"] = shown.regime if shown else ""
    if context["may_record"]:
        context["former"] = former_bases()
        context["form"] = BasisForm()
        context["reason_form"] = BasisReasonForm(auto_id="reason_%s")
    status = status_of(*bound.values())
    return render(request, "conduct/basis.html", context | bound, status=status)


@require_POST
@login_required
def basis_propose(request: WebRequest) -> HttpResponse:
    """Record the legal basis; a second person is asked."""
    form = BasisForm(request.POST)
    if form.is_valid():
        made = tried(
            form,
            lambda: actions.propose_basis(choices=form.choices(), by=request.user, at=clock.now()),
        )
        if made is not None:
            messages.success(request, _("Recorded: a second person is asked to agree."))
            return redirect("conduct:basis")
    return _page(request, form=form)


@require_POST
@login_required
def basis_agree(request: WebRequest) -> HttpResponse:
    """Agree to what somebody else recorded."""
    actions.agree_to_basis(by=request.user, at=clock.now())
    messages.success(request, _("Agreed: it holds from now on."))
    return redirect("conduct:basis")


@require_POST
@login_required
def basis_decline(request: WebRequest) -> HttpResponse:
    """Decline what somebody recorded."""
    return _with_reason(request, actions.decline_basis, _("Declined."))


@require_POST
@login_required
def basis_end(request: WebRequest) -> HttpResponse:
    """End what is in force."""
    return _with_reason(request, actions.end_basis, _("Ended: no case is brought any more."))


def _with_reason(request: WebRequest, act: Callable[..., object], said: str) -> HttpResponse:
    form = BasisReasonForm(request.POST, auto_id="reason_%s")
    if form.is_valid():
        words = form.cleaned_data["reason"]
        if tried(form, lambda: act(reason=words, by=request.user, at=clock.now())) is not None:
            messages.success(request, said)
            return redirect("conduct:basis")
    return _page(request, reason_form=form)
