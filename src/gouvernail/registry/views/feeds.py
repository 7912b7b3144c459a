"""Deadlines as a page, and as a feed for one's own calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.registry.actions.feeds import close_feed, open_feed
from gouvernail.registry.models import DeadlineFeed
from gouvernail.registry.queries.calendars import deadline_page, in_calendar
from gouvernail.registry.queries.deadlines import calendar_text, feed_person


@login_required
@require_http_methods(["GET", "POST"])
def account_deadlines(request: WebRequest) -> HttpResponse:
    """Show what is due, and open the feed: its address is shown once, as it is made."""
    require(request.user, Right.SEE_ACCOUNTS)
    address = ""
    if request.method == "POST":
        secret = open_feed(by=request.user, at=clock.now())
        address = request.build_absolute_uri(f"/feeds/deadlines/{secret}.ics")
    today = clock.today()
    return render(
        request,
        "registry/account_deadlines.html",
        {
            "page": deadline_page(request.user, cursor=request.GET.get("cursor", ""), today=today),
            "address": address,
            "feed": DeadlineFeed.objects.filter(person=request.user).first(),
            "today": today,
        },
    )


@login_required
@require_POST
def account_feed_close(request: WebRequest) -> HttpResponse:
    """Close one's feed."""
    close_feed(by=request.user, at=clock.now())
    messages.success(request, _("Closed: the address answers nothing any more."))
    return redirect("registry:account-deadlines")


@require_GET
def deadline_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a person's deadlines to whoever holds their secret address: their calendar."""
    person = feed_person(secret)
    if person is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    today = clock.today()
    with override(person.language):
        name = _("Accounts: reviews and deadlines")
        deadlines = in_calendar(person, today=today)
        text = calendar_text(deadlines, name=name, site=site, at=clock.now())
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, max-age=3600",
            "Content-Disposition": 'inline; filename="deadlines.ics"',
            "X-Robots-Tag": "noindex",
        },
    )
