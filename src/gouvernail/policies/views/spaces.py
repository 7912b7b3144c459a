"""The rules of the comments under an account: written here, read by anybody."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from gouvernail.foundation.clock import now
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.policies.actions.spaces import (
    add_reason,
    close_space,
    open_space,
    remove_reason,
    write_space,
)
from gouvernail.policies.forms.spaces import ReasonForm, SpaceForm
from gouvernail.policies.models import CommentSpace
from gouvernail.policies.permissions import may_moderate, visible_policy
from gouvernail.policies.queries.citing import cited_in
from gouvernail.policies.queries.intranet import organisation_label
from gouvernail.policies.queries.moderation import FEWEST, done_lately
from gouvernail.policies.queries.spaces import (
    clauses_to_rest_on,
    commented_account,
    outside_policies,
    public_space,
    space_lines,
    space_of,
)


@require_GET
@login_required
def account_space(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Answer the page of an account with the rules of its comments, if any."""
    account = commented_account(account_id, viewer=request.user)
    space = space_of(account_id)
    context = {
        "space": space,
        "may_moderate": space is not None and may_moderate(request.user, account),
        "account_id": account_id,
        "may_write": may(
            request.user, Right.EDIT_POLICIES, unit=space.policy.unit if space else None
        ),
    }
    return render(request, "policies/_account_space.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def space_edit(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Write the rules of the comments under one account."""
    account = commented_account(account_id, viewer=request.user)
    space = space_of(account_id)
    require(request.user, Right.EDIT_POLICIES, unit=space.policy.unit if space else None)
    policies = outside_policies(request.user)
    initial = _initial(space)
    posted = request.POST if request.method == "POST" else None
    form = SpaceForm(posted, policies=policies, initial=initial)
    if form.is_valid():
        facts = form.facts()
        kept = tried(
            form,
            lambda: write_space(account_id=account_id, facts=facts, by=request.user, at=now()),
        )
        if kept is not None:
            words = (
                _("Kept. Anybody who has the address reads it now.")
                if kept.is_public
                else _("Kept. Nobody outside sees it until you open it.")
            )
            messages.success(request, words)
            return redirect("policies:space-edit", account_id)
    context = {"account": account, "space": space, "form": form, "policies": policies}
    return render(request, "policies/space_edit.html", context, status=status_of(form))


def _initial(space: CommentSpace | None) -> dict[str, str]:
    if space is None:
        return {"comments": CommentSpace.Comments.OPEN, "languages": "fr", "quote_days": "90"}
    names = ("comments", "which", "which_en", "contact", "languages", "quote_days")
    return {name: getattr(space, name) for name in names} | {"policy": str(space.policy_id)}


@require_POST
@login_required
def space_switch(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Open the public page, or close it."""
    if request.POST.get("to") == "open":
        open_space(account_id=account_id, by=request.user, at=now())
        messages.success(request, _("Open: anybody who has the address reads it."))
    else:
        close_space(account_id=account_id, by=request.user, at=now())
        messages.success(request, _("Closed: the address answers that there is no such page."))
    return redirect("policies:space-edit", account_id)


@require_http_methods(["GET", "POST"])
@login_required
def reason_list(request: WebRequest, slug: str) -> HttpResponse:
    """Show the reasons for moderating, by clause; add one."""
    policy = visible_policy(slug=slug, viewer=request.user)
    require(request.user, Right.EDIT_POLICIES, unit=policy.unit)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent, clauses=clauses_to_rest_on(policy))
    if form.is_valid():
        said = form.cleaned_data
        kept = tried(
            form, lambda: add_reason(policy_id=policy.pk, by=request.user, at=now(), **said)
        )
        if kept is not None:
            messages.success(request, _("Added."))
            return redirect("policies:reason-list", slug)
    context = {"policy": policy, "reasons": policy.reasons.all(), "form": form}
    return render(request, "policies/reason_list.html", context, status=status_of(form))


@require_POST
@login_required
def reason_remove(request: WebRequest, slug: str, reason_id: UUID) -> HttpResponse:
    """Take a reason out."""
    policy = visible_policy(slug=slug, viewer=request.user)
    remove_reason(policy_id=policy.pk, reason_id=reason_id, by=request.user, at=now())
    return redirect("policies:reason-list", slug)


@require_safe
@cache_control(public=True, max_age=300)
def public_comments(request: HttpRequest, space_id: UUID) -> HttpResponse:
    """Show anybody the rules of the comments under an account; no cookie, nothing embedded."""
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or "fr"
    with translation.override(language):
        space, version = public_space(space_id)
        lines = space_lines(version)
        context = {
            "organisation": organisation_label(),
            "look": "light",
            "space": space,
            "version": version,
            "lines": lines,
            "cited": cited_in([line.clause for line in lines], viewer=None),
            "done": done_lately(space, version, at=now()),
            "k": FEWEST,
            "language": language[:2],
            "languages": [("fr", "Français"), ("en", "English")],
        }
        return render(request, "policies/public_comments.html", context)
