"""A second factor that the charter wants: whoever has none is led to set one up, and no further.

Looked at when a session begins and then at most once a minute, with what says that one is here:
no query is added to a page. Signing out, freezing and what sets a factor up stay open.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from gouvernail.charter.queries import factor_is_missing
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.web import errors, proof

CHECKED_AT = "gouvernail_factor_checked_at"
MISSING = "gouvernail_factor_missing"
BY_PROVIDER = "gouvernail_factor_by_provider"
EVERY = timedelta(minutes=1)
# What a provider says (RFC 8176) when it asked for more than a password.
STRONG = frozenset({"mfa", "otp", "hwk", "sc"})
# Beginnings of the names of what stays open; freezing never waits for anything.
OPEN = (
    *("web:factor", "web:theme", "web:language", "web:prove", "account_logout"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_add_webauthn", "mfa_activate_totp"),
    *("openid_connect", "people:join"),
)
OPEN_EXACTLY = frozenset(
    {"publishing:freeze", "publishing:freeze-engage", "publishing:freeze-control"}
)


class SecondFactorMiddleware:
    """Leads whoever lacks a second factor that they must have to the page that sets one up."""

    def __init__(self, get_response: Any) -> None:  # noqa: ANN401 - Django's
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whatever answers
        """Answer one request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse a page to whoever must set a second factor up first."""
        reader, match = request.user, request.resolver_match
        if not isinstance(reader, Person) or request.path.startswith("/api/"):
            return None
        if _is_open(match.view_name if match else "") or not is_missing(request, reader):
            return None
        if errors.is_fragment(request):
            answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
            if not _is_open(_page_around(request)):
                answer["HX-Redirect"] = redirect("web:factor").headers["Location"]
            return answer
        return redirect("web:factor")


def _is_open(name: str) -> bool:
    return name.startswith(OPEN) or name in OPEN_EXACTLY


def _page_around(request: HttpRequest) -> str:
    """Return the name of the page a fragment is for: the bell must not lead away from a freeze."""
    try:
        return resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path).view_name
    except (Resolver404, ValueError):
        return ""


def is_missing(request: HttpRequest, reader: Person, *, again: bool = False) -> bool:
    """Return whether the reader must set a second factor up before anything else."""
    session, at = request.session, clock.now()
    if session.get(BY_PROVIDER):
        return False
    checked = proof.instant(session.get(CHECKED_AT))
    if not again and not session.get(MISSING) and checked and at < checked + EVERY:
        return False
    missing = factor_is_missing(reader)
    _keep(session, missing=missing, at=at)
    return missing


def _keep(session: Any, *, missing: bool, at: datetime) -> None:  # noqa: ANN401 - Django's
    if missing != bool(session.get(MISSING)):
        session[MISSING] = missing
    if not missing:
        session[CHECKED_AT] = at.timestamp()


def note_provider_factor(
    request: HttpRequest, sociallogin: SocialLogin | None = None, **_rest: object
) -> None:
    """Remember that the identity provider asked for a second factor (a signal's receiver)."""
    if sociallogin is not None:
        request.session[BY_PROVIDER] = says_strong(sociallogin.account.extra_data)


def look_again(request: HttpRequest, **_rest: object) -> None:
    """Forget that there was a second factor: one went (a signal's receiver)."""
    request.session.pop(CHECKED_AT, None)


def says_strong(said: Mapping[str, Any]) -> bool:
    """Return whether the claims of a sign-in say that more than a password was asked for."""
    claims = said.get("id_token")
    if not isinstance(claims, Mapping):
        return False
    methods = claims.get("amr")
    strong = isinstance(methods, list) and not STRONG.isdisjoint(map(str, methods))
    return strong or str(claims.get("acr", "")) in settings.OIDC_FACTOR_ACR
