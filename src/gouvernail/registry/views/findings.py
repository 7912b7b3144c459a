"""What the register suggests, as pages: the list, the two answers, the thresholds."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.chips import Chip
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, may_overall, require, require_overall
from gouvernail.registry.actions.findings import (
    accept_finding,
    look_for_findings,
    set_finding_aside,
)
from gouvernail.registry.forms.findings import FindingFilterForm, RuleForm, uuid_of
from gouvernail.registry.models import Finding
from gouvernail.registry.queries import choices, network_label
from gouvernail.registry.queries.dormancy import rule_lines
from gouvernail.registry.queries.findings import findings_counts, findings_page


@login_required
@require_GET
def account_findings(request: WebRequest) -> HttpResponse:
    """Show what seems dormant or repeated, each with why."""
    require(request.user, Right.SEE_ACCOUNTS)
    networks = choices(request.user).networks
    form = FindingFilterForm(request.GET, networks=networks)
    asked = form.asked()
    page = findings_page(request.user, **asked, cursor=request.GET.get("cursor", ""))
    counts = findings_counts(request.user)
    return render(
        request,
        "registry/account_findings.html",
        {
            "page": page,
            "asked": asked,
            "chips": _chips(asked),
            "filter_form": form,
            "counts": [
                (kind, label, counts.get((kind, Finding.Status.OPEN), 0))
                for kind, label in Finding.Kind.choices
            ],
            "aside": sum(
                number for (_kind, status), number in counts.items() if status == "set_aside"
            ),
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
            "may_look": may_overall(request.user, Right.EDIT_ACCOUNTS),
            "today": clock.today(),
        },
    )


def _chips(asked: dict[str, str]) -> list[Chip]:
    chips = []
    if asked["kind"]:
        chips.append(Chip(name="kind", label=str(Finding.Kind(asked["kind"]).label)))
    if asked["status"] != Finding.Status.OPEN:
        chips.append(Chip(name="status", label=str(Finding.Status(asked["status"]).label)))
    if asked["network"]:
        chips.append(Chip(name="network", label=network_label(asked["network"])))
    return chips


@login_required
@require_POST
def account_finding_accept(request: WebRequest, finding_id: UUID) -> HttpResponse:
    """Do what a finding suggests."""
    accept_finding(
        finding_id,
        reason=request.POST.get("reason", ""),
        keep_id=uuid_of(request.POST.get("keep", "")),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("Done: the change is in the sealed log."))
    return redirect("registry:account-findings")


@login_required
@require_POST
def account_finding_aside(request: WebRequest, finding_id: UUID) -> HttpResponse:
    """Say that a finding is none."""
    reason = request.POST.get("reason", "")
    set_finding_aside(finding_id, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("Set aside: it comes back only if its facts change."))
    return redirect("registry:account-findings")


@login_required
@require_POST
def account_findings_look(request: WebRequest) -> HttpResponse:
    """Look at the whole register now, without waiting for the night."""
    require_overall(request.user, Right.EDIT_ACCOUNTS)
    looked = look_for_findings(at=clock.now(), today=clock.today())
    said = ngettext("%(number)s new suggestion.", "%(number)s new suggestions.", looked.new)
    messages.success(request, said % {"number": looked.new})
    return redirect("registry:account-findings")


@login_required
@require_http_methods(["GET", "POST"])
def account_thresholds(request: WebRequest) -> HttpResponse:
    """Show from when an account is dormant, network by network, and let the lead change it."""
    require(request.user, Right.SEE_ACCOUNTS)
    if request.method == "POST":
        require_overall(request.user, Right.EDIT_ACCOUNTS)
    form = RuleForm(request.POST) if request.method == "POST" else None
    if form is not None and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The threshold holds from the next look on."))
        return redirect("registry:account-thresholds")
    return render(
        request,
        "registry/account_thresholds.html",
        {
            "lines": rule_lines(choices(request.user).networks),
            "form": form,
            "may_set": may_overall(request.user, Right.EDIT_ACCOUNTS),
        },
        status=422 if form is not None else 200,
    )
