"""The public pages: one answer, the list, one account."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gouvernail.registry.queries import network_choices
from gouvernail.verification.permissions import public_listing
from gouvernail.verification.queries.addresses import LONGEST
from gouvernail.verification.queries.answers import answer_to, said_of
from gouvernail.verification.queries.listing import (
    Asked,
    language_label,
    offered,
    page_of_accounts,
    tally,
)
from gouvernail.verification.queries.words import words_of
from gouvernail.verification.views.opening import directory_for, in_asked_language, public_page


@require_safe
@in_asked_language
def answer(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and answer the one that was given."""
    directory, preview = directory_for(request)
    raw = request.GET.get("q", "").strip()[: LONGEST + 1]
    network = request.GET.get("network", "")
    context: dict[str, object] = {
        "directory": directory,
        "preview": preview,
        "asked": raw,
        "network": network,
        "networks": network_choices(),
        "tally": tally(),
    }
    if raw:
        known = {slug for slug, _name in network_choices()}
        found = answer_to(raw, network=network if network in known else "", directory=directory)
        context |= {"answer": found, "words": words_of(found), "listing": found.listing}
    return public_page(request, "verification/answer.html", context)


@require_safe
@in_asked_language
def account_list(request: HttpRequest) -> HttpResponse:
    """Show our accounts, narrowed as the address says."""
    directory, preview = directory_for(request)
    asked = asked_of(request)
    page = page_of_accounts(asked, directory=directory, cursor=request.GET.get("cursor", ""))
    choices = offered(directory)
    context: dict[str, object] = {
        "directory": directory,
        "preview": preview,
        "asked": asked,
        "page": page,
        "filters": [
            ("network", asked.network, choices.networks),
            ("unit", asked.unit, choices.units),
            ("language", asked.language, choices.languages),
            ("tag", asked.tag, choices.tags),
        ],
        "tally": tally(asked, directory=directory),
    }
    return public_page(request, "verification/account_list.html", context)


def asked_of(request: HttpRequest) -> Asked:
    """Return how an address narrows the list."""
    given = {name: request.GET.get(name, "").strip()[:100] for name in Asked.__dataclass_fields__}
    return Asked(**given | {"words": request.GET.get("q", "").strip()[:100]})


@require_safe
@in_asked_language
def account_page(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Vouch for one account: the page that its profile can link to, and that links to it."""
    directory, preview = directory_for(request)
    listing = public_listing(listing_id)
    found = said_of(listing)
    context: dict[str, object] = {
        "directory": directory,
        "preview": preview,
        "answer": found,
        "words": words_of(found),
        "listing": listing,
        "language_name": language_label(listing.account.language),
    }
    return public_page(request, "verification/account_page.html", context)
