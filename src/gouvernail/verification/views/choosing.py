"""The pages of those who choose what the public is told: accounts, settings, links back."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.web import WebRequest
from gouvernail.verification.actions.publishing import (
    close_directory,
    note_link,
    open_directory,
    publish_accounts,
    set_directory,
    withdraw_accounts,
)
from gouvernail.verification.errors import DirectoryInvalidError
from gouvernail.verification.forms import ChoiceFilterForm, DirectoryForm
from gouvernail.verification.permissions import require_publisher
from gouvernail.verification.queries.choosing import (
    Wanted,
    count_to_choose,
    ids_to_choose,
    link_of,
    offered_networks,
    offered_units,
    page_of_links,
    page_to_choose,
    standing,
    tags_in_use,
)
from gouvernail.verification.queries.settings import preview_directory

AT_ONCE = 1000


@require_GET
@login_required
def choice_list(request: WebRequest) -> HttpResponse:
    """Show the accounts, and what the public is told of each."""
    require_publisher(request.user)
    wanted = _wanted(request)
    filter_form = ChoiceFilterForm(
        request.GET,
        networks=offered_networks(request.user),
        units=offered_units(request.user),
    )
    page = page_to_choose(request.user, wanted, cursor=request.GET.get("cursor", ""))
    context = {
        "directory": preview_directory(),
        "page": page,
        "total": count_to_choose(request.user, wanted),
        "standing": standing(request.user),
        "filter_form": filter_form,
        "chips": filter_form.chips(),
        "at_once": AT_ONCE,
    }
    return render(request, "verification/choice_list.html", context)


def _wanted(request: WebRequest) -> Wanted:
    given = request.GET
    return Wanted(
        words=given.get("q", "").strip()[:200],
        told=given.get("told", ""),
        network=given.get("network", ""),
        unit=given.get("unit", ""),
    )


@require_POST
@login_required
def choice_make(request: WebRequest) -> HttpResponse:
    """Tell the public of the accounts ticked, or of all that the list shows; or no more."""
    require_publisher(request.user)
    do = request.POST.get("do")
    ids, left = [UUID(one) for one in request.POST.getlist("account") if is_uuid(one)][:AT_ONCE], 0
    shows_unit = do != "publish-without-unit"
    if request.POST.get("all"):
        ids, left = ids_to_choose(
            request.user,
            _wanted(request),
            shows_unit=None if do == "withdraw" else shows_unit,
            most=AT_ONCE,
        )
    at = clock.now()
    if do == "withdraw":
        count = withdraw_accounts(ids, by=request.user, at=at)
        words = ngettext(
            "The public is told nothing of %(n)s account any more.",
            "The public is told nothing of %(n)s accounts any more.",
            count,
        )
    else:
        count = publish_accounts(ids, shows_unit=shows_unit, by=request.user, at=at)
        words = ngettext(
            "%(n)s account is told in public.", "%(n)s accounts are told in public.", count
        )
    messages.success(request, words % {"n": count})
    if left:
        words = ngettext(
            "%(n)s account of this list is left: do it again for the rest.",
            "%(n)s accounts of this list are left: do it again for the rest.",
            left,
        )
        messages.info(request, words % {"n": left})
    return redirect(back_to("verification:choice-list", request))


def back_to(name: str, request: WebRequest) -> str:
    """Return a list as it was narrowed when something was done to its rows."""
    here = reverse(name)
    query = request.META.get("QUERY_STRING", "")
    wanted = f"{here}?{query}" if query else here
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else here


@require_http_methods(["GET", "POST"])
@login_required
def directory(request: WebRequest) -> HttpResponse:
    """Show the settings of the public page, and keep them."""
    require_publisher(request.user)
    present = preview_directory()
    form = DirectoryForm(request.POST or None, directory=present, tags=tags_in_use(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            set_directory(choices=form.choices(), by=request.user, at=clock.now())
        except DirectoryInvalidError as refused:
            for name, words in refused.fields.items():
                form.add_error(name, words)
        else:
            messages.success(request, _("Kept."))
            return redirect("verification:directory")
    context = {
        "directory": present,
        "form": form,
        "standing": standing(request.user),
        "badge": _badge(),
        "address": settings.SITE_URL + reverse("verification:answer"),
    }
    return render(
        request, "verification/directory.html", context, status=422 if form.errors else 200
    )


def _badge() -> str:
    """Return what a webmaster pastes: a picture and a link, no script, nothing followed."""
    page = settings.SITE_URL + reverse("verification:answer")
    picture = settings.SITE_URL + reverse("verification:badge")
    words = _("Our official accounts: check them here")
    return (
        f'<a href="{page}"><img src="{picture}" width="208" height="48" alt="{words}" '
        'loading="lazy" referrerpolicy="no-referrer"></a>'
    )


@require_POST
@login_required
def directory_switch(request: WebRequest) -> HttpResponse:
    """Open the public page, or close it."""
    if request.POST.get("to") == "open":
        open_directory(by=request.user, at=clock.now())
        messages.success(request, _("The page is open to everybody."))
    else:
        close_directory(by=request.user, at=clock.now())
        messages.success(request, _("The page is closed. Your choices are kept."))
    return redirect("verification:directory")


@require_GET
@login_required
def link_list(request: WebRequest) -> HttpResponse:
    """Show which profiles link back to their page."""
    page = page_of_links(request.user, cursor=request.GET.get("cursor", ""))
    website = preview_directory().website
    context = {
        "page": page,
        "links": [link_of(listing, website=website) for listing in page.rows],
        "today": clock.today(),
    }
    return render(request, "verification/link_list.html", context)


@require_POST
@login_required
def link_note(request: WebRequest, listing_id: UUID) -> HttpResponse:
    """Note that one saw a profile link back, today, or that it does not."""
    seen = clock.today() if request.POST.get("seen") else None
    note_link(listing_id, seen_on=seen, by=request.user, at=clock.now())
    return redirect("verification:link-list")
