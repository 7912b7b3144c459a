"""Reading, signing, and the receipt."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.errors import AlreadySignedError
from gouvernail.policies.models import Signature
from gouvernail.policies.queries.citing import cited_in
from gouvernail.signing.actions import sign
from gouvernail.signing.forms import ObjectionForm, SignForm
from gouvernail.signing.permissions import may_follow_somewhere, own_line
from gouvernail.signing.queries.of_version import standing_of
from gouvernail.signing.queries.reading import (
    lines_to_sign,
    policies_to_sign,
    reading_of,
    signatures_of,
)
from gouvernail.signing.queries.receipts import receipt_bytes, receipt_of, visible_signature


@require_GET
@login_required
def mine(request: WebRequest) -> HttpResponse:
    """Show what the reader is asked to sign, and what they have signed."""
    context = {
        "lines": lines_to_sign(request.user),
        "policies": policies_to_sign(request.user),
        "signatures": signatures_of(request.user),
        "may_follow": may_follow_somewhere(request.user),
        "today": clock.today(),
    }
    return render(request, "signing/mine.html", context)


@require_GET
@login_required
def read(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Show the text, what changed since the reader signed it, and the button."""
    return reading_page(request, campaign_id)


@require_GET
@login_required
def of_version(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Show what may be done about the signatures of one version: a part of the policy's page."""
    standing = standing_of(version_id, viewer=request.user)
    return render(request, "signing/_of_version.html", {"one": standing, "today": clock.today()})


@require_POST
@login_required
def sign_text(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Sign the text that was shown; the first click stands."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return reading_page(request, campaign_id, form=form)
    with suppress(AlreadySignedError):  # a double click, or two windows
        digest = form.cleaned_data["digest"]
        sign(campaign_id=campaign_id, digest=digest, by=request.user, at=clock.now())
        messages.success(request, _("Signed. Thank you: here is your receipt."))
    line = own_line(campaign_id, person=request.user)
    if line.signature_id is None:
        return redirect("signing:read", campaign_id)
    return redirect("signing:receipt", line.signature_id)


def reading_page(
    request: WebRequest,
    campaign_id: UUID,
    *,
    form: SignForm | None = None,
    objection: ObjectionForm | None = None,
) -> HttpResponse:
    """Return the page of one signature, with what was just refused."""
    line = own_line(campaign_id, person=request.user)
    reading = reading_of(line)
    context = {
        "reading": reading,
        "line": line,
        "campaign": line.campaign,
        "policy": line.campaign.version.policy,
        "version": reading.version,
        "cited": cited_in(reading.clauses, viewer=request.user),
        "today": clock.today(),
        "form": form or SignForm(initial={"digest": reading.version.digest}),
        "objection_form": objection or ObjectionForm(),
    }
    status = status_of(*(one for one in (form, objection) if one is not None))
    return render(request, "signing/read.html", context, status=status)


@require_GET
@login_required
def receipt(request: WebRequest, signature_id: UUID) -> HttpResponse:
    """Show who signed what, when and how, and where the journal holds it; made to be printed."""
    signature = visible_signature(signature_id, viewer=request.user)
    context = {
        "receipt": receipt_of(signature),
        "signature": signature,
        "version": signature.version,
        "policy": signature.version.policy,
        "own": signature.person_id == request.user.pk,
    }
    return render(request, "signing/receipt.html", context)


@require_GET
@login_required
def receipt_json(request: WebRequest, signature_id: UUID) -> HttpResponse:
    """Give the file that anybody can check without this site."""
    return receipt_response(visible_signature(signature_id, viewer=request.user))


def receipt_response(signature: Signature) -> HttpResponse:
    """Return the file of a receipt. Raises as `receipt_bytes`."""
    response = HttpResponse(receipt_bytes(signature), content_type="application/json")
    slug, number = signature.version.policy.slug, signature.version.number
    response["Content-Disposition"] = f'attachment; filename="receipt-{slug}-v{number}.json"'
    return response
