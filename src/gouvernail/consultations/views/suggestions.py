"""Suggestions about a version in force, outside any window."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.consultations import actions
from gouvernail.consultations.actions.remarks import clean_anchor
from gouvernail.consultations.forms import AnswerForm, RemarkForm
from gouvernail.consultations.permissions import bound_policies, may_run
from gouvernail.consultations.queries.desk import suggestions_page
from gouvernail.consultations.queries.reading import consultation_now
from gouvernail.foundation import clock
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.errors import PolicyNotFoundError
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force
from gouvernail.policies.queries.citing import cited_in


@login_required
@require_GET
def suggestion_list(request: WebRequest, slug: str) -> HttpResponse:
    """Show the suggestions about a policy: one's own, or all to whoever answers."""
    policy = visible_policy(slug=slug, viewer=request.user)
    runs = may_run(request.user, policy)
    page = suggestions_page(
        policy, None if runs else request.user, cursor=request.GET.get("cursor", "")
    )
    for one in page.rows:
        one.form = AnswerForm(None, clauses=[], prefix=f"r{one.pk.hex[-8:]}")  # type: ignore[attr-defined]
    context = {
        "policy": policy,
        "page": page,
        "runs": runs,
        "binds": bound_policies(request.user).filter(pk=policy.pk).exists(),
    }
    return render(request, "consultations/suggestion_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def suggestion_create(request: WebRequest, slug: str) -> HttpResponse:
    """Suggest a change; where a consultation is open, lead there."""
    policy = bound_policies(request.user).filter(slug=slug).select_related("unit").first()
    if policy is None:
        raise PolicyNotFoundError
    running = consultation_now(policy)
    if running is not None and running.status == "open":
        return redirect("consultations:consultation-detail", running.pk)
    version = version_in_force(policy)
    anchor = clean_anchor(request.POST.get("anchor") or request.GET.get("clause", ""))
    clause = next(
        (one for one in version.clauses.all() if one.anchor == anchor) if version else iter(()),
        None,
    )
    initial = {"key": uuid7(), "anchor": anchor if clause else ""}
    form = RemarkForm(request.POST or None, questions=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = form.new_remark()
        made = tried(
            form,
            lambda: actions.suggest_change(
                policy_id=policy.pk, new=new, by=request.user, at=clock.now()
            ),
        )
        if made is not None:
            messages.success(request, _("Thank you. It waits for the next review of this policy."))
            return redirect("consultations:suggestion-list", slug)
    context = {
        "policy": policy,
        "clause": clause,
        "form": form,
        "cited": cited_in([clause] if clause else [], viewer=request.user),
    }
    return render(request, "consultations/suggestion_create.html", context, status=status_of(form))
