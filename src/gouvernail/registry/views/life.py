"""The life of an account as pages: where it may go, the form that leads there, its closing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.actions import tick_step, undo_status
from gouvernail.registry.errors import ClosingNotFoundError
from gouvernail.registry.forms.filters import FilterForm, asked_of
from gouvernail.registry.forms.life import MoveForm
from gouvernail.registry.models import Account, Closing
from gouvernail.registry.permissions import is_holder, visible_account
from gouvernail.registry.queries.found import found_accounts, found_counts, neighbours_of
from gouvernail.registry.queries.life import (
    Situation,
    may_undo,
    passage,
    steps_left,
    way_of,
    ways_from,
)
from gouvernail.registry.queries.listing import choices


@login_required
@require_GET
def account_found(request: WebRequest) -> HttpResponse:
    """Show the accounts that came to light: what each was judged to be, and why."""
    require(request.user, Right.SEE_ACCOUNTS)
    asked = asked_of(request.GET, viewer=request.user, found=True)
    page = found_accounts(request.user, asked.filters, cursor=request.GET.get("cursor", ""))
    return render(
        request,
        "registry/account_found.html",
        {
            "scoped": True,
            "asked": asked,
            "page": page,
            "counts": found_counts(request.user),
            "filter_form": FilterForm(
                request.GET, offered=choices(request.user, found=True), found=True
            ),
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
        },
    )


@login_required
@require_GET
def account_life(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show where an account may go from here, and what each way asks, before one clicks."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    return render(
        request,
        "registry/account_life.html",
        {
            "account": account,
            "ways": ways_from(account),
            "may_undo": may_undo(account, request.user, at=clock.now()),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_move(request: WebRequest, account_id: UUID, status: str) -> HttpResponse:
    """Lead an account to another status."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    way = passage(account.status, status)
    if way is None:
        if status not in Account.Status.values:
            raise Http404
        messages.info(request, _("From where it stands now, the account cannot go there."))
        return redirect("registry:account-life", account.pk)
    form = MoveForm(request.POST or None, viewer=request.user, account=account, way=way)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("Done: the change is in the sealed log."))
        where = "closing" if way.asks == "plan" else "detail"
        return redirect(f"registry:account-{where}", account.pk)
    return render(
        request,
        "registry/account_move.html",
        {
            "account": account,
            "form": form,
            "way": way_of(way, Situation(account)),
            "offered": neighbours_of(account, viewer=request.user) if way.asks else [],
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def account_undo(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Take the last change of status back."""
    undo_status(account_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken back: the account stands where it stood."))
    return redirect("registry:account-detail", account_id)


@login_required
@require_GET
def account_closing(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show the plan of a closing, and what is left of it."""
    account = visible_account(account_id, viewer=request.user)
    closing = (
        Closing.objects.filter(account=account)
        .exclude(outcome=Closing.Outcome.GIVEN_UP)
        .select_related("heir", "planned_by")
        .prefetch_related("steps__done_by")
        .first()
    )
    if closing is None:
        raise ClosingNotFoundError
    may_edit = may(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    done = {each.step: each for each in closing.steps.all()}
    return render(
        request,
        "registry/account_closing.html",
        {
            "account": account,
            "closing": closing,
            "steps": [(value, label, done.get(value)) for value, label in Closing.Step.choices],
            "left": len(steps_left(closing)),
            "may_edit": may_edit,
            "may_tick": closing.outcome == Closing.Outcome.UNDER_WAY
            and (may_edit or is_holder(request.user, account)),
            "today": clock.today(),
        },
    )


@login_required
@require_POST
def account_closing_step(request: WebRequest, account_id: UUID, step: str) -> HttpResponse:
    """Tick a step of the closing, or take the tick away."""
    tick_step(
        account_id,
        step=step,
        done=request.POST.get("done") == "1",
        note=request.POST.get("note", "")[:300],
        by=request.user,
        at=clock.now(),
    )
    return redirect("registry:account-closing", account_id)
