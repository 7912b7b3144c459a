"""What is done to one clause of a draft: added, moved, removed, put back, cut, joined."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.errors import StaleError
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.actions import draft_version
from gouvernail.policies.actions.clause_shape import (
    merge_clause,
    remove_clause,
    restore_clause,
    split_clause,
)
from gouvernail.policies.actions.clauses import add_clause, move_clause
from gouvernail.policies.errors import ClauseGoneError, PolicyInvalidError
from gouvernail.policies.forms.drafting import AddForm, ClauseForm
from gouvernail.policies.models import Policy
from gouvernail.policies.templatetags.policies import clause_html
from gouvernail.policies.views.drafting import (
    address,
    back,
    draft_of,
    editor,
    policy_to_write,
    refused_words,
)


@require_POST
@login_required
def clause_preview(request: WebRequest, slug: str) -> HttpResponse:
    """Answer with words as readers will see them; nothing is kept."""
    policy_to_write(request, slug)
    text = request.POST.get("text") or request.POST.get("text_en") or ""
    return HttpResponse(clause_html(text[:200_000]))


@require_POST
@login_required
def clause_add(request: WebRequest, slug: str) -> HttpResponse:
    """Add a clause after another, and open it."""
    policy, form = policy_to_write(request, slug), AddForm(request.POST)
    if form.is_valid():
        try:
            clause = add_clause(
                version_id=_begun(request, policy), by=request.user, at=clock.now(), **form.said()
            )
        except (PolicyInvalidError, ClauseGoneError) as error:
            form.refuse(error)
        else:
            return back(slug, clause.anchor, opened=True)
    return editor(request, policy, add=form)


def _begun(request: WebRequest, policy: Policy) -> UUID:
    return draft_version(policy_id=policy.pk, by=request.user, at=clock.now()).pk


@require_POST
@login_required
def clause_move(request: WebRequest, slug: str, anchor: str) -> HttpResponse:
    """Move a clause one place up, or down."""
    version, up = draft_of(policy_to_write(request, slug)), request.POST.get("to") == "up"
    move_clause(version_id=version.pk, anchor=anchor, up=up, by=request.user, at=clock.now())
    return back(slug, anchor)


@require_POST
@login_required
def clause_remove(request: WebRequest, slug: str, anchor: str) -> HttpResponse:
    """Take a clause out of the draft; it can be put back."""
    version = draft_of(policy_to_write(request, slug))
    remove_clause(version_id=version.pk, anchor=anchor, by=request.user, at=clock.now())
    return HttpResponseRedirect(f"{address(slug)}#removed")


@require_POST
@login_required
def clause_restore(request: WebRequest, slug: str, anchor: str) -> HttpResponse:
    """Put a removed clause back."""
    version = draft_of(policy_to_write(request, slug))
    restore_clause(version_id=version.pk, anchor=anchor, by=request.user, at=clock.now())
    return back(slug, anchor)


@require_POST
@login_required
def clause_merge(request: WebRequest, slug: str, anchor: str) -> HttpResponse:
    """Join a clause to the one above it."""
    version = draft_of(policy_to_write(request, slug))
    above = merge_clause(version_id=version.pk, anchor=anchor, by=request.user, at=clock.now())
    return back(slug, above.anchor)


@require_POST
@login_required
def clause_split(request: WebRequest, slug: str, anchor: str) -> HttpResponse:
    """Keep what was typed and cut the clause where three hyphens stand; open what follows."""
    policy, form = policy_to_write(request, slug), ClauseForm(request.POST)
    version = draft_of(policy)
    try:
        clause = split_clause(
            version_id=version.pk,
            anchor=anchor,
            words=form.words(),
            base=form.digest_read(),
            by=request.user,
            at=clock.now(),
        )
    except PolicyInvalidError as error:
        form.refuse(error)
        return editor(request, policy, opened=anchor, form=form)
    except (StaleError, ClauseGoneError) as error:
        return refused_words(request, policy, anchor, form, error)
    return back(slug, clause.anchor, opened=True)
