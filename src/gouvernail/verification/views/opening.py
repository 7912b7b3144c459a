"""What every public page shares: it is open, in the asker’s language, and keeps nothing of them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from gouvernail.people.models import Person
from gouvernail.verification.errors import DirectoryClosedError
from gouvernail.verification.models import Directory
from gouvernail.verification.permissions import is_publisher, open_directory
from gouvernail.verification.queries.listing import organisation_name
from gouvernail.verification.queries.settings import preview_directory

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
LANGUAGE = "lang"
YEAR_SECONDS = 365 * 24 * 3600


def in_asked_language(view: View[P]) -> View[P]:
    """Answer in the language that the address asks for, and remember it on this device."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        wanted = request.GET.get(LANGUAGE, "")
        if wanted not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        translation.activate(wanted)
        request.LANGUAGE_CODE = wanted
        response = view(request, *args, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
        return response

    return answered


def directory_for(request: HttpRequest) -> tuple[Directory, bool]:
    """Return the directory, and whether this is a preview that only its publishers see.

    Raises:
        DirectoryClosedError: it is closed, and the asker does not choose what the public is told.
    """
    try:
        return open_directory(), False
    except DirectoryClosedError:
        if isinstance(request.user, Person) and is_publisher(request.user):
            return preview_directory(), True
        raise


def public_page(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a public page; nothing of it is for one reader, so nothing is private but language."""
    context |= {
        "organisation": organisation_name(),
        "languages": settings.LANGUAGES,
        "site": settings.SITE_URL,
    }
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-cache"
    return response
