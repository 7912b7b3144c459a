"""From a website or pasted links to accounts of the register."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.outbound import way_out
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.onboarding.actions import (
    Kept,
    bring_back,
    keep_pasted,
    keep_website,
    set_aside,
    take_in,
)
from gouvernail.onboarding.errors import WebsiteUnreadError
from gouvernail.onboarding.forms.sources import ChooseForm, LinksForm, WebsiteForm
from gouvernail.onboarding.permissions import visible_proposals
from gouvernail.onboarding.queries.proposals import (
    last_reading,
    proposals_aside,
    waiting_proposals,
)
from gouvernail.onboarding.sources.pasting import read_pasted
from gouvernail.onboarding.sources.website import (
    PAGE_BYTES,
    Website,
    WebsiteProblemError,
    read_website,
)
from gouvernail.onboarding.sources.words import problem_words, refusals_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require

PAGE = 100
READING_SECONDS = 60


@require_http_methods(["GET", "POST"])
@login_required
def website(request: WebRequest) -> HttpResponse:
    """Read a website for the accounts it names."""
    require(request.user, Right.EDIT_ACCOUNTS)
    form = WebsiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        read = tried(form, lambda: _read(form.cleaned_data["website"], by=request.user))
        if read is not None:
            kept = keep_website(website=read, by=request.user, at=clock.now())
            messages.success(request, _said(kept))
            return redirect("onboarding:proposals")
    return render(request, "onboarding/website.html", {"form": form}, status=status_of(form))


def _read(typed: str, *, by: Person) -> Website:
    """Read a website, one at a time for each person: a reading holds the server for a while.

    What the settings name for connectors is no website: everybody chooses the address here.
    """
    under_way = f"onboarding:website:{by.pk}"
    if not cache.add(under_way, 1, READING_SECONDS):
        raise WebsiteUnreadError(gettext("Your last reading is not over: wait for it to end."))
    way = way_out(max_response_bytes=PAGE_BYTES, private_hosts=settings.WEBSITE_PRIVATE_HOSTS)
    try:
        return read_website(typed, send=way.send)
    except WebsiteProblemError as problem:
        raise WebsiteUnreadError(problem_words(problem)) from None
    finally:
        cache.delete(under_way)


def _said(kept: Kept) -> str:
    new = ngettext("%(number)s account found.", "%(number)s accounts found.", len(kept.new)) % {
        "number": len(kept.new)
    }
    known = len(kept.again) + len(kept.registered)
    if not known:
        return new
    words = ngettext("%(number)s was known already.", "%(number)s were known already.", known)
    return f"{new} {words % {'number': known}}"


@require_http_methods(["GET", "POST"])
@login_required
def links(request: WebRequest) -> HttpResponse:
    """Take pasted addresses, and say what became of each."""
    require(request.user, Right.EDIT_ACCOUNTS)
    form = LinksForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        pasted = read_pasted(form.cleaned_data["links"])
        kept = keep_pasted(addresses=pasted.addresses, by=request.user, at=clock.now())
        if not pasted.refused and not pasted.repeated and not kept.registered and not kept.again:
            messages.success(request, _said(kept))
            return redirect("onboarding:proposals")
        context |= {"pasted": pasted, "kept": kept, "refused": refusals_of(pasted)}
    return render(request, "onboarding/links.html", context, status=status_of(form))


@require_GET
@login_required
def proposals(request: WebRequest) -> HttpResponse:
    """Show the accounts found, to choose among; or those that were set aside."""
    require(request.user, Right.EDIT_ACCOUNTS)
    return _choosing(request, ChooseForm(viewer=request.user, proposals=[]))


def _choosing(request: WebRequest, form: ChooseForm) -> HttpResponse:
    aside = request.GET.get("state") == "aside" or "back" in request.POST
    rows = (proposals_aside if aside else waiting_proposals)(request.user)
    order = ("-is_likely", "network", "handle_key", "id")
    page = page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=PAGE)
    context = {
        "form": form,
        "page": page,
        "aside": aside,
        "number_aside": proposals_aside(request.user).count(),
        "reading": last_reading(request.user),
    }
    return render(request, "onboarding/proposals.html", context, status=status_of(form))


@require_POST
@login_required
def proposal_decide(request: WebRequest) -> HttpResponse:
    """Take the ticked accounts into the register, set them aside, or bring them back."""
    require(request.user, Right.EDIT_ACCOUNTS)
    sent = [key for key in request.POST.getlist("proposals")[:PAGE] if is_uuid(key)]
    seen = visible_proposals(request.user).filter(pk__in=sent)
    known = [str(key) for key in seen.values_list("pk", flat=True)]
    posted = request.POST.copy()
    posted.setlist("proposals", known)
    form = ChooseForm(posted, viewer=request.user, proposals=known)
    if "back" in request.POST:
        form.fields["unit_id"].required = False
    words = tried(form, lambda: _decided(request, form)) if form.is_valid() else None
    if words is None:
        return _choosing(request, form)
    messages.success(request, words)
    return redirect("onboarding:proposals")


def _decided(request: WebRequest, form: ChooseForm) -> str:
    """Do what the button says; return what was done."""
    what: dict[str, Any] = {"proposal_ids": form.chosen(), "by": request.user, "at": clock.now()}
    if "aside" in request.POST:
        return _aside_words(set_aside(**what))
    if "back" in request.POST:
        return _back_words(bring_back(**what))
    return _taken_words(*take_in(**what, unit_id=form.cleaned_data["unit_id"]))


def _back_words(number: int) -> str:
    words = ngettext("%(number)s account is back.", "%(number)s accounts are back.", number)
    return words % {"number": number}


def _aside_words(number: int) -> str:
    words = ngettext("%(number)s account set aside.", "%(number)s accounts set aside.", number)
    return words % {"number": number}


def _taken_words(new: int, known: int) -> str:
    words = ngettext(
        "%(number)s account is in the register, to be confirmed.",
        "%(number)s accounts are in the register, to be confirmed.",
        new,
    ) % {"number": new}
    if not known:
        return words
    more = ngettext("%(number)s was there already.", "%(number)s were there already.", known)
    return f"{words} {more % {'number': known}}"
