"""From a website or pasted links to accounts of the register."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.outbound import way_out
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.onboarding.actions import Kept, keep_pasted, keep_website, set_aside, take_in
from gouvernail.onboarding.errors import WebsiteUnreadError
from gouvernail.onboarding.forms.sources import ChooseForm, LinksForm, WebsiteForm
from gouvernail.onboarding.permissions import visible_proposals
from gouvernail.onboarding.queries.proposals import last_reading, waiting_proposals
from gouvernail.onboarding.sources.pasting import read_pasted
from gouvernail.onboarding.sources.website import (
    PAGE_BYTES,
    Website,
    WebsiteProblemError,
    read_website,
)
from gouvernail.onboarding.sources.words import problem_words, refusals_of
from gouvernail.people.permissions import Right, require

PAGE = 100


@require_http_methods(["GET", "POST"])
@login_required
def website(request: WebRequest) -> HttpResponse:
    """Read a website for the accounts it names."""
    require(request.user, Right.EDIT_ACCOUNTS)
    form = WebsiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        read = tried(form, lambda: _read(form.cleaned_data["website"]))
        if read is not None:
            kept = keep_website(website=read, by=request.user, at=clock.now())
            messages.success(request, _said(kept))
            return redirect("onboarding:proposals")
    return render(request, "onboarding/website.html", {"form": form}, status=status_of(form))


def _read(typed: str) -> Website:
    try:
        return read_website(typed, send=way_out(max_response_bytes=PAGE_BYTES).send)
    except WebsiteProblemError as problem:
        raise WebsiteUnreadError(problem_words(problem)) from None


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
    """Show the accounts found, to choose among."""
    require(request.user, Right.EDIT_ACCOUNTS)
    return _choosing(request, ChooseForm(viewer=request.user, proposals=[]))


def _choosing(request: WebRequest, form: ChooseForm) -> HttpResponse:
    rows = waiting_proposals(request.user)
    order = ("-is_likely", "network", "handle_key", "id")
    page = page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=PAGE)
    context = {"form": form, "page": page, "reading": last_reading(request.user)}
    return render(request, "onboarding/proposals.html", context, status=status_of(form))


@require_POST
@login_required
def proposal_decide(request: WebRequest) -> HttpResponse:
    """Take the ticked accounts into the register, or set them aside."""
    require(request.user, Right.EDIT_ACCOUNTS)
    sent = request.POST.getlist("proposals")[:PAGE]
    known = [
        str(key)
        for key in visible_proposals(request.user).values_list("pk", flat=True)
        if str(key) in set(sent)
    ]
    posted = request.POST.copy()
    posted.setlist("proposals", known)
    form = ChooseForm(posted, viewer=request.user, proposals=known)
    if not form.is_valid():
        return _choosing(request, form)
    if "aside" in request.POST:
        done = tried(
            form, lambda: set_aside(proposal_ids=form.chosen(), by=request.user, at=clock.now())
        )
        words = None if done is None else _aside_words(done)
    else:
        taken = tried(
            form,
            lambda: take_in(
                proposal_ids=form.chosen(),
                unit_id=form.cleaned_data["unit_id"],
                by=request.user,
                at=clock.now(),
            ),
        )
        words = None if taken is None else _taken_words(*taken)
    if words is None:
        return _choosing(request, form)
    messages.success(request, words)
    return redirect("onboarding:proposals")


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
