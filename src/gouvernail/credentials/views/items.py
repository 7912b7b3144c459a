"""One item: what is said of it, and changing its value. What is typed is never shown back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.credentials.actions import (
    add_item,
    change_item,
    confirm_renewal,
    note_breach,
    renew_item,
    retire_item,
    undo_renewal,
)
from gouvernail.credentials.errors import RenewalPendingError
from gouvernail.credentials.forms import FactsForm, ValueForm
from gouvernail.credentials.models import Item
from gouvernail.credentials.permissions import (
    may_ask,
    may_keep,
    may_renew,
    require_keep,
    visible_item,
)
from gouvernail.credentials.queries import (
    SOURCE,
    item_lines,
    items_of_account,
    reveal_line,
    reveals_of_item,
    times_of,
)
from gouvernail.custody.permissions import account_for_custody
from gouvernail.foundation import clock
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline


@require_GET
@login_required
def account_panel(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show what the vault holds for an account: as part of its page, or alone."""
    account = account_for_custody(account_id, viewer=request.user)
    today = site_day(clock.now())
    items = items_of_account(account, viewer=request.user)
    context = {
        "account": account,
        "lines": item_lines(items, today=today),
        "may_keep": may_keep(request.user, account),
        "may_ask": may_ask(request.user, account),
        "today": today,
    }
    whole = not request.htmx
    name = "credentials/account_panel.html" if whole else "credentials/_panel.html"
    return render(request, name, context)


@sensitive_post_parameters("value")
@require_http_methods(["GET", "POST"])
@login_required
def item_add(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Put something in the vault of an account; `?kind=` says what."""
    account = account_for_custody(account_id, viewer=request.user)
    require_keep(request.user, account)
    kind = request.GET.get("kind", "")
    kind = kind if kind in Item.Kind.values else str(Item.Kind.PASSWORD)
    initial = {"label": Item.Kind(kind).label.capitalize(), "place": account.url}
    days = times_of(account).rotation_days
    given = request.POST or None
    facts_form = FactsForm(given, account=account, days=days, initial=initial)
    value_form = ValueForm(given, kind=kind)
    if kind not in Item.LEARNT:
        del facts_form.fields["rotate_days"]
    if request.method == "POST" and facts_form.is_valid() and value_form.is_valid():
        item = tried(
            value_form,
            lambda: add_item(
                account_id=account.pk,
                kind=kind,
                facts=facts_form.facts(),
                value=value_form.secret(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if item is not None:
            messages.success(request, _("Sealed. It is read back only on an approved request."))
            return redirect("credentials:item-detail", item.pk)
    context = {
        "account": account,
        "kind": kind,
        "kinds": Item.Kind.choices,
        "facts_form": facts_form,
        "value_form": value_form,
        "item": None,
    }
    status = status_of(facts_form, value_form)
    return render(request, "credentials/item_form.html", context, status=status)


@require_GET
@login_required
def item_detail(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Show where an item stands, and who asked to see it."""
    item = visible_item(item_id, viewer=request.user)
    return render(request, "credentials/item_detail.html", _page(request, item))


def _page(request: WebRequest, item: Item) -> dict[str, Any]:
    at = clock.now()
    reveals = reveals_of_item(item, viewer=request.user)
    requests = [reveal_line(one, viewer=request.user, at=at) for one in reveals]
    also = [("reveal", one.pk) for one in reveals]
    return {
        "item": item,
        "line": item_lines([item], today=site_day(at))[0],
        "requests": requests,
        "mine": next((one for one in requests if one.is_mine and one.reveal.is_live), None),
        "may_renew": not item.is_retired and may_renew(request.user, item),
        "may_ask": not item.is_retired and may_ask(request.user, item.account),
        "times": times_of(item.account),
        "source": SOURCE,
        "timeline": timeline("item", item.pk, also=also, cursor=request.GET.get("events", "")),
    }


@require_http_methods(["GET", "POST"])
@login_required
def item_edit(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Change what is said of an item."""
    item = _kept(request, item_id)
    names = ("label", "place", "rotate_days")
    initial = {name: getattr(item, name) for name in names} | {"keeper": item.keeper_id}
    days = times_of(item.account).rotation_days
    form = FactsForm(
        request.POST or None,
        account=item.account,
        days=days,
        kept_by=item.keeper,
        initial=initial,
    )
    if item.kind not in Item.LEARNT:
        del form.fields["rotate_days"]
    if request.method == "POST" and form.is_valid():
        changed = tried(
            form,
            lambda: change_item(
                item_id=item.pk, facts=form.facts(), by=request.user, at=clock.now()
            ),
        )
        if changed is not None:
            return redirect("credentials:item-detail", item.pk)
    context = {"account": item.account, "item": item, "facts_form": form, "kind": item.kind}
    return render(request, "credentials/item_form.html", context, status=status_of(form))


@sensitive_post_parameters("value")
@require_http_methods(["GET", "POST"])
@login_required
def item_renew(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Put a new value in; the old one stays until the new one is said to work."""
    item = _kept(request, item_id)
    if item.next_version is not None:
        raise RenewalPendingError
    form = ValueForm(request.POST or None, kind=item.kind)
    if request.method == "POST" and form.is_valid():
        renewed = tried(
            form,
            lambda: renew_item(
                item_id=item.pk, value=form.secret(), by=request.user, at=clock.now()
            ),
        )
        if renewed is not None:
            messages.success(request, _("Sealed. Sign in with it, then say whether it works."))
            return redirect("credentials:item-detail", item.pk)
    context = {"item": item, "account": item.account, "value_form": form, "kind": item.kind}
    return render(request, "credentials/item_renew.html", context, status=status_of(form))


def _kept(request: WebRequest, item_id: UUID) -> Item:
    """Return an item that the reader may change."""
    item = visible_item(item_id, viewer=request.user)
    if not may_renew(request.user, item):
        require_keep(request.user, item.account)
    return item


@require_POST
@login_required
def item_confirm(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Say that the new value works."""
    number = _number(request)
    confirm_renewal(item_id=item_id, number=number, by=request.user, at=clock.now())
    messages.success(request, _("The old value is destroyed."))
    return redirect("credentials:item-detail", item_id)


@require_POST
@login_required
def item_undo(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Say that the new value does not work."""
    undo_renewal(item_id=item_id, number=_number(request), by=request.user, at=clock.now())
    messages.success(request, _("The new value is destroyed: the one before stands."))
    return redirect("credentials:item-detail", item_id)


def _number(request: WebRequest) -> int:
    """Return which new value the reader's page spoke of; 0 when it does not say."""
    number = request.POST.get("number", "")[:9]
    return int(number) if number.isascii() and number.isdecimal() else 0


@require_POST
@login_required
def item_breach(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Say that the value may be known outside."""
    note_breach(item_id=item_id, by=request.user, at=clock.now())
    messages.success(request, _("Noted: it is to be renewed today. Whoever keeps it is told."))
    return redirect("credentials:item-detail", item_id)


@require_POST
@login_required
def item_retire(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Take an item out for good."""
    item = retire_item(item_id=item_id, by=request.user, at=clock.now())
    messages.success(request, _("Removed from the vault: its value is destroyed."))
    return redirect("registry:account-detail", item.account_id)
