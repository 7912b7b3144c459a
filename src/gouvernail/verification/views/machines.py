"""What machines read: the signed list, its signature and keys, the feed, the badge."""

from base64 import b64encode
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from gouvernail.foundation import clock
from gouvernail.foundation.digests import instant
from gouvernail.foundation.web import conditional
from gouvernail.verification.models import Snapshot
from gouvernail.verification.permissions import open_directory
from gouvernail.verification.queries.documents import (
    feed_of,
    last_snapshot,
    published_keys,
    written,
)
from gouvernail.verification.queries.listing import organisation_name
from gouvernail.verification.signer.keys import public_pem
from gouvernail.verification.views.opening import (
    directory_for,
    in_asked_language,
    public_page,
)

MINUTES_5: Final = 300
DAY: Final = 86_400
RETRY: Final = 60
BADGE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Give the signed list, byte for byte as it was signed."""
    snapshot = _snapshot()
    if snapshot is None:
        return _not_yet()
    answer = conditional(
        request,
        bytes(snapshot.body),
        mime="application/json",
        seconds=MINUTES_5,
        tag=snapshot.sha256[:32],
    )
    answer["X-Signature-Ed25519"] = b64encode(bytes(snapshot.signature)).decode()
    answer["X-Key-Id"] = snapshot.key.key_id
    return answer


@require_safe
def signature(request: HttpRequest) -> HttpResponse:
    """Give the signature of the list: 64 bytes, as openssl takes them."""
    snapshot = _snapshot()
    if snapshot is None:
        return _not_yet()
    body = bytes(snapshot.signature)
    return conditional(request, body, mime="application/octet-stream", seconds=MINUTES_5)


@require_safe
def public_key(request: HttpRequest) -> HttpResponse:
    """Give the public key that the list is signed with, as PEM."""
    snapshot = _snapshot()
    if snapshot is None:
        return _not_yet()
    body = public_pem(snapshot.key.public_key)
    return conditional(request, body, mime="application/x-pem-file", seconds=MINUTES_5)


@require_safe
def key_list(request: HttpRequest) -> HttpResponse:
    """Give every key that signed the list, from when until when, and what vouches for it."""
    open_directory()
    told = [
        {
            "key_id": key.key_id,
            "pem": public_pem(key.public_key).decode(),
            "started_at": instant(key.started_at),
            "retired_at": instant(key.retired_at) if key.retired_at else None,
            "endorsed_by_former": key.endorsement or None,
        }
        for key in published_keys()
    ]
    body = written({"version": 1, "keys": told}) + b"\n"
    return conditional(request, body, mime="application/json", seconds=MINUTES_5)


def _snapshot() -> Snapshot | None:
    """Return the list to serve. Two queries.

    Raises:
        DirectoryClosedError: the organisation does not answer the public.
    """
    open_directory()
    return last_snapshot()


def _not_yet() -> HttpResponse:
    words = "The list is being signed. Ask again in a minute."
    body = {"code": "not_signed_yet", "message": words, "fields": {}}
    return JsonResponse(body, status=503, headers={"Retry-After": str(RETRY)})


@require_safe
@in_asked_language
def feed(request: HttpRequest) -> HttpResponse:
    """Give the last changes as an Atom feed."""
    directory = open_directory()
    body = feed_of(directory, organisation=organisation_name(), at=clock.now())
    answer = conditional(request, body, mime="application/atom+xml", seconds=MINUTES_5)
    patch_vary_headers(answer, ("Accept-Language",))
    return answer


@require_safe
@in_asked_language
def badge(request: HttpRequest) -> HttpResponse:
    """Give the picture that other sites show with a link to this page."""
    open_directory()
    body = render_to_string("verification/_badge.html").strip().encode()
    answer = conditional(request, body, mime="image/svg+xml", seconds=DAY)
    patch_vary_headers(answer, ("Accept-Language",))
    for name, value in BADGE_HEADERS.items():
        answer[name] = value
    return answer


@require_safe
@in_asked_language
def method(request: HttpRequest) -> HttpResponse:
    """Say what machines can read here, and how to check the list without trusting this site."""
    directory, preview = directory_for(request)
    context: dict[str, object] = {
        "directory": directory,
        "preview": preview,
        "snapshot": last_snapshot(),
    }
    return public_page(request, "verification/method.html", context)
