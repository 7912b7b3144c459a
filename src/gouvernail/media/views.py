"""The one address of a file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.permissions import visible_asset
from gouvernail.media.queries import asset_bytes


@require_safe
@login_required
def asset_file(request: WebRequest, asset_id: UUID) -> HttpResponse:
    """Serve a picture as what it is, and as nothing else."""
    asset = visible_asset(asset_id, viewer=request.user)
    return file_response(asset_bytes(asset), mime=asset.mime, sha256=asset.sha256)
