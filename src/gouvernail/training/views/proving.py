"""Pages of certificates from elsewhere, and of completions as a file."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.training import actions
from gouvernail.training.actions.files import kept_document, with_file
from gouvernail.training.errors import FileRefusedError, ProofInvalidError
from gouvernail.training.forms.asking import DecideForm, ProofForm
from gouvernail.training.models import Course, OutsideProof
from gouvernail.training.permissions import visible_course
from gouvernail.training.queries.completions import HEADER, HEADER_MORE, completion_rows
from gouvernail.training.queries.progress import own_proofs, proofs_to_decide

SHOWN: Final = 200


@require_http_methods(["GET", "POST"])
@login_required
def proof_send(request: WebRequest, slug: str) -> HttpResponse:
    """Send one's own certificate from elsewhere."""
    course = visible_course(viewer=request.user, slug=slug, archived=False)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _keep_proof(request, course, form):
        messages.success(request, _("Sent: you are told when it is answered."))
        return redirect("training:my-learning")
    context = {
        "form": form,
        "course": course,
        "own": own_proofs(request.user).filter(course=course),
    }
    return render(request, "training/proof_form.html", context, status=status_of(form))


def _keep_proof(request: WebRequest, course: Course, form: ProofForm) -> bool:
    said, at = dict(form.cleaned_data), clock.now()
    upload = said.pop("file")
    try:
        file = kept_document(data=upload.read(), name=upload.name, at=at)
    except FileRefusedError as error:
        form.add_error("file", error.message)
        return False
    new = actions.NewProof(course_id=course.pk, file=file, **said)

    def sent() -> OutsideProof:
        return actions.send_proof(new=new, by=request.user, at=at)

    return tried(form, lambda: with_file(file, sent, at=at)) is not None


@require_GET
@login_required
def proof_list(request: WebRequest) -> HttpResponse:
    """Show the certificates from elsewhere that wait for an answer."""
    require(request.user, Right.EDIT_TRAINING)
    return _proofs(request)


def _proofs(request: WebRequest, problem: str = "", key: UUID | None = None) -> HttpResponse:
    context = {
        "proofs": proofs_to_decide(request.user)[:SHOWN],
        "form": DecideForm(),
        "problem": problem,
        "key": key,
    }
    status = 422 if problem else 200
    return render(request, "training/proof_list.html", context, status=status)


@require_POST
@login_required
def proof_decide(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Accept or refuse a certificate from elsewhere."""
    accepted = request.POST.get("answer") == "accept"
    reason = request.POST.get("reason", "")[:2_000]
    try:
        actions.decide_proof(
            proof_id, accepted=accepted, reason=reason, by=request.user, at=clock.now()
        )
    except ProofInvalidError as error:
        return _proofs(request, " ".join(error.fields.values()), proof_id)
    messages.success(request, _("Accepted.") if accepted else _("Refused: they are told why."))
    return redirect("training:proof-list")


@require_POST
@login_required
def proof_withdraw(request: WebRequest, proof_id: UUID) -> HttpResponse:
    """Take one's own proof back."""
    actions.withdraw_proof(proof_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("training:my-learning")


@require_GET
@login_required
def completion_export(request: WebRequest) -> HttpResponseBase:
    """Give what people finished as a file for another system."""
    require(request.user, Right.SEE_TRAINING)
    require_step_up(Act.EXPORT, at=clock.now())
    name = f"completions-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines((*HEADER, *HEADER_MORE), completion_rows(request.user)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
