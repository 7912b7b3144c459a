"""A version on paper, in both languages; the texts it reuses and who cites it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.foundation.web import WebRequest
from gouvernail.policies.permissions import readable_policy
from gouvernail.policies.queries.citing import cited_in_each
from gouvernail.policies.queries.reuses import citations_of, outside_of, users_of
from gouvernail.policies.views.reading import version_shown


@require_GET
@login_required
def version_print(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show one version for paper, both languages side by side."""
    policy = readable_policy(slug=slug, viewer=request.user)
    version = version_shown(request, policy, number)
    clauses = list(version.clauses.all())
    context = {
        "policy": policy,
        "version": version,
        "clauses": clauses,
        "cited": cited_in_each(clauses, viewer=request.user),
        "both": any(one.title_en or one.text_en for one in clauses)
        and any(one.title or one.text for one in clauses),
    }
    return render(request, "policies/policy_print.html", context)


@require_GET
@login_required
def version_texts(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show the texts a version reuses, those that no longer stand, and who cites the policy."""
    policy = readable_policy(slug=slug, viewer=request.user)
    version = version_shown(request, policy, number)
    context = {
        "policy": policy,
        "version": version,
        "citations": citations_of(version, viewer=request.user),
        "outside": outside_of(version),
        "users": users_of(policy, viewer=request.user),
    }
    name = "_texts" if request.headers.get("HX-Request") else "policy_texts"
    return render(request, f"policies/{name}.html", context)
