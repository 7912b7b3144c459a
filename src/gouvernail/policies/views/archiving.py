"""Taking a policy out of use."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation.clock import now
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.actions import archive_policy, ask_archive, withdraw_archive
from gouvernail.policies.forms import ArchiveForm
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force
from gouvernail.policies.views.page import reader


@require_POST
@login_required
def policy_archive(request: WebRequest, slug: str) -> HttpResponse:
    """Ask to take a policy out of use."""
    policy = visible_policy(slug=slug, viewer=request.user)
    form = ArchiveForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        told = tried(
            form,
            lambda: ask_archive(policy_id=policy.pk, reason=reason, by=request.user, at=now()),
        )
        if told is not None:
            messages.success(request, _("Asked: it stays in use until a second person agrees."))
            return redirect("policies:policy-detail", slug)
    context = reader(request, policy, version_in_force(policy), archive=form)
    return render(request, "policies/policy_detail.html", context, status=422)


@require_POST
@login_required
def policy_archive_agree(request: WebRequest, slug: str) -> HttpResponse:
    """Take a policy out of use, as a second person."""
    policy = visible_policy(slug=slug, viewer=request.user)
    archive_policy(policy_id=policy.pk, by=request.user, at=now())
    messages.success(request, _("Archived: it binds nobody any more, and stays readable."))
    return redirect("policies:policy-detail", slug)


@require_POST
@login_required
def policy_archive_withdraw(request: WebRequest, slug: str) -> HttpResponse:
    """Keep a policy in use after all."""
    policy = visible_policy(slug=slug, viewer=request.user)
    withdraw_archive(policy_id=policy.pk, by=request.user, at=now())
    messages.success(request, _("It stays in use."))
    return redirect("policies:policy-detail", slug)
