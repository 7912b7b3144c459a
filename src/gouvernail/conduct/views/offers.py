"""The buttons that bring a case from what another page shows; nothing of cases is said there."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.conduct.queries.sources import MOST, offered_from
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.web import WebRequest


@login_required
@require_GET
def case_offers(request: WebRequest, kind: str) -> HttpResponse:
    """Give, for each thing a page names (`of`), its button; nothing where none may be brought."""
    keys = [UUID(one) for one in request.GET.getlist("of")[:MOST] if is_uuid(one)]
    offered = offered_from(kind, keys, viewer=request.user)
    return render(request, "conduct/_case_offers.html", {"kind": kind, "offered": offered})
