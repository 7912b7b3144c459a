"""How often one may ask: by address or by person, in one table. Sign-in itself is allauth's.

Counted in the cache, in windows that begin with the first request. Where several processes serve
and share no cache, each counts for itself (docs/how-to/sign-in.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_cache_key, parse_rates
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gouvernail.foundation import clock
from gouvernail.web import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds, for each address or each person."""

    amount: int
    seconds: int
    by_person: bool = False


API = Limit(600, MINUTE)  # for a key
API_ADDRESS = Limit(1800, MINUTE)  # for an address, whatever keys it gives or guesses
# What opens something to whoever holds a link, and what makes mail leave; by beginning of a name.
LIMITS: dict[str, Limit] = {
    "people:join": Limit(30, MINUTE),
    "onboarding:begin": Limit(30, MINUTE),
    "onboarding:website": Limit(20, HOUR, by_person=True),
    "content:guest": Limit(60, MINUTE),
    "watch:acknowledge": Limit(60, MINUTE),
    "signing:code": Limit(60, MINUTE),
    "signing:receipt-check": Limit(30, MINUTE),
    "signing:tablet": Limit(120, MINUTE),
    "openid_connect": Limit(30, MINUTE),
    # What anybody may ask without signing in, and what they may send.
    "verification:answer": Limit(60, MINUTE),
    "verification:account": Limit(120, MINUTE),
    "verification:fake-report": Limit(20, HOUR),
    "policies:public-comments": Limit(120, MINUTE),
    "policies:about-embed": Limit(300, MINUTE),  # a whole intranet may come from one address
    "api-v1:public": Limit(300, MINUTE),
    "people:invite": Limit(60, HOUR, by_person=True),
    "people:person-invite": Limit(60, HOUR, by_person=True),
}


class LimitMiddleware:
    """Refuses, with when to come back, whoever asks too often."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse a key or an address that calls the API too often."""
        if settings.LIMITS and request.path.startswith("/api/"):
            key, address = request.headers.get("Authorization", ""), address_of(request)
            wait = wait_for("api-address", address, API_ADDRESS)
            wait = wait or (wait_for("api", key, API) if key else 0)
            if wait:
                return errors.too_many(request, seconds=wait)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse a page that is asked too often."""
        match = request.resolver_match
        name = match.view_name if match and settings.LIMITS else ""
        begins = next((each for each in LIMITS if name.startswith(each)), "")
        if not begins:
            return None
        limit = LIMITS[begins]
        if limit.by_person and request.method != "POST":
            return None
        who = str(request.user.pk) if limit.by_person else address_of(request)
        wait = wait_for(begins, who, limit)
        return errors.too_many(request, seconds=wait) if wait else None


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from, behind as many proxies as the settings trust."""
    return str(get_adapter(request).get_client_ip(request))


def wait_for(what: str, who: str, limit: Limit) -> int:
    """Count one request; return 0, or in how many seconds the next may come."""
    key = f"limit:{what}:{sha256(who.encode()).hexdigest()[:32]}"
    now = int(clock.now().timestamp())  # not monotonic: several hosts may share the cache
    cache.add(key, 0, limit.seconds)
    cache.add(f"{key}:until", now + limit.seconds, limit.seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it expired between the two
        return 0
    if count <= limit.amount:
        return 0
    return max(1, int(cache.get(f"{key}:until", now + 1)) - now)


def sign_in_wait(request: HttpRequest, *, key: str) -> int:
    """Return in how many seconds a form of sign-in takes an answer again, 0 if it does now.

    What allauth counts: its newest attempts first, for the address and for `key`.
    """
    now, wait = clock.now().timestamp(), 0.0
    for rate in parse_rates(app_settings.RATE_LIMITS.get("login_failed", "")):
        if rate.per == "key" and not key:
            continue
        facts = {"app": "allauth.account", "action": "login_failed", "rate": rate, "key": key}
        tried = cache.get(get_cache_key(request, **facts), [])
        if len(tried) >= rate.amount:
            wait = max(wait, tried[rate.amount - 1] + rate.duration - now)
    return max(0, ceil(wait))
