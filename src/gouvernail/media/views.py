"""The one address of a file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouvernail.foundation.web import WebRequest
from gouvernail.media.models import Asset
from gouvernail.media.permissions import visible_asset
from gouvernail.media.queries import asset_bytes


@require_safe
@login_required
def asset_file(request: WebRequest, asset_id: UUID) -> HttpResponse:
    """Serve a picture as what it is, and as nothing else."""
    return file_response(visible_asset(asset_id, viewer=request.user))


def file_response(asset: Asset) -> HttpResponse:
    """Return the file of a picture the caller was allowed to see.

    Raises:
        AssetNotFoundError: the file is gone.
    """
    response = HttpResponse(asset_bytes(asset), content_type=asset.mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Disposition"] = f'inline; filename="{asset.sha256[:16]}"'
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["ETag"] = f'"{asset.sha256}"'
    return response
