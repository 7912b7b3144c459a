"""Pages of certificates: one's own, as a paper, and the check for anybody."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.training import actions
from gouvernail.training.forms.certificates import RevokeForm
from gouvernail.training.models import Certificate
from gouvernail.training.permissions import visible_certificate
from gouvernail.training.queries.papers import (
    address_of_check,
    certificate_paper,
    certificate_with,
)


@require_GET
@login_required
def certificate_detail(request: WebRequest, certificate_id: UUID) -> HttpResponse:
    """Show one certificate."""
    return _page(request, visible_certificate(certificate_id, viewer=request.user), RevokeForm())


def _page(request: WebRequest, certificate: Certificate, form: RevokeForm) -> HttpResponse:
    mine = certificate.person_id == request.user.pk
    home = certificate.person.home_unit
    context = {
        "certificate": certificate,
        "mine": mine,
        "state": certificate.state(clock.today()),
        "address": address_of_check(certificate),
        "form": form,
        "may_revoke": not mine
        and certificate.revoked_at is None
        and may(request.user, Right.EDIT_TRAINING, unit=home),
    }
    return render(request, "training/certificate_detail.html", context, status=status_of(form))


@require_GET
@login_required
def certificate_pdf(request: WebRequest, certificate_id: UUID) -> HttpResponse:
    """Give a certificate as a PDF to keep."""
    certificate = visible_certificate(certificate_id, viewer=request.user)
    name = f"certificate-{certificate.course.slug}.pdf"
    return HttpResponse(
        certificate_paper(certificate, at=clock.now()),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@login_required
def certificate_revoke(request: WebRequest, certificate_id: UUID) -> HttpResponse:
    """Withdraw a certificate."""
    certificate = visible_certificate(certificate_id, viewer=request.user)
    form = RevokeForm(request.POST)
    if form.is_valid():
        kept = tried(
            form,
            lambda: actions.revoke_certificate(
                certificate.pk,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("Withdrawn: its holder is told why."))
            return redirect("training:certificate-detail", certificate.pk)
    return _page(request, certificate, form)


@require_GET
def certificate_check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Let anybody check a certificate by its code."""
    asked = code or request.GET.get("code", "")[:40]
    certificate = certificate_with(asked) if asked else None
    context = {
        "asked": asked,
        "certificate": certificate,
        "state": certificate.state(clock.today()) if certificate else "",
    }
    status = 404 if asked and certificate is None else 200
    return render(request, "training/certificate_check.html", context, status=status)
