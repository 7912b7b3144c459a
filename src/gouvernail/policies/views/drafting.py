"""The editor of a draft: one page, and one form for each clause that is open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.errors import DomainError, StaleError
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.policies.actions import draft_version, write_clauses
from gouvernail.policies.actions.clauses import write_clause, write_summary
from gouvernail.policies.errors import (
    ClauseGoneError,
    PolicyInvalidError,
    PolicyNotFoundError,
    VersionComingError,
    VersionConsultedError,
)
from gouvernail.policies.forms.drafting import AddForm, ClauseForm
from gouvernail.policies.models import Clause, Policy, PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force, version_to_come
from gouvernail.policies.queries.clauses import summary_digest
from gouvernail.policies.queries.drafting import draft_page
from gouvernail.policies.starters import STARTERS, starter, starter_titles
from gouvernail.policies.templatetags.policies import dashed

SUMMARY = "0"
PAGE = "policies/policy_draft.html"
Status = PolicyVersion.Status


def policy_to_write(request: WebRequest, slug: str) -> Policy:
    """Return a policy that the reader may write."""
    policy = visible_policy(slug=slug, viewer=request.user)
    require(request.user, Right.EDIT_POLICIES, unit=policy.unit)
    return policy


def draft_of(policy: Policy) -> PolicyVersion:
    """Return the version on its way; the actions say whether it is a draft."""
    version = version_to_come(policy)
    if version is None:
        raise PolicyNotFoundError
    version.policy = policy
    return version


@require_GET
@login_required
def policy_draft(request: WebRequest, slug: str) -> HttpResponse:
    """Show the draft clause by clause; `?open=5.2` opens one to be written in."""
    policy = policy_to_write(request, slug)
    try:
        return editor(request, policy, opened=request.GET.get("open", ""))
    except (VersionConsultedError, VersionComingError) as error:
        number = error.facts["number"]
        error.to = reverse("policies:policy-version", args=[policy.slug, number])
        raise


def refuse_unless_draft(coming: PolicyVersion | None) -> None:
    """Refuse to show as a draft what is submitted, agreed or asked about.

    Raises:
        VersionConsultedError, VersionComingError: its text stays as it is.
    """
    if coming is not None and coming.status == Status.CONSULTATION:
        raise VersionConsultedError(coming.number)
    if coming is not None and coming.status != Status.DRAFT:
        raise VersionComingError(coming.number)


def editor(
    request: WebRequest,
    policy: Policy,
    *,
    opened: str = "",
    form: ClauseForm | None = None,
    add: AddForm | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    """Show the editor, with what is open and what was just refused."""
    coming = version_to_come(policy)
    refuse_unless_draft(coming)
    page = draft_page(policy, coming)
    line = next((one for one in page.lines if one.clause.anchor == opened), None)
    if form is None and coming is not None and (line or opened == SUMMARY):
        form = ClauseForm(initial=_said(line.clause if line else coming))
    current = version_in_force(policy)
    status = max(
        [refused.status if refused else 200]
        + [422 for one in (form, add) if one is not None and one.is_bound and one.errors]
    )
    context = {
        "policy": policy,
        "page": page,
        "version": coming,
        "current": current,
        "opened": opened,
        "form": form,
        "add": add or AddForm(initial={"after": request.GET.get("after", "")}),
        "refused": refused,
        "theirs": _theirs(refused),
        "starters": starter_titles(get_language() or "") if not page.lines and not current else [],
    }
    return render(request, PAGE, context, status=status)


def _said(of: Clause | PolicyVersion) -> dict[str, str]:
    """Return the words of a clause, or of what a version is for, as the form holds them."""
    if isinstance(of, PolicyVersion):
        return {"text": of.summary, "text_en": of.summary_en, "base": summary_digest(of)}
    names = ("title", "title_en", "text", "text_en")
    return {name: getattr(of, name) for name in names} | {"base": of.digest}


def _theirs(refused: DomainError | None) -> dict[str, str]:
    if isinstance(refused, StaleError):
        return _said(refused.theirs)  # type: ignore[attr-defined]  # both stale errors hold it
    return {}


@require_POST
@login_required
def draft_start(request: WebRequest, slug: str) -> HttpResponse:
    """Start the next version, from what is in force or from a starter."""
    policy, at = policy_to_write(request, slug), clock.now()
    version = draft_version(policy_id=policy.pk, by=request.user, at=at)
    name = request.POST.get("starter", "")
    if name in STARTERS and not version.clauses.exists():
        write_clauses(
            version_id=version.pk,
            source=starter(name, "fr"),
            source_en=starter(name, "en"),
            by=request.user,
            at=at,
        )
    return redirect("policies:policy-draft", slug)


@require_http_methods(["GET", "POST"])
@login_required
def clause_write(request: WebRequest, slug: str, anchor: str) -> HttpResponse:
    """Open one clause to be written in, or keep it; `0` stands for what the policy is for.

    A script that saves while somebody types asks for JSON, and is answered with what changed.
    """
    policy = policy_to_write(request, slug)
    if request.method == "GET":
        return _opened(request, policy, anchor)
    form = ClauseForm(request.POST)
    if request.POST.get("do") == "preview":
        return editor(request, policy, opened=anchor, form=form)
    if "application/json" in request.headers.get("Accept", ""):
        return _live(request, policy, anchor, form)
    return _kept(request, policy, anchor, form)


def _kept(request: WebRequest, policy: Policy, anchor: str, form: ClauseForm) -> HttpResponse:
    try:
        _write(request, draft_of(policy), anchor, form)
    except PolicyInvalidError as error:
        form.refuse(error)
        return editor(request, policy, opened=anchor, form=form)
    except (StaleError, ClauseGoneError) as error:
        return refused_words(request, policy, anchor, form, error)
    messages.success(request, _("Kept."))
    return back(policy.slug, anchor)


def _live(request: WebRequest, policy: Policy, anchor: str, form: ClauseForm) -> JsonResponse:
    """Answer a script that saves while somebody types."""
    try:
        _write(request, draft_of(policy), anchor, form)
    except PolicyInvalidError as error:
        return JsonResponse({"problems": error.fields}, status=error.status)
    except (StaleError, ClauseGoneError) as error:
        theirs = _theirs(error)
        context = {"refused": error, "theirs": theirs, "policy": policy, "opened": anchor}
        html = render_to_string("policies/_draft_stale.html", context, request)
        answer = {"stale": html, "base": theirs.get("base", ""), "error": error.message}
        return JsonResponse(answer, status=error.status)
    return _answer(request, policy, anchor)


def _opened(request: WebRequest, policy: Policy, anchor: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{address(policy.slug)}?open={anchor}#k{dashed(anchor)}")
    version = draft_of(policy)
    page = draft_page(policy, version)
    line = next((one for one in page.lines if one.clause.anchor == anchor), None)
    if line is None and anchor != SUMMARY:
        raise ClauseGoneError(anchor)
    context = {
        "policy": policy,
        "version": version,
        "line": line,
        "opened": anchor,
        "form": ClauseForm(initial=_said(line.clause if line else version)),
    }
    template = "policies/_draft_clause.html" if line else "policies/_draft_summary.html"
    return render(request, template, context)


def _write(request: WebRequest, version: PolicyVersion, anchor: str, form: ClauseForm) -> None:
    words, base, at = form.words(), form.digest_read(), clock.now()
    if anchor == SUMMARY:
        write_summary(
            version_id=version.pk,
            summary=words.text,
            summary_en=words.text_en,
            base=base,
            by=request.user,
            at=at,
        )
    else:
        write_clause(
            version_id=version.pk, anchor=anchor, words=words, base=base, by=request.user, at=at
        )


def refused_words(
    request: WebRequest, policy: Policy, anchor: str, form: ClauseForm, error: DomainError
) -> HttpResponse:
    """Show what was typed, kept, beside what somebody else kept meanwhile."""
    theirs = _theirs(error)
    return editor(request, policy, opened=anchor, form=form.over(theirs), refused=error)


def _answer(request: WebRequest, policy: Policy, anchor: str) -> JsonResponse:
    version = draft_of(policy)
    if anchor == SUMMARY:
        return JsonResponse({"saved": True, "base": summary_digest(version), "states": ""})
    line = next(one for one in draft_page(policy, version).lines if one.clause.anchor == anchor)
    states = render_to_string("policies/_draft_states.html", {"line": line}, request)
    return JsonResponse({"saved": True, "base": line.clause.digest, "states": states})


def address(slug: str) -> str:
    """Return the address of the editor."""
    return reverse("policies:policy-draft", args=[slug])


def back(slug: str, anchor: str, *, opened: bool = False) -> HttpResponseRedirect:
    """Lead back to a clause in the editor, open or not."""
    asked = f"?open={anchor}" if opened else ""
    return HttpResponseRedirect(f"{address(slug)}{asked}#k{dashed(anchor)}")
