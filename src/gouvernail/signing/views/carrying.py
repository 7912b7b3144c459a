"""Signatures carried over a small change."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.queries import carry_over_of, compared
from gouvernail.policies.queries.citing import cited_in_lines
from gouvernail.signing.actions import carry_over, end_carry_over
from gouvernail.signing.forms import CarryForm
from gouvernail.signing.queries.carrying import version_before, version_to_carry


@require_http_methods(["GET", "POST"])
@login_required
def carry_over_create(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Show what changed, and take in why nobody need sign again."""
    version = version_to_carry(version_id, viewer=request.user)
    form = CarryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        carried = tried(
            form,
            lambda: carry_over(
                version_id=version_id, reason=reason, by=request.user, at=clock.now()
            ),
        )
        if carried is not None:
            messages.success(request, _("Signatures of the version before count for this one."))
            return redirect("policies:policy-version", version.policy.slug, version.number)
    before = version_before(version)
    lines = [one for one in compared(before, version) if one.change != "same"]
    context = {
        "version": version,
        "policy": version.policy,
        "before": before,
        "carried": carry_over_of(version),
        "lines": lines,
        "cited": cited_in_lines(lines, viewer=request.user),
        "form": form,
    }
    return render(request, "signing/carry_over.html", context, status=status_of(form))


@require_POST
@login_required
def carry_over_end(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Have people sign after all."""
    version = version_to_carry(version_id, viewer=request.user)
    end_carry_over(version_id=version_id, by=request.user, at=clock.now())
    messages.success(request, _("Signatures are no longer carried over: people are asked to sign."))
    return redirect("policies:policy-version", version.policy.slug, version.number)
