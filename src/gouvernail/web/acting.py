"""Tells every action of a request who is signed in and how."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gouvernail.foundation.actors import acting
from gouvernail.foundation.digests import sha256_hex

Next = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """Names the session in the ledger (by digest), and sets the reader's time zone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request as whoever is signed in."""
        timezone.activate(_zone_of(request))
        key = request.session.session_key
        auth = f"session:{sha256_hex(key.encode())[:16]}" if key else ""
        with acting(auth=auth, mfa=second_factor_given(request)):
            return self.get_response(request)


def second_factor_given(request: HttpRequest) -> bool:
    """Return whether this session was opened or renewed with a second factor."""
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def _zone_of(request: HttpRequest) -> ZoneInfo:
    wanted = getattr(request.user, "time_zone", "") or settings.SITE_TIME_ZONE
    try:
        return ZoneInfo(wanted)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.SITE_TIME_ZONE)


def signed_in_at(request: HttpRequest) -> datetime | None:
    """Return when this session last proved its password or second factor, if it did."""
    methods = request.session.get("account_authentication_methods", [])
    times = [method["at"] for method in methods if "at" in method]
    return datetime.fromtimestamp(max(times), tz=timezone.get_default_timezone()) if times else None
