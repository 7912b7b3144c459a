"""Declaring, changing, confirming and taking away an access; renewing a password."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.custody.actions import (
    ask_revocation,
    change_access,
    close_access,
    confirm_access,
    declare_access,
    keep_access,
    note_rotation,
    order_revocation,
)
from gouvernail.custody.forms.accesses import (
    AccessForm,
    AskForm,
    CloseForm,
    ConfirmForm,
    OrderForm,
    RotationForm,
)
from gouvernail.custody.models import Access
from gouvernail.custody.permissions import (
    account_for_custody,
    may_manage,
    require_confirm,
    require_manage,
    require_revoke,
    visible_access,
)
from gouvernail.custody.queries import hold_of
from gouvernail.custody.views.answers import went
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.registry.models import Account
from gouvernail.registry.queries import nameable_people

NAMES_OFFERED = 300


@login_required
@require_http_methods(["GET", "POST"])
def access_declare(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Say that somebody can get in."""
    account = account_for_custody(account_id, viewer=request.user)
    require_manage(request.user, account)
    means = request.GET.get("means", "")
    initial = {"means": means} if means in Access.Means.values else None
    form = AccessForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts, by = form.facts(), request.user
        if tried(form, lambda: declare_access(account.pk, facts=facts, by=by, at=clock.now())):
            messages.success(request, _("The access is declared."))
            return redirect("custody:account-custody", account.pk)
    return _form(request, form, account, title=_("Declare an access"))


@login_required
@require_http_methods(["GET", "POST"])
def access_change(request: WebRequest, access_id: UUID) -> HttpResponse:
    """Put right what is said of an access."""
    access = visible_access(access_id, viewer=request.user)
    require_manage(request.user, access.account)
    form = AccessForm(request.POST or None, viewer=request.user, access=access)
    if request.method == "POST" and form.is_valid():
        facts, by = form.facts(), request.user
        if tried(form, lambda: change_access(access.pk, facts=facts, by=by, at=clock.now())):
            messages.success(request, _("The access is put right."))
            return redirect("custody:account-custody", access.account_id)
    return _form(request, form, access.account, title=_("Change an access"))


@login_required
@require_http_methods(["GET", "POST"])
def access_confirm(request: WebRequest, access_id: UUID) -> HttpResponse:
    """Say that an access was tried today, or looked at."""
    access = visible_access(access_id, viewer=request.user)
    require_confirm(request.user, access)
    form = ConfirmForm(request.POST or None, viewer=request.user, access=access)
    if request.method == "POST" and form.is_valid():
        answer, by = form.answer(), request.user
        if tried(form, lambda: confirm_access(access.pk, tried=answer, by=by, at=clock.now())):
            messages.success(request, _("Thank you: it is noted, with the day and your name."))
            return redirect("custody:account-custody", access.account_id)
    return _form(request, form, access.account, title=_("Confirm an access"), access=access)


@login_required
@require_http_methods(["GET", "POST"])
def rotation_note(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Say that the password was renewed."""
    account = account_for_custody(account_id, viewer=request.user)
    require_manage(request.user, account)
    form = RotationForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        told, by = form.cleaned_data, request.user
        if tried(form, lambda: note_rotation(account.pk, **told, by=by, at=clock.now())):
            messages.success(request, _("The renewal is noted."))
            return redirect("custody:account-custody", account.pk)
    return _form(request, form, account, title=_("Password renewed"))


def _form(
    request: WebRequest,
    form: AccessForm | ConfirmForm | RotationForm,
    account: Account,
    *,
    title: str,
    access: Access | None = None,
) -> HttpResponse:
    named = isinstance(form, AccessForm)
    context = {
        "form": form,
        "account": account,
        "access": access,
        "title": title,
        "opens": may(request.user, Right.SEE_ACCOUNTS, unit=account.unit),
        "hold": hold_of(account.network),
        "people": nameable_people(request.user)[:NAMES_OFFERED] if named else [],
    }
    return render(request, "custody/access_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def access_revoke(request: WebRequest, access_id: UUID) -> HttpResponse:
    """Take an access away: say that it is done, that somebody was asked, by when, or keep it."""
    access = visible_access(access_id, viewer=request.user)
    require_revoke(request.user, access.account)
    act = request.POST.get("act", "")
    sent = {act: request.POST} if request.method == "POST" else {}
    close = CloseForm(sent.get("close"), access=access)
    ask = AskForm(sent.get("ask"))
    order = OrderForm(sent.get("order"), today=clock.today())
    if act == "keep":
        keep_access(access.pk, by=request.user, at=clock.now())
        messages.success(request, _("The access stays in force."))
        return redirect("custody:account-custody", access.account_id)
    if _revoked(request, access, close=close, ask=ask, order=order):
        return redirect("custody:account-custody", access.account_id)
    context = {
        "access": access,
        "account": access.account,
        "close_form": close,
        "ask_form": ask,
        "order_form": order,
        "may_keep": may_manage(request.user, access.account),
        "opens": may(request.user, Right.SEE_ACCOUNTS, unit=access.account.unit),
        "hold": hold_of(access.account.network),
        "today": clock.today(),
    }
    return render(
        request, "custody/access_revoke.html", context, status=status_of(close, ask, order)
    )


def _revoked(
    request: WebRequest, access: Access, *, close: CloseForm, ask: AskForm, order: OrderForm
) -> bool:
    """Return whether what was sent was done: closed, asked of somebody, or ordered by a day."""
    by, at = request.user, clock.now()
    return (
        went(
            request,
            close,
            lambda: close_access(access.pk, **close.cleaned_data, by=by, at=at),
            said=_("The access is closed, with the time and your name."),
        )
        or went(
            request,
            ask,
            lambda: ask_revocation(access.pk, **ask.cleaned_data, by=by, at=at),
            said=_("It is noted: the line stays open until it is done."),
        )
        or went(
            request,
            order,
            lambda: order_revocation(access.pk, **order.cleaned_data, by=by, at=at),
            said=_("The access is to be revoked by that day."),
        )
    )
