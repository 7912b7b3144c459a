"""What a signed-in request carries, and how a kept file is answered."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class WebRequest(HttpRequest):
    """A request behind `login_required`: `user` is a person, `htmx` is set.

    `user` is typed loosely here because this layer does not know people.
    """

    user: Any
    htmx: "HtmxDetails"


class KeyRequest(HttpRequest):
    """A request of the API: `auth` is the person the key acts for."""

    auth: Any


def file_response(body: bytes, *, mime: str, sha256: str) -> HttpResponse:
    """Return a kept file as what it is, and as nothing else: no script, no guess at its type.

    `sha256` is the hex digest of `body`: it names the file and lets a reader keep it for a day.
    """
    response = HttpResponse(body, content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Disposition"] = f'inline; filename="{sha256[:16]}"'
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["ETag"] = f'"{sha256}"'
    return response
