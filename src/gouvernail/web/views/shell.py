"""Switches of the shell (theme, language) and the page that shows every component."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from gouvernail.foundation import clock
from gouvernail.people.actions import choose_preferences
from gouvernail.people.models import Person
from gouvernail.web.context import THEME_COOKIE, THEMES
from gouvernail.web.sample import SampleForm, sample_page, sample_person

YEAR = timedelta(days=365)


@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    """Keep the reader's theme, on this device and as theirs, and go back to their page."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(_next(request))
    if chosen in THEMES:
        _keep(response, THEME_COOKIE, chosen)
        _remember(request, theme=chosen)
    return response


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language, on this device and as theirs, and go back to their page."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_next(request))
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        _remember(request, language=chosen)
    return response


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, in the demo and in development only."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    now = clock.now()
    form = SampleForm({"purpose": ""}) if request.GET.get("errors") else SampleForm()
    context = {
        "form": form,
        "now": now,
        "earlier": now - timedelta(hours=2, minutes=8),
        "later": now + timedelta(days=3),
        "person": sample_person(),
        "page": sample_page(),
        "later_in": timedelta(hours=3, minutes=50),
        "points": [3, 5, 4, 8, 6, 9, 7, 12],
    }
    return render(request, "web/styleguide.html", context)


def _remember(request: HttpRequest, *, theme: str = "", language: str = "") -> None:
    """Make a choice the person's own, for their mail and their other devices."""
    reader = request.user
    if isinstance(reader, Person):
        choose_preferences(
            language=language or reader.language,
            time_zone=reader.time_zone,
            theme=theme or reader.theme,
            by=reader,
            at=clock.now(),
        )


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
