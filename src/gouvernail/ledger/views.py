"""The page of one entry's proof, and what can be downloaded from it.

Nobody can list entries here: the address holds a signed link that only who was shown the entry,
in the timeline of an object they may see, has received.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gouvernail.kernel.merkle.proofs import EXTENSION
from gouvernail.ledger import queries
from gouvernail.ledger.signer.loop import shown_key, shown_statement_keys


@require_safe
@login_required
def proof(request: HttpRequest, link: str) -> HttpResponse:
    """Show where an entry stands in the log and how that can be checked."""
    seq = queries.seq_of_link(link)
    epoch = queries.number_of(seq)
    keys = {"vkey": shown_key(epoch), "statements": shown_statement_keys() if epoch > 1 else ""}
    return render(request, "ledger/proof.html", queries.proof_page(seq, **keys))


@require_safe
@login_required
def proof_file(_request: HttpRequest, link: str) -> HttpResponse:
    """Give the `.tlog-proof` file of an entry."""
    found = queries.proof_for(queries.seq_of_link(link))
    return _download(found.text.encode(), f"entry-{found.number}{EXTENSION}", "text/plain")


@require_safe
@login_required
def proof_json(_request: HttpRequest, link: str) -> HttpResponse:
    """Give the leaf, its proof and the root as one JSON object."""
    return JsonResponse(queries.proof_for(queries.seq_of_link(link)).as_json())


@require_safe
@login_required
def proof_leaf(_request: HttpRequest, link: str) -> HttpResponse:
    """Give the exact bytes of an entry: what its proof is about."""
    seq = queries.seq_of_link(link)
    return _download(queries.leaf_content(seq), f"entry-{seq + 1}.json", "application/json")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
