"""Files of lessons, resources and proofs, to who may read what uses them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.queries import stored_bytes
from gouvernail.training.queries.files import readable_file


@require_safe
@login_required
def file_read(request: WebRequest, file_id: UUID) -> HttpResponse:
    """Serve a file as what it is, and as nothing else; a part of it to a player that asks."""
    file = readable_file(file_id, viewer=request.user)
    body = stored_bytes(file.sha256)
    wanted = _range(request.headers.get("Range", ""), len(body))
    if wanted is None:
        response = file_response(body, mime=file.mime, sha256=file.sha256)
    else:
        first, last = wanted
        part = body[first : last + 1]
        response = file_response(part, mime=file.mime, sha256=file.sha256)
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
    response["Accept-Ranges"] = "bytes"
    return response


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte of the one range asked for (RFC 9110, section 14)."""
    unit, _equal, span = asked.partition("=")
    begin, dash, end = span.partition("-")
    if unit != "bytes" or not dash or "," in span or not (begin or end).isdecimal():
        return None
    if not begin:
        return max(size - int(end), 0), size - 1
    first = int(begin)
    last = min(int(end), size - 1) if end.isdecimal() else size - 1
    return (first, last) if first <= last else None
