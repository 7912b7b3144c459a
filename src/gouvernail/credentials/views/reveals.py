"""Asking to see a value, answering, and the page where its time box runs."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.credentials.actions import (
    approve_reveal,
    ask_reveal,
    back_reveal,
    end_reveal,
    open_reveal,
    refuse_reveal,
    withdraw_reveal,
    write_account,
)
from gouvernail.credentials.actions.deciding import has_passed
from gouvernail.credentials.forms import AccountForm, AskForm, RefuseForm
from gouvernail.credentials.models import Reveal
from gouvernail.credentials.permissions import (
    may_ask,
    require_ask,
    visible_item,
    visible_reveal,
)
from gouvernail.credentials.queries import approver_names, request_replaced, reveal_line, times_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline


@require_http_methods(["GET", "POST"])
@login_required
def reveal_ask(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Ask to see a value."""
    return _ask(request, item_id, emergency=False)


@require_http_methods(["GET", "POST"])
@login_required
def reveal_emergency(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Ask to see a value when nobody who may approve answers."""
    return _ask(request, item_id, emergency=True)


def _ask(request: WebRequest, item_id: UUID, *, emergency: bool) -> HttpResponse:
    item = visible_item(item_id, viewer=request.user)
    require_ask(request.user, item.account)
    times = times_of(item.account)
    form = AskForm(request.POST or None, times=times)
    if request.method == "POST" and form.is_valid():
        reveal = tried(
            form,
            lambda: ask_reveal(
                item_id=item.pk,
                asked=form.asked(emergency=emergency),
                by=request.user,
                at=clock.now(),
            ),
        )
        if reveal is not None:
            return redirect("credentials:reveal-detail", reveal.pk)
    context = {
        "item": item,
        "form": form,
        "emergency": emergency,
        "replaces": emergency and request_replaced(item, by=request.user),
        "times": times,
        "approvers": approver_names(item.account, but=request.user),
    }
    return render(request, "credentials/reveal_ask.html", context, status=status_of(form))


@require_GET
@login_required
def reveal_detail(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Show where a request stands. Opening this page reveals nothing."""
    return _page(request, reveal_id, refuse=RefuseForm(), account=AccountForm())


def _page(
    request: WebRequest, reveal_id: UUID, *, refuse: RefuseForm, account: AccountForm
) -> HttpResponse:
    """Show a request, with what was typed in its forms and why it was not taken."""
    reveal = visible_reveal(reveal_id, viewer=request.user)
    at = clock.now()
    line = reveal_line(reveal, viewer=request.user, at=at)
    passed = reveal.is_live and has_passed(reveal, at=at)
    waited = reveal.opens_at is not None and reveal.opens_at <= at
    context = {
        "reveal": reveal,
        "item": reveal.item,
        "line": line,
        "passed": passed,
        "is_open": line.is_mine and reveal.is_open(at),
        "replaced": reveal.version != reveal.item.version,
        "seconds_left": _seconds_left(reveal, at=at),
        "may_open": line.is_mine
        and not passed
        and (reveal.status == "approved" or (reveal.status == "asked" and waited)),
        "waits": reveal.status == "asked" and not passed and not waited,
        "may_back": line.may_refuse
        and reveal.is_emergency
        and reveal.status == "asked"
        and reveal.backed_too_by_id is None
        and reveal.backed_by_id != request.user.pk,
        "refuse_form": refuse,
        "account_form": account,
        "may_ask": line.is_mine and may_ask(request.user, reveal.item.account),
        "approvers": approver_names(reveal.item.account, but=reveal.asked_by),
        "timeline": timeline("reveal", reveal.pk, cursor=request.GET.get("events", "")),
    }
    status = status_of(refuse, account)
    return render(request, "credentials/reveal_detail.html", context, status=status)


def _seconds_left(reveal: Reveal, *, at: datetime) -> int:
    """Return how long the time box still lasts: the reader's clock may be wrong."""
    until = reveal.open_until
    return max(0, int((until - at).total_seconds())) if until is not None else 0


@require_POST
@login_required
def reveal_approve(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Approve somebody else's request."""
    reveal = approve_reveal(reveal_id=reveal_id, by=request.user, at=clock.now())
    words = _("Approved: %(name)s is told, and opens it within twelve hours.")
    messages.success(request, words % {"name": reveal.asked_by.name})
    return redirect("credentials:reveal-detail", reveal_id)


@require_POST
@login_required
def reveal_refuse(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Refuse a request, or close what is open."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, reveal_id, refuse=form, account=AccountForm())
    note = form.cleaned_data["note"]
    refuse_reveal(reveal_id=reveal_id, note=note, by=request.user, at=clock.now())
    messages.success(request, _("Refused: nothing is shown from now on."))
    return redirect("credentials:reveal-detail", reveal_id)


@require_POST
@login_required
def reveal_back(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Confirm somebody else's emergency."""
    back_reveal(reveal_id=reveal_id, by=request.user, at=clock.now())
    messages.success(request, _("Confirmed. Two confirmations shorten the wait."))
    return redirect("credentials:reveal-detail", reveal_id)


@require_POST
@login_required
def reveal_withdraw(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Take one's own request back."""
    withdraw_reveal(reveal_id=reveal_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("credentials:reveal-detail", reveal_id)


@require_POST
@login_required
def reveal_open(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Begin the time box; nothing is shown yet."""
    open_reveal(reveal_id=reveal_id, by=request.user, at=clock.now())
    return redirect("credentials:reveal-detail", reveal_id)


@require_POST
@login_required
def reveal_end(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """End the time box before its time."""
    end_reveal(reveal_id=reveal_id, by=request.user, at=clock.now())
    messages.success(request, _("Ended. Thank you."))
    return redirect("credentials:reveal-detail", reveal_id)


@require_POST
@login_required
def reveal_account(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Write what happened, after an emergency."""
    form = AccountForm(request.POST)
    written = None
    if form.is_valid():
        text = form.cleaned_data["text"]
        written = tried(
            form,
            lambda: write_account(reveal_id=reveal_id, text=text, by=request.user, at=clock.now()),
        )
    if written is None:
        return _page(request, reveal_id, refuse=RefuseForm(), account=form)
    messages.success(request, _("Thank you: your account is kept with the request."))
    return redirect("credentials:reveal-detail", reveal_id)
