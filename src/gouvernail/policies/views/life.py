"""A version on its way: submitted, approved, sent back, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation.clock import now
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.actions import (
    agree_version,
    return_version,
    submit_version,
    withdraw_version,
)
from gouvernail.policies.forms import AnswerForm, SubmitForm
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_numbered
from gouvernail.policies.views.page import reader

PAGE = "policies/policy_detail.html"
Status = PolicyVersion.Status


def _version(request: WebRequest, slug: str, number: int) -> PolicyVersion:
    policy = visible_policy(slug=slug, viewer=request.user)
    version = version_numbered(policy, number)
    version.policy = policy
    return version


@require_POST
@login_required
def version_submit(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Submit a draft to those who approve it."""
    version, form = _version(request, slug, number), SubmitForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        told = tried(
            form,
            lambda: submit_version(
                version_id=version.pk,
                in_force_on=said["in_force_on"],
                changes=said["changes"],
                changes_en=said["changes_en"],
                by=request.user,
                at=now(),
            ),
        )
        if told is not None:
            messages.success(request, _("Submitted: those who approve it are told."))
            return redirect("policies:policy-version", slug, number)
    context = reader(request, version.policy, version, submit=form)
    return render(request, PAGE, context, status=422)


@require_POST
@login_required
def version_agree(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Approve the text that was shown."""
    version, form = _version(request, slug, number), AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        told = tried(
            form,
            lambda: agree_version(
                version_id=version.pk,
                digest=said["digest"],
                comment=said["comment"],
                by=request.user,
                at=now(),
            ),
        )
        if told is not None:
            messages.success(request, _said(told))
            return redirect("policies:policy-version", slug, number)
    context = reader(request, version.policy, version, answer=form)
    return render(request, PAGE, context, status=422)


def _said(version: PolicyVersion) -> str:
    if version.status == Status.IN_FORCE:
        return _("In force. Everyone it binds will find it under To do.")
    return _("Agreed. It binds by itself from its day on.")


@require_POST
@login_required
def version_return(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Send a version back, and say why."""
    version, form = _version(request, slug, number), AnswerForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["comment"]
        told = tried(
            form,
            lambda: return_version(version_id=version.pk, reason=reason, by=request.user, at=now()),
        )
        if told is not None:
            messages.success(request, _("Sent back: those who wrote it are told why."))
            return redirect("policies:policy-detail", slug)
    context = reader(request, version.policy, version, answer=form)
    return render(request, PAGE, context, status=422)


@require_POST
@login_required
def version_withdraw(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Take back a version that does not bind yet."""
    version = _version(request, slug, number)
    withdraw_version(version_id=version.pk, by=request.user, at=now())
    messages.success(request, _("Taken back: it is a draft again."))
    return redirect("policies:policy-version", slug, number)
