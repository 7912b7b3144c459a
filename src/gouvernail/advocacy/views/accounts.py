"""One's own accounts: declared, agreed to be read, checked, forgotten. Nobody else sees them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.advocacy import actions
from gouvernail.advocacy.forms import AccountForm, DeclareForm, ProfileForm
from gouvernail.advocacy.models import PersonalAccount
from gouvernail.advocacy.permissions import own_account, require_member, visible_programme
from gouvernail.advocacy.queries.reading import is_readable, profile_words
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest


@login_required
@require_http_methods(["GET", "POST"])
def account_declare(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Take in an account of one's own."""
    programme = visible_programme(programme_id, viewer=request.user)
    require_member(request.user, programme)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = tried(
            form,
            lambda: actions.declare_account(
                programme.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if account is not None:
            messages.success(request, _("Noted. Only you see it."))
            return redirect("advocacy:account-edit", account.pk)
    context = {"programme": programme, "form": form}
    return render(request, "advocacy/account_declare.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def account_edit(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show one account of one's own, what was agreed, what its profile says; change which it is."""
    account = own_account(account_id, viewer=request.user)
    form = AccountForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        changed = tried(
            form,
            lambda: actions.edit_account(
                account.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("Noted. Only you see it."))
            return redirect("advocacy:account-edit", account.pk)
    return _page(request, account, form=form)


def _page(request: WebRequest, account: PersonalAccount, **bound: Form) -> HttpResponse:
    programme = account.membership.programme
    context = {
        "account": account,
        "programme": programme,
        "readable": is_readable(account.network),
        "may_be_read": account.may_be_read(clock.today()),
        "form": AccountForm(None, account=account),
        "profile_form": ProfileForm(auto_id="profile_%s"),
        **bound,
    }
    status = status_of(*bound.values())
    return render(request, "advocacy/account_edit.html", context, status=status)


@require_POST
@login_required
def account_consent(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Agree for a year that one's public posts are read."""
    account = actions.give_consent(account_id, by=request.user, at=clock.now())
    messages.success(request, _("Thank you. You stop it whenever you like."))
    return redirect("advocacy:account-edit", account.pk)


@require_POST
@login_required
def account_stop(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Take one's consent back."""
    account = actions.stop_reading(account_id, by=request.user, at=clock.now())
    messages.success(request, _("It is done: nothing of this account is read any more."))
    return redirect("advocacy:account-edit", account.pk)


@require_POST
@login_required
def account_remove(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Have an account forgotten."""
    programme_id = own_account(account_id, viewer=request.user).membership.programme_id
    actions.remove_account(account_id, by=request.user, at=clock.now())
    messages.success(request, _("It is forgotten."))
    return redirect("advocacy:programme-detail", programme_id)


@require_POST
@login_required
def account_profile(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Look at the words of a profile that were pasted."""
    account = own_account(account_id, viewer=request.user)
    form = ProfileForm(request.POST, auto_id="profile_%s")
    if form.is_valid():
        text = form.cleaned_data["text"]
        if tried(form, lambda: _check(request, account, text, PersonalAccount.How.PASTED)):
            return redirect("advocacy:account-edit", account.pk)
    return _page(request, account, profile_form=form)


@require_POST
@login_required
def account_profile_read(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Read the profile on its network, with the consent in force."""
    account = own_account(account_id, viewer=request.user)
    words = profile_words(account, at=clock.now())
    if words is None or not words.strip():
        told = _("The network did not answer, or shows nothing. Paste the words instead.")
        messages.warning(request, told)
    else:
        _check(request, account, words, PersonalAccount.How.READ)
    return redirect("advocacy:account-edit", account.pk)


def _check(request: WebRequest, account: PersonalAccount, text: str, how: str) -> PersonalAccount:
    return actions.check_profile(account.pk, text=text, how=how, by=request.user, at=clock.now())
