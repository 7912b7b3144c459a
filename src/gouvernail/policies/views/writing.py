"""Writing a policy and putting it in force."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.actions import as_one
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.people.queries.team import colleagues
from gouvernail.policies.actions import (
    attach_file,
    create_policy,
    draft_version,
    update_policy,
    write_clauses,
)
from gouvernail.policies.errors import DraftStaleError, PolicyInvalidError
from gouvernail.policies.forms import PolicyForm, TextForm
from gouvernail.policies.forms.policy import cadence_of
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import scope_of, version_in_force, version_to_come
from gouvernail.policies.queries.clauses import text_digest
from gouvernail.policies.starters import STARTERS, starter, starter_titles
from gouvernail.policies.views.drafting import refuse_unless_draft

OFFERED = 50  # names that the field of a person offers; any other may be typed


@require_http_methods(["GET", "POST"])
@login_required
def policy_create(request: WebRequest) -> HttpResponse:
    """Create a policy."""
    require(request.user, Right.EDIT_POLICIES)
    initial = {"owner": request.user, "cadence": "12"}
    form = PolicyForm(request.POST or None, person=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            policy = create_policy(facts=form.facts(), by=request.user, at=clock.now())
        except PolicyInvalidError as error:
            _show(form, error)
        else:
            return redirect("policies:policy-draft", policy.slug)
    context = {"form": form, "policy": None, "people": colleagues(request.user)[:OFFERED]}
    return render(request, "policies/policy_form.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@login_required
def policy_edit(request: WebRequest, slug: str) -> HttpResponse:
    """Change what is known of a policy beside its text."""
    policy = visible_policy(slug=slug, viewer=request.user)
    require(request.user, Right.EDIT_POLICIES, unit=policy.unit)
    names = ("slug", "title", "title_en", "unit", "owner", "review_months", "must_sign")
    initial = {name: getattr(policy, name) for name in (*names, "audience")}
    named = scope_of(policy)
    initial |= {"units": named.units, "roles": named.roles, "networks": named.networks}
    initial["cadence"] = cadence_of(policy.review_months)
    initial["approvers"] = [one.person_id for one in policy.approvers.all()]
    form = PolicyForm(request.POST or None, person=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            policy = update_policy(
                policy_id=policy.pk, facts=form.facts(), by=request.user, at=clock.now()
            )
        except PolicyInvalidError as error:
            _show(form, error)
        else:
            return redirect("policies:policy-detail", policy.slug)
    context = {"form": form, "policy": policy, "people": colleagues(request.user)[:OFFERED]}
    return render(request, "policies/policy_form.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@login_required
def policy_write(request: WebRequest, slug: str) -> HttpResponse:
    """Write the next version."""
    policy = visible_policy(slug=slug, viewer=request.user)
    require(request.user, Right.EDIT_POLICIES, unit=policy.unit)
    coming = version_to_come(policy)
    refuse_unless_draft(coming)
    form, stale = TextForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            version = _save_text(request, policy.pk, form)
        except PolicyInvalidError as error:
            _show(form, error)
        except DraftStaleError as error:
            form, stale = form.over(text_digest(version_to_come(policy))), error
        else:
            messages.success(request, _("The draft is kept. It binds nobody until it is approved."))
            return redirect("policies:policy-version", slug, version.number)
    if request.method == "GET":
        read = coming or version_in_force(policy)
        sources = _sources(policy, request.GET.get("starter", ""))
        form = TextForm(initial=sources | {"base": text_digest(read)})
    blank = not form.is_bound and not policy.versions.filter(clauses__isnull=False).exists()
    starters = starter_titles(get_language() or "") if blank else []
    context = {"form": form, "policy": policy, "starters": starters, "stale": stale}
    status = stale.status if stale else _status(form)
    return render(request, "policies/policy_write.html", context, status=status)


@as_one
def _save_text(request: WebRequest, policy_id: UUID, form: TextForm) -> PolicyVersion:
    at = clock.now()
    version = draft_version(policy_id=policy_id, by=request.user, at=at)
    upload = form.cleaned_data["file"]
    written = form.cleaned_data["source"].strip() or form.cleaned_data["source_en"].strip()
    if written or upload is None:
        version = write_clauses(
            version_id=version.pk,
            source=form.cleaned_data["source"],
            source_en=form.cleaned_data["source_en"],
            base=form.cleaned_data["base"],
            by=request.user,
            at=at,
        )
    if upload is not None:
        version = attach_file(
            version_id=version.pk,
            name=upload.name,
            content=upload.read(),
            by=request.user,
            at=at,
        )
    return version


def _sources(policy: Policy, name: str) -> dict[str, str]:
    """Return the text to start from: the latest version's, or a starter's."""
    versions = policy.versions.order_by("-number")
    latest = versions.prefetch_related("clauses").first()
    if name in STARTERS or latest is None or not latest.clauses.all():
        chosen = name if name in STARTERS else STARTERS[0]
        return {"source": starter(chosen, "fr"), "source_en": starter(chosen, "en")}
    clauses = list(latest.clauses.all())
    return {
        "source": _markdown(
            latest.summary, [(c.anchor, c.title, c.text) for c in clauses if c.title]
        ),
        "source_en": _markdown(
            latest.summary_en,
            [(c.anchor, c.title_en, c.text_en) for c in clauses if c.title_en],
        ),
    }


def _markdown(summary: str, clauses: list[tuple[str, str, str]]) -> str:
    parts = [summary] if summary else []
    for anchor, title, text in clauses:
        parts.append(f"{'#' * (anchor.count('.') + 2)} {anchor} {title}")
        parts += [text] if text else []
    return "\n\n".join(parts) + "\n"


def _show(form: PolicyForm | TextForm, error: PolicyInvalidError) -> None:
    """Put each refusal beside the input it concerns."""
    for field, message in error.fields.items():
        form.add_error(field if field in form.fields else None, message)


def _status(form: PolicyForm | TextForm) -> int:
    return 422 if form.is_bound and form.errors else 200
