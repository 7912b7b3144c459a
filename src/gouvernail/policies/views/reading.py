"""Reading, comparing and signing."""

from collections import Counter
from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.policies.actions import sign_version
from gouvernail.policies.errors import AlreadySignedError, NothingToSignError, PolicyNotFoundError
from gouvernail.policies.forms import SignForm
from gouvernail.policies.models import Policy, PolicyVersion, kind_of_file
from gouvernail.policies.permissions import may_approve, readable_policy, visible_policy
from gouvernail.policies.queries import (
    compared,
    last_version,
    policies_for_list,
    progress_of,
    unsigned_people,
    version_in_force,
    version_numbered,
)
from gouvernail.policies.queries.citing import cited_in_lines
from gouvernail.policies.queries.life import TO_COME
from gouvernail.policies.queries.reading import coming_of
from gouvernail.policies.views.page import reader

Status = PolicyVersion.Status


@require_GET
@login_required
def policy_list(request: WebRequest) -> HttpResponse:
    """Show the policies that bind the reader; `?archived=1` for those out of use.

    `?next=draft|consultation|approval|agreed`: only those whose next version stands there.
    """
    archived = bool(request.GET.get("archived"))
    policies = policies_for_list(request.user, archived=archived)
    coming = {} if archived else coming_of(policies, request.user)
    wanted = request.GET.get("next", "")
    wanted = wanted if wanted in TO_COME and not archived else ""
    standing = Counter(version.status for version in coming.values())
    rows = [(one, coming.get(one.pk)) for one in policies]
    context = {
        "rows": [(one, to) for one, to in rows if not wanted or (to and to.status == wanted)],
        "total": len(policies),
        "states": [(str(one), one.label, standing[one]) for one in TO_COME if standing[one]],
        "wanted": wanted,
        "archived": archived,
        "may_edit": may(request.user, Right.EDIT_POLICIES),
        "today": clock.today(),
    }
    return render(request, "policies/policy_list.html", context)


@require_GET
@login_required
def policy_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Show the version in force; for one that is archived, the last that was."""
    policy = readable_policy(slug=slug, viewer=request.user)
    version = version_in_force(policy) or last_version(policy)
    return render(request, "policies/policy_detail.html", reader(request, policy, version))


@require_GET
@login_required
def policy_version(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show one version, whatever became of it, and what the reader may do with it."""
    policy = readable_policy(slug=slug, viewer=request.user)
    version = version_shown(request, policy, number)
    return render(request, "policies/policy_detail.html", reader(request, policy, version))


def version_shown(request: WebRequest, policy: Policy, number: int) -> PolicyVersion:
    """Return a version the reader may read: what nobody agreed to is for who writes or approves."""
    version = version_numbered(policy, number)
    waits = version.status == Status.APPROVAL and may_approve(request.user, policy)
    hidden = version.status in {Status.DRAFT, Status.CONSULTATION, Status.APPROVAL} and not waits
    if hidden and not may(request.user, Right.EDIT_POLICIES, unit=policy.unit):
        raise PolicyNotFoundError  # nobody learns that it is being written
    return version


@require_GET
@login_required
def policy_compare(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show what changed between version `number` and the one in force, clause by clause.

    A version to come is compared with what binds now: what will change.
    """
    policy = readable_policy(slug=slug, viewer=request.user)
    after = version_in_force(policy)
    if after is None:
        raise PolicyNotFoundError
    before = version_shown(request, policy, number)
    if before.number > after.number:
        before, after = after, before
    lines = [line for line in compared(before, after) if line.change != "same"]
    context = {
        "policy": policy,
        "before": before,
        "after": after,
        "lines": lines,
        "cited": cited_in_lines(lines, viewer=request.user),
    }
    return render(request, "policies/policy_compare.html", context)


@require_GET
@login_required
def policy_file(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Answer with the file of a version, to be saved or opened by the reader's own program."""
    policy = readable_policy(slug=slug, viewer=request.user)
    version = version_shown(request, policy, number)
    if version.file is None:
        raise PolicyNotFoundError
    content = bytes(version.file.content)
    ending, kind = kind_of_file(content) or ("bin", "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{policy.slug}-v{number}.{ending}"'
    return response


@require_POST
@login_required
def policy_sign(request: WebRequest, slug: str) -> HttpResponse:
    """Sign the version that was shown."""
    form = SignForm(request.POST)
    if not form.is_valid():
        raise NothingToSignError
    with suppress(AlreadySignedError):  # a double click, or two windows: the first one stands
        sign_version(
            version_id=form.cleaned_data["version"],
            digest=form.cleaned_data["digest"],
            by=request.user,
            at=clock.now(),
        )
    messages.success(request, _("Signed. Thank you: the date and the exact text are kept."))
    return redirect("policies:policy-detail", slug)


@require_GET
@login_required
def policy_signatures(request: WebRequest, slug: str) -> HttpResponse:
    """Show who has not signed yet; `?format=csv` for a file."""
    policy = visible_policy(slug=slug, viewer=request.user)
    require(request.user, Right.MANAGE_PEOPLE, unit=policy.unit)
    people = unsigned_people(policy)
    if request.GET.get("format") == "csv":
        header = (_("name"), _("e-mail"), _("unit"))
        rows = ((one.name, one.email, one.home_unit) for one in people.iterator())
        response = HttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{slug}-to-sign.csv"'
        return response
    context = {"policy": policy, "people": people[:200], "progress": progress_of(policy)}
    return render(request, "policies/policy_signatures.html", context)
