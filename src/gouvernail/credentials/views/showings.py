"""The relay between a browser tab and the process that opens values: only what is sealed."""

import base64
import binascii
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gouvernail.credentials.actions import ask_showing
from gouvernail.credentials.errors import BrowserKeyInvalidError, ShowingNotFoundError
from gouvernail.credentials.models import Showing
from gouvernail.credentials.permissions import visible_showing
from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest


@require_POST
@login_required
@never_cache
def reveal_show(request: WebRequest, reveal_id: UUID) -> HttpResponse:
    """Take the one-time key of a tab, and say where its answer will stand.

    `newest` asks for the value that nobody has said to work yet.
    """
    try:
        point = base64.b64decode(request.POST.get("key", ""), validate=True)
    except (binascii.Error, ValueError):
        raise BrowserKeyInvalidError from None
    showing = ask_showing(
        reveal_id=reveal_id,
        point=point,
        newest=bool(request.POST.get("newest")),
        by=request.user,
        at=clock.now(),
    )
    url = reverse("credentials:showing-detail", args=[showing.pk])
    return JsonResponse({"id": str(showing.pk), "url": url}, status=201)


@require_GET
@login_required
@never_cache
def showing_detail(request: WebRequest, showing_id: UUID) -> HttpResponse:
    """Give the tab what was sealed to its key, once it is there."""
    showing = visible_showing(showing_id, viewer=request.user)
    if showing.expires_at <= clock.now():
        raise ShowingNotFoundError
    answer = {"state": showing.state}
    if showing.state == Showing.State.READY:
        answer |= {"facts": showing.facts, "sealed": base64.b64encode(showing.sealed).decode()}
    return JsonResponse(answer)
