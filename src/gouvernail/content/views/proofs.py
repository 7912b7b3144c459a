"""The files of proofs, to who may read the draft, or what is asked about it. Guests: `guests`."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouvernail.approvals.queries import request_for
from gouvernail.content.errors import ProofNotFoundError
from gouvernail.content.permissions import visible_draft
from gouvernail.content.queries.proofs import Support, proof_under_review, supports_of
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.pictures.papers import ENDINGS
from gouvernail.media.queries import stored_bytes


@require_safe
@login_required
def draft_proof(request: WebRequest, draft_id: UUID, proof_id: UUID) -> HttpResponse:
    """Give the file of a proof of a draft to be saved."""
    draft = visible_draft(draft_id, viewer=request.user)
    key = str(proof_id)
    return proof_answer(next((one for one in supports_of(draft) if one.key == key), None))


@require_safe
@login_required
def review_proof(request: WebRequest, request_id: UUID, proof_id: UUID) -> HttpResponse:
    """Give the file of a proof of what is to be decided to whoever may see the request."""
    asked = request_for(request_id, viewer=request.user)
    return proof_answer(proof_under_review(asked, str(proof_id)))


def proof_answer(proof: Support | None) -> HttpResponse:
    """Answer a file that is saved, never shown in a page, never kept by a browser."""
    if proof is None or not proof.sha256:
        raise ProofNotFoundError
    response = file_response(stored_bytes(proof.sha256), mime=proof.mime, sha256=proof.sha256)
    name = f"proof-{proof.established_on}-{proof.sha256[:8]}.{ENDINGS[proof.mime]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
