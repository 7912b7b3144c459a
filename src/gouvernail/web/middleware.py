"""Around every request: who acts and how, the reader's language and zone, and refusals rendered."""

import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.messages import get_messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation

from gouvernail.foundation.actors import acting
from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import DomainError
from gouvernail.people.errors import ProofNeededError
from gouvernail.people.models import Person
from gouvernail.web import errors, proof

GetResponse = Callable[[HttpRequest], HttpResponseBase]
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PROVING = (
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    "web:prove",
)
JSON_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # escaped, its own backslash not


class ReadableTextMiddleware:
    """Refuses the NUL character wherever it comes in: PostgreSQL keeps none, SQLite would."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say that the request could not be read."""
        if not has_nul(request):
            return self.get_response(request)
        if not request.path.startswith("/api/"):
            raise BadRequest("NUL")
        words = "A NUL character cannot be kept."
        body = {"code": "invalid_input", "message": words, "fields": {}}
        return JsonResponse(body, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def has_nul(request: HttpRequest) -> bool:
    """Return whether the address, the form or the JSON of a request holds a NUL character."""
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
        return True
    if request.method not in CHANGING:
        return False
    if request.content_type == "application/json":
        return JSON_NUL.search(request.body) is not None
    return any(
        "\x00" in text for name, texts in request.POST.lists() for text in (name, *map(str, texts))
    )


class ActingMiddleware:
    """Says how the reader was authenticated, and speaks their language in their zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request on behalf of its reader."""
        user = get_user(request)
        reader = user if isinstance(user, Person) else None
        if reader is not None and proof.is_over(request, at=now()):
            request.session_is_over = True  # type: ignore[attr-defined]  # who notes it reads it
            logout(request)
            reader = None
        if reader is not None:
            request.user = reader  # the person itself: what records or compares it needs no proxy
        _speak(request, reader)
        with timezone.override(zone_of(reader)):
            if reader is None:
                return self.get_response(request)
            mark, mfa = session_mark(request), second_factor_given(request)
            with acting(auth=mark, mfa=mfa, proved=partial(proof.proved_at, request)):
                return _kept_private(request, self.get_response(request))


def _kept_private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell caches that what a reader was shown is theirs alone, and drop it when they sign out.

    `no-cache` and not `no-store`: a browser must ask again, and what was typed survives “Back”.
    """
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if not request.user.is_authenticated:
        response.headers.setdefault("Clear-Site-Data", '"cache"')
    return response


def zone_of(reader: Person | None) -> ZoneInfo:
    """Return the zone a person reads instants in: their own, else the site's."""
    wanted = reader.time_zone if reader is not None else ""
    try:
        return ZoneInfo(wanted or settings.SITE_TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.SITE_TIME_ZONE)


def session_mark(request: HttpRequest) -> str:
    """Return a short digest that tells sessions apart in the ledger without giving one away."""
    key = request.session.session_key or ""
    return f"session:{sha256(key.encode()).hexdigest()[:16]}"


def _speak(request: HttpRequest, reader: Person | None) -> None:
    if reader is None or not reader.language or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    translation.activate(reader.language)
    request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


def second_factor_given(request: HttpRequest) -> bool:
    """Return whether this session was opened or confirmed with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class DomainErrorMiddleware:
    """Turns refusals into answers, and tells htmx what a whole page would have shown."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, adding to a fragment the messages that a page would have carried."""
        response = self.get_response(request)
        if not errors.is_fragment(request) or not isinstance(response, HttpResponse):
            return response
        if _leads_to(response, settings.LOGIN_URL):
            return errors.session_ended(request)
        if _leads_to(response, *PROVING):
            return _whole_page(response)
        if _is_html(response):
            _add_messages(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render a refusal; leave every other exception to Django."""
        if isinstance(exception, ProofNeededError) and not errors.wants_json(request):
            return proof.ask(request)
        if isinstance(exception, DomainError):
            return errors.refusal(request, exception)
        return None


def _leads_to(response: HttpResponse, *names: str) -> bool:
    location = response.headers.get("Location", "").split("?")[0]
    return bool(location) and location in {resolve_url(name) for name in names}


def _whole_page(response: HttpResponse) -> HttpResponse:
    """Ask htmx to leave for the page of a redirection instead of swapping it into this one."""
    answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
    answer["HX-Redirect"] = response["Location"]
    answer.cookies = response.cookies
    return answer


def _is_html(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return response.status_code == HTTPStatus.OK and kind.startswith("text/html")


def _add_messages(request: HttpRequest, response: HttpResponse) -> None:
    waiting = list(get_messages(request))
    if waiting:
        text = render_to_string("web/_toasts.html", {"messages": waiting}, request=request)
        response.write(text)
