"""Profiles as pages: the standard, one account held against it, changes to explain."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.actions.profiles import (
    explain_change,
    record_profile,
    remove_profile_standard,
)
from gouvernail.registry.errors import (
    NotConnectedError,
    PersonalAccountError,
    ProfileUnreadableError,
)
from gouvernail.registry.forms.findings import uuid_of
from gouvernail.registry.forms.profiles import ProfileForm, StandardForm
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.permissions import may_read_by_hand, visible_account
from gouvernail.registry.queries.profiles import (
    editable_standards,
    profile_of,
    profiles_off,
    standards,
    standards_seen,
    unexplained_changes,
    wanted_of,
)
from gouvernail.registry.queries.reading import read_profile

SHOWN = 100


@login_required
@require_GET
def account_profiles(request: WebRequest) -> HttpResponse:
    """Show the standards, what changed and waits for a word, and what does not conform."""
    require(request.user, Right.SEE_ACCOUNTS)
    editable = set(editable_standards(request.user).values_list("pk", flat=True))
    return render(
        request,
        "registry/account_profiles.html",
        {
            "standards": [(each, each.pk in editable) for each in standards_seen(request.user)],
            "changes": unexplained_changes(request.user)[:SHOWN],
            "off": profiles_off(request.user)[:SHOWN],
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_standard(request: WebRequest) -> HttpResponse:
    """Set what the profiles of a unit must show."""
    require(request.user, Right.EDIT_ACCOUNTS)
    wanted = uuid_of(request.GET.get("standard", ""))
    standard = editable_standards(request.user).filter(pk=wanted).first() if wanted else None
    form = StandardForm(request.POST or None, viewer=request.user, standard=standard)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The standard holds; the profiles known were checked again."))
        return redirect("registry:account-profiles")
    return render(
        request,
        "registry/account_standard.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def account_standard_remove(request: WebRequest, standard_id: UUID) -> HttpResponse:
    """Take a standard away."""
    remove_profile_standard(standard_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken away: what is above it holds again."))
    return redirect("registry:account-profiles")


def _watched(request: WebRequest, account_id: UUID) -> Account:
    account = visible_account(account_id, viewer=request.user)
    if account.kind == Account.Kind.PERSONAL:
        raise PersonalAccountError
    return account


@login_required
@require_http_methods(["GET", "POST"])
def account_profile(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show a profile beside the standard, what changed in it, and take what a person read."""
    account = _watched(request, account_id)
    may_read = may_read_by_hand(request.user, account)
    if request.method == "POST" and not may_read:
        require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    state = profile_of(account)
    form = ProfileForm(request.POST or None, account=account, reading=state.reading)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The profile is kept as you saw it, with the day."))
        return redirect("registry:account-profile", account.pk)
    return render(
        request,
        "registry/account_profile.html",
        {
            "account": account,
            "state": state,
            "wanted": wanted_of(standards(), path=account.unit.path, network=account.network),
            "form": form,
            "may_read": may_read,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def account_profile_read(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Read a profile from its network now."""
    account = _watched(request, account_id)
    if not may_read_by_hand(request.user, account):
        require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    connections = Connection.objects.filter(account=account).select_related("account")
    connection = connections.exclude(status=Connection.Status.CLOSED).first()
    if connection is None:
        raise NotConnectedError
    shown = read_profile(connection)
    if shown is None:
        raise ProfileUnreadableError(_("The network did not show this profile. Try again later."))
    record_profile(account.pk, shown=shown, by_hand=False, by=request.user, at=clock.now())
    messages.success(request, _("Read from the network, as everybody sees it."))
    return redirect("registry:account-profile", account.pk)


@login_required
@require_POST
def account_change_explain(request: WebRequest, change_id: UUID) -> HttpResponse:
    """Say why a profile changed."""
    said = request.POST.get("explanation", "")
    change = explain_change(change_id, explanation=said, by=request.user, at=clock.now())
    messages.success(request, _("Explained: the line is closed."))
    return redirect("registry:account-profile", change.account_id)
