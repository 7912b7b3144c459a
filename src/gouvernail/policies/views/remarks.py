"""What the linter says of a version: a page, and beside each clause of the editor."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation.clock import now, site_day
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.policies.actions.remarks import dismiss_remark, take_up_remark
from gouvernail.policies.errors import WordsMissingError
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import may_approve, readable_policy
from gouvernail.policies.queries.remarks import Remarked, remarks_of
from gouvernail.policies.views.reading import version_shown

SHOWN = ("open", "warn", "aside", "all")


@require_GET
@login_required
def version_remarks(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show what the linter says; `?show=warn|aside|all`; beside clauses when a script asks."""
    return _page(request, *_read(request, slug, number))


def _read(request: WebRequest, slug: str, number: int) -> tuple[Policy, PolicyVersion]:
    policy = readable_policy(slug=slug, viewer=request.user)
    version = version_shown(request, policy, number)
    if not may_approve(request.user, policy):
        require(request.user, Right.EDIT_POLICIES, unit=policy.unit)
    version.policy = policy
    return policy, version


def _page(
    request: WebRequest,
    policy: Policy,
    version: PolicyVersion,
    *,
    refused: str = "",
    key: str = "",
) -> HttpResponse:
    show = request.GET.get("show", "open")
    found = remarks_of(version, today=site_day(now()))
    shown = [one for one in found if _is_shown(one, show) or one.key == key]
    context = {
        "policy": policy,
        "version": version,
        "show": show if show in SHOWN else "open",
        "remarks": shown,
        "whole": [one for one in shown if not one.anchor],
        "beside": [
            (clause.anchor, [one for one in shown if one.anchor == clause.anchor])
            for clause in version.clauses.all()
        ],
        "counts": {name: sum(_is_shown(one, name) for one in found) for name in SHOWN},
        "may_edit": may(request.user, Right.EDIT_POLICIES, unit=policy.unit)
        and policy.archived_at is None,
        "refused": refused,
        "refused_key": key,
        "back": request.get_full_path(),
    }
    beside = request.headers.get("HX-Request") and request.GET.get("beside")
    name = "_remarks_beside" if beside else "policy_remarks"
    if request.headers.get("HX-Request") and not beside:
        name = "_remarks"
    return render(request, f"policies/{name}.html", context, status=422 if refused else 200)


def _is_shown(one: Remarked, show: str) -> bool:
    match show:
        case "warn":
            return one.aside is None and one.severity == "warn"
        case "aside":
            return one.aside is not None
        case "all":
            return True
    return one.aside is None


@require_POST
@login_required
def remark_dismiss(request: WebRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Set a remark aside, with a reason."""
    policy, version = _read(request, slug, number)
    reason = request.POST.get("reason", "")
    try:
        dismiss_remark(version_id=version.pk, key=key, reason=reason, by=request.user, at=now())
    except WordsMissingError as error:
        return _page(request, policy, version, refused=error.fields["reason"], key=key)
    return _back(request, slug, number)


@require_POST
@login_required
def remark_take_up(request: WebRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Take a remark up again."""
    _policy, version = _read(request, slug, number)
    take_up_remark(version_id=version.pk, key=key, by=request.user, at=now())
    return _back(request, slug, number)


def _back(request: WebRequest, slug: str, number: int) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(
        reverse("policies:policy-detail", args=[slug])
    ):
        return HttpResponseRedirect(wanted)
    return redirect("policies:version-remarks", slug, number)
