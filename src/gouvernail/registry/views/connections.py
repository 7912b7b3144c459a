"""Connecting and disconnecting an account, as pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.registry.actions.connections import close_connection
from gouvernail.registry.errors import ConnectionFailedError
from gouvernail.registry.forms.connections import (
    FORMS,
    ConnectForm,
    MastodonForm,
    connect_returned,
    consent_url,
)
from gouvernail.registry.forms.pending import put, take
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account
from gouvernail.registry.queries.networks import is_connectable


def _account(request: WebRequest, account_id: UUID) -> Account:
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.CONNECT_ACCOUNTS, unit=account.unit)
    if not is_connectable(account.network) or account.network not in FORMS:
        raise Http404
    return account


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def account_connect(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Connect an account by what its network asks for."""
    account = _account(request, account_id)
    sent = request.POST if request.method == "POST" else None
    form = FORMS[account.network](sent, account=account)
    if sent is not None and isinstance(form, MastodonForm):
        return _introduce(request, account, form)
    if sent is not None and form.submit(by=request.user, at=clock.now()) is not None:
        messages.success(request, _("Connected. The secret is sealed."))
        return redirect("registry:account-detail", account.pk)
    return _page(request, account, form)


def _introduce(request: WebRequest, account: Account, form: MastodonForm) -> HttpResponse:
    pending = form.introduced()
    if pending is None:
        return _page(request, account, form)
    put(request.session, pending)
    return _page(request, account, form, consent=consent_url(pending))


def _page(
    request: WebRequest, account: Account, form: ConnectForm, *, consent: str = ""
) -> HttpResponse:
    """Show the form, or the link to the server: a form of ours may not lead elsewhere."""
    return render(
        request,
        "registry/account_connect.html",
        {"account": account, "form": form, "consent": consent},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def account_connected(request: WebRequest) -> HttpResponse:
    """Take back a person whom their server sends here, with its answer."""
    pending = take(request.session, state=request.GET.get("state", ""))
    if pending is None:
        raise ConnectionFailedError(
            "connection_expired",
            _("This connection was not begun here, or too long ago. Begin again."),
        )
    account = _account(request, pending.account_id)
    code = request.GET.get("code", "")
    if not code:
        messages.error(request, _("The server says that you did not agree. Nothing was kept."))
        return redirect("registry:account-connect", account.pk)
    connect_returned(pending, account, code=code, by=request.user, at=clock.now())
    messages.success(request, _("Connected. The secret is sealed."))
    return redirect("registry:account-detail", account.pk)


@login_required
@require_POST
def account_disconnect(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Destroy the secret of an account."""
    close_connection(account_id, by=request.user, at=clock.now())
    messages.success(request, _("Disconnected. The secret is destroyed."))
    return redirect("registry:account-detail", account_id)
