"""Proofs of control: the list, one proof, what its holder, a witness and a manager do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.custody.actions import (
    confirm_picture,
    decline_proof,
    note_look,
    say_removed,
    send_back_picture,
    send_picture,
    settle_proof,
)
from gouvernail.custody.actions.proofs import reads
from gouvernail.custody.errors import ProofNotYoursError, ProofStateError
from gouvernail.custody.forms.proofs import (
    DeclineForm,
    PictureForm,
    ProofFilterForm,
    SendBackForm,
    SettleForm,
    chips_of,
    proofs_asked,
)
from gouvernail.custody.models import ControlProof
from gouvernail.custody.permissions import visible_proof
from gouvernail.custody.queries.proofs import (
    drills_for_list,
    figures_of_proofs,
    proof_case,
    proofs_csv,
    proofs_for_list,
    rules_for_list,
    text_of,
)
from gouvernail.custody.views.answers import csv_file, went
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.media.errors import AssetNotFoundError
from gouvernail.media.queries import stored_bytes
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.registry.queries.reading import read_profile

EVENTS = 10


@login_required
@require_GET
def proof_list(request: WebRequest) -> HttpResponse:
    """Show the proofs the reader sees, the drills and their rhythm; what waits comes first."""
    viewer = request.user
    filters = proofs_asked(request.GET, viewer=viewer)
    context = {
        "filters": filters,
        "chips": chips_of(filters),
        "page": proofs_for_list(viewer, filters, cursor=request.GET.get("cursor", "")),
        "figures": figures_of_proofs(viewer, filters),
        "filter_form": ProofFilterForm(request.GET, viewer=viewer),
        "drills": drills_for_list(viewer),
        "rules": rules_for_list(viewer),
        "may_manage": may(viewer, Right.MANAGE_ACCESS),
        "may_export": may(viewer, Right.SEE_ACCESS),
        "query": request.GET.urlencode(),
        "today": clock.today(),
    }
    return render(request, "custody/proof_list.html", context)


@login_required
@require_GET
def proof_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed list as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_ACCESS)
    require_step_up(Act.EXPORT, at=clock.now())
    filters = proofs_asked(request.GET, viewer=request.user)
    return csv_file(f"proofs-{clock.today().isoformat()}.csv", proofs_csv(request.user, filters))


@login_required
@require_GET
def proof_detail(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Show one proof: the token to its holder, the evidence to whoever may see it."""
    return _page(request, visible_proof(proof_id, viewer=request.user))


def _page(
    request: WebRequest,
    proof: ControlProof,
    *,
    picture: PictureForm | None = None,
    back: SendBackForm | None = None,
    decline: DeclineForm | None = None,
    settle: SettleForm | None = None,
) -> HttpResponse:
    case = proof_case(proof, viewer=request.user, today=clock.today())
    told = [form for form in (picture, back, decline, settle) if form is not None]
    context: dict[str, Any] = {
        "case": case,
        "proof": proof,
        "account": proof.account,
        "picture_form": picture or PictureForm(today=clock.today()),
        "back_form": back or SendBackForm(),
        "decline_form": decline or DeclineForm(),
        "settle_form": settle or SettleForm(hand_over=case.may_hand_over),
        "timeline": timeline(
            "control_proof", proof.pk, cursor=request.GET.get("events", ""), size=EVENTS
        ),
        "today": clock.today(),
    }
    return render(request, "custody/proof_detail.html", context, status=status_of(*told))


@login_required
@require_POST
def proof_read(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Read the profile now, for its holder: is the token there, or gone?"""
    proof = visible_proof(proof_id, viewer=request.user)
    if proof.person_id != request.user.pk:
        raise ProofNotYoursError(proof.person.name)
    connection = reads(proof)
    if connection is None or not (proof.is_open(clock.today()) or proof.is_left_in):
        raise ProofStateError(proof.get_state_display())
    shown = read_profile(connection)
    text = None if shown is None else text_of(shown)
    before = proof.state
    proof = note_look(proof.pk, text=text, by=request.user, at=clock.now())
    if text is None:
        messages.warning(request, _("The network did not show this profile. Try again later."))
    elif proof.state != before:
        messages.success(request, _("The token is there: control is proved. Take it out again."))
    elif proof.removed_at is not None:
        messages.success(request, _("The token is gone from the profile. All is done."))
    elif proof.is_left_in:
        messages.warning(request, _("The token is still in the profile."))
    else:
        messages.warning(request, _("The token is not in the profile yet."))
    return redirect("custody:proof-detail", proof.pk)


@login_required
@require_POST
def proof_send(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Send a photograph of the profile."""
    proof = visible_proof(proof_id, viewer=request.user)
    form = PictureForm(request.POST, request.FILES, today=clock.today())
    if form.is_valid():
        told, by = {"data": form.sent(), "taken_on": form.cleaned_data["taken_on"]}, request.user
        if tried(form, lambda: send_picture(proof.pk, **told, by=by, at=clock.now())):
            messages.success(request, _("Sent. A second person looks at it and confirms."))
            return redirect("custody:proof-detail", proof.pk)
    return _page(request, proof, picture=form)


@login_required
@require_GET
def proof_picture(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Serve the photograph to whoever may see the proof."""
    proof = visible_proof(proof_id, viewer=request.user)
    if not proof.picture_sha256:
        raise AssetNotFoundError
    data = stored_bytes(proof.picture_sha256)
    return file_response(data, mime=proof.picture_mime, sha256=proof.picture_sha256)


@login_required
@require_POST
def proof_confirm(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Confirm a photograph."""
    proof = confirm_picture(proof_id, by=request.user, at=clock.now())
    messages.success(request, _("Confirmed: control is proved."))
    return redirect("custody:proof-detail", proof.pk)


@login_required
@require_POST
def proof_send_back(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Send a photograph back, with what it lacks."""
    proof = visible_proof(proof_id, viewer=request.user)
    form = SendBackForm(request.POST)
    if went(
        request,
        form,
        lambda: send_back_picture(proof.pk, **form.cleaned_data, by=request.user, at=clock.now()),
        said=_("Sent back, with your reason."),
    ):
        return redirect("custody:proof-detail", proof.pk)
    return _page(request, proof, back=form)


@login_required
@require_POST
def proof_decline(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Say that there will be no proof, and why."""
    proof = visible_proof(proof_id, viewer=request.user)
    form = DeclineForm(request.POST)
    if went(
        request,
        form,
        lambda: decline_proof(proof.pk, **form.cleaned_data, by=request.user, at=clock.now()),
        said=_("Your answer is with whoever manages the accesses."),
    ):
        return redirect("custody:proof-detail", proof.pk)
    return _page(request, proof, decline=form)


@login_required
@require_http_methods(["POST"])
def proof_settle(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Decide what follows a missing proof."""
    proof = visible_proof(proof_id, viewer=request.user)
    case = proof_case(proof, viewer=request.user, today=clock.today())
    form = SettleForm(request.POST, hand_over=case.may_hand_over)
    if went(
        request,
        form,
        lambda: settle_proof(proof.pk, **form.cleaned_data, by=request.user, at=clock.now()),
        said=_("Decided, and told to the person."),
    ):
        return redirect("custody:proof-detail", proof.pk)
    require(request.user, Right.MANAGE_ACCESS, unit=proof.account.unit)
    return _page(request, proof, settle=form)


@login_required
@require_POST
def proof_removed(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Say that the token is out of the profile."""
    proof = say_removed(proof_id, by=request.user, at=clock.now())
    messages.success(request, _("Noted: the token is out of the profile."))
    return redirect("custody:proof-detail", proof.pk)
