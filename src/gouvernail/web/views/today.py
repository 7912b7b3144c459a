"""Today and search."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.web.middleware import zone_of
from gouvernail.web.searching import search_everywhere
from gouvernail.web.today import day_of


@require_GET
@login_required
def today(request: WebRequest) -> HttpResponse:
    """Show the reader's day."""
    zone = zone_of(request.user)
    day = day_of(request.user, at=clock.now(), zone=zone)
    context = {"day": day, "now": timezone.localtime(day.at, zone)}
    return render(request, "web/today.html", context)


@require_GET
@login_required
def search(request: WebRequest) -> HttpResponse:
    """Find accounts, people, drafts, clauses and pages by a few words."""
    words = request.GET.get("q", "").strip()[:100]
    context = {"words": words, "results": search_everywhere(words, reader=request.user)}
    return render(request, "web/search.html", context)
