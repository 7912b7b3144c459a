"""Refusals and faults as people see them: a page, a fragment for htmx, or JSON.

Django's handlers and the CSRF view are named in the settings; `refusal` renders what the areas
raise. The page of a fault of ours asks nothing of the database.
"""

import sys
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation.errors import DomainError
from gouvernail.web.away import Pause, pause_of
from gouvernail.web.permitting import Permitting, who_may

TOASTS = "#toasts"


def wants_json(request: HttpRequest) -> bool:
    """Return whether the caller asked for JSON rather than a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def is_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asked for a part of a page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that the request could not be read."""
    return _answer(
        request,
        code="bad_request",
        status=HTTPStatus.BAD_REQUEST,
        title=_("This request could not be read"),
        message=_("Something in the address or in what was sent is not as expected."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that the reader may not do this."""
    return _answer(
        request,
        code="forbidden",
        status=HTTPStatus.FORBIDDEN,
        title=_("You may not do this"),
        message=_("Your roles do not include it. A lead of the unit can give you one that does."),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing here, or nothing the reader may see."""
    return _answer(
        request,
        code="not_found",
        status=HTTPStatus.NOT_FOUND,
        title=_("There is nothing here"),
        message=_("The address is wrong, the page is gone, or it is not open to you."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the form was refused because its page was too old or came from elsewhere."""
    return _answer(
        request,
        code="csrf_failed",
        status=HTTPStatus.FORBIDDEN,
        title=_("This form has expired"),
        message=_("Go back, reload the page and send it again. What you typed is still there."),
    )


def too_many(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    """Say when to come back to whoever asks too often."""
    answer = _answer(
        request,
        code="too_many",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title=_("Too many requests"),
        message=ngettext(
            "Wait %(seconds)s second, then try again.",
            "Wait %(seconds)s seconds, then try again.",
            seconds,
        )
        % {"seconds": seconds},
    )
    answer["Retry-After"] = str(seconds)
    return answer


def session_ended(request: HttpRequest) -> HttpResponse:
    """Say that one must sign in again, without leaving the page that asked."""
    return _answer(
        request,
        code="signed_out",
        status=HTTPStatus.UNAUTHORIZED,
        title=_("Your session has ended"),
        message=_("Sign in again in another tab, then come back: nothing on this page is lost."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, or that the database does not answer. Asks nothing of it."""
    if not hasattr(request, "_cached_user"):
        request.user = AnonymousUser()  # who it is would be asked of the database
    if pause := pause_of(sys.exception()):
        return unavailable(request, pause)
    title, message = _("Something broke on our side"), _("Nothing you sent was half done.")
    if wants_json(request) or is_fragment(request):
        return _answer(
            request,
            code="server_error",
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            title=title,
            message=message,
        )
    return render(
        request,
        "web/errors/fault.html",
        {"title": title, "message": message, "status": 500, "code": "server_error"},
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def unavailable(request: HttpRequest, pause: Pause) -> HttpResponse:
    """Say when to come back. Asks nothing of the database."""
    title = _("The site cannot answer just now")
    message = {
        Pause.AWAY: _("Its database is away; nothing is lost, and nothing you sent was half done."),
        Pause.BUSY: _("Its database took too long, and stopped; nothing you sent was half done."),
    }[pause]
    message += " " + ngettext(
        "Try again in %(seconds)s second.", "Try again in %(seconds)s seconds.", pause.value
    ) % {"seconds": pause.value}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = f"database_{pause.name.lower()}"
    if request.path.startswith("/api/"):
        body = {"code": code, "message": message, "fields": {}}
        answer: HttpResponse = JsonResponse(body, status=status)
    elif wants_json(request) or is_fragment(request):
        answer = _answer(request, code=code, status=status, title=title, message=message)
    else:
        facts = {"title": title, "message": message, "status": 503, "code": code}
        answer = render(request, "web/errors/fault.html", facts, status=status)
    answer["Retry-After"] = str(pause.value)
    return answer


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Render what an area refused, with its stable code and the inputs it concerns."""
    return _answer(
        request,
        code=error.code,
        status=HTTPStatus(error.status),
        title=_title_of(error.status),
        message=error.message or _title_of(error.status),
        fields=error.fields,
        permitting=who_may(error, getattr(request, "user", None)),
        to=error.to,
    )


def _title_of(status: int) -> str:
    titles = {
        HTTPStatus.FORBIDDEN: _("You may not do this"),
        HTTPStatus.NOT_FOUND: _("There is nothing here"),
        HTTPStatus.UNPROCESSABLE_ENTITY: _("Something needs another look"),
    }
    return titles.get(HTTPStatus(status), _("This cannot be done as things stand"))


def _answer(  # noqa: PLR0913 - what an answer says, each named
    request: HttpRequest,
    *,
    code: str,
    status: HTTPStatus,
    title: str,
    message: str,
    fields: dict[str, str] | None = None,
    permitting: Permitting | None = None,
    to: str = "",
) -> HttpResponse:
    if wants_json(request):
        body = {"code": code, "message": message, "fields": fields or {}}
        return JsonResponse({"error": body}, status=status)
    facts = {
        "code": code,
        "status": int(status),
        "title": title,
        "message": message,
        "fields": fields or {},
        "back": _page_before(request),
        "permitting": permitting,
        "to": to,
    }
    if is_fragment(request):
        response = render(request, "web/_refusal.html", facts, status=status)
        response["HX-Retarget"] = TOASTS
        response["HX-Reswap"] = "beforeend"
        return response
    return render(request, _page_for(request), facts, status=status)


def _page_before(request: HttpRequest) -> str:
    """Return the page of this site where a form was filled in; nothing when it was elsewhere."""
    page = request.headers.get("Referer", "") if request.method == "POST" else ""
    host = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts={host}) else ""


def _page_for(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return "web/errors/refused.html"
    return "web/errors/bare.html"
