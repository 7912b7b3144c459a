"""Which addresses other sites’ pages may read: those that anybody reads without a session.

Only these, and only reading: nothing here depends on who asks, and no cookie is sent along.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
OPEN: Final = (
    "/.well-known/social-accounts",
    "/api/v1/public/",
    "/verify/changes.atom",
    "/verify/badge.svg",
)
HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, X-Signature-Ed25519, X-Key-Id, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ASKED_BEFORE: Final = HEADERS | {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class CrossingMiddleware:
    """Lets any site read what is public, and answers browsers that ask first whether they may."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if not request.path.startswith(OPEN):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=ASKED_BEFORE)
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response
