"""Hijacked accounts: named, cut, ours again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.crisis import actions
from gouvernail.crisis.forms.taken import TakenForm
from gouvernail.crisis.models import Incident, TakenAccount
from gouvernail.crisis.permissions import may_run, visible_incident
from gouvernail.crisis.queries.taken import takings_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import WebRequest
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts

OFFERED = 300  # addresses in a list to choose from


@login_required
@require_http_methods(["GET", "POST"])
def incident_accounts(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Show the accounts in other hands, and name one more."""
    incident = visible_incident(incident_id, viewer=request.user)
    form = TakenForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        taken = tried(
            form,
            lambda: actions.name_account(
                incident_id=incident_id,
                account_id=said["account"].pk,
                sign=said["sign"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if taken is not None:
            messages.success(request, _("The steps of its network are in the tasks of the room."))
            return redirect("crisis:incident-accounts", incident_id)
    runs = incident.status == Incident.Status.OPEN and may_run(request.user, incident)
    rows = visible_accounts(request.user).filter(status__in=Account.OURS).exclude(url="")
    context = {
        "incident": incident,
        "takings": takings_of(incident, viewer=request.user),
        "form": form,
        "may_run": runs,
        "offered": rows.order_by(Plain("name"))[:OFFERED] if runs else [],
    }
    return render(request, "crisis/incident_accounts.html", context, status=status_of(form))


@login_required
@require_POST
def account_cut(request: WebRequest, taken_id: UUID) -> HttpResponse:
    """Cut what we hold of an account."""
    cut = actions.cut_account(taken_id=taken_id, by=request.user, at=clock.now())
    for words in _said(cut):
        messages.success(request, words)
    if cut.is_empty:
        messages.info(request, _("Nothing that you may cut was left open."))
    return _back(taken_id)


def _said(cut: actions.Cut) -> list[str]:
    found = []
    if cut.freeze is not None:
        found.append(_("Nothing leaves for this account any more."))
    if cut.closed:
        found.append(_("Our connection to it is closed, and its key destroyed."))
    if cut.secrets:
        words = ngettext(
            "%(count)s secret is to be renewed today.",
            "%(count)s secrets are to be renewed today.",
            cut.secrets,
        )
        found.append(words % {"count": cut.secrets})
    return found


@login_required
@require_POST
def account_regain(request: WebRequest, taken_id: UUID) -> HttpResponse:
    """Say that an account is ours again."""
    actions.regain_account(taken_id=taken_id, by=request.user, at=clock.now())
    return _back(taken_id)


@login_required
@require_POST
def account_clear(request: WebRequest, taken_id: UUID) -> HttpResponse:
    """Say that an account was never taken."""
    actions.clear_account(taken_id=taken_id, by=request.user, at=clock.now())
    return _back(taken_id)


def _back(taken_id: UUID) -> HttpResponse:
    incident_id = TakenAccount.objects.values_list("incident_id", flat=True).get(pk=taken_id)
    return redirect("crisis:incident-accounts", incident_id)
