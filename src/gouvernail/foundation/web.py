"""What a signed-in request carries, and how kept files and public bytes are answered."""

from hashlib import sha256 as digest_of
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

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


def conditional(
    request: HttpRequest, body: bytes, *, mime: str, seconds: int, tag: str = ""
) -> HttpResponse:
    """Answer bytes that anybody may keep for `seconds`; 304 to who has them already.

    `tag` names them; their digest by default.
    """
    etag = f'"{tag or digest_of(body).hexdigest()[:32]}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=mime)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def matches(asked: str, etag: str) -> bool:
    """Return whether `If-None-Match` names `etag`; weak comparison, as RFC 9110 wants here."""
    names = {name.strip().removeprefix("W/") for name in asked.split(",")}
    return "*" in names or etag in names
