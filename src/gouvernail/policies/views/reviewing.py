"""Saying that a policy was reviewed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation.clock import now
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.actions import review_policy
from gouvernail.policies.forms import ReviewForm
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force
from gouvernail.policies.views.page import reader


@require_POST
@login_required
def policy_review(request: WebRequest, slug: str) -> HttpResponse:
    """Say that nothing changes, and why."""
    policy = visible_policy(slug=slug, viewer=request.user)
    form = ReviewForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        told = tried(
            form,
            lambda: review_policy(policy_id=policy.pk, reason=why, by=request.user, at=now()),
        )
        if told is not None:
            messages.success(request, _("Reviewed: nothing changes. The next review has its day."))
            return redirect("policies:policy-detail", slug)
    context = reader(request, policy, version_in_force(policy), review=form)
    return render(request, "policies/policy_detail.html", context, status=422)
