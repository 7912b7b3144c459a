"""What the rules did: reports, verdicts one by one, what was set aside."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Unit
from gouvernail.people.permissions import Right, may, require, visible_units
from gouvernail.people.queries import unit_choices
from gouvernail.registry.queries import network_choices
from gouvernail.rulebooks.actions import reinstate_dismissal
from gouvernail.rulebooks.permissions import may_reinstate, visible_dismissals, visible_verdict
from gouvernail.rulebooks.queries import (
    dismissals_by_rule,
    findings_of,
    packs_of,
    pieces,
    replay_of,
    waivers_named,
)
from gouvernail.rulebooks.queries.reports import (
    HEADER,
    KINDS,
    Asked,
    advice_of,
    export_rows,
    report,
    verdicts_of_rule,
)

PERIODS = {"30": 30, "90": 90, "365": 365}
USUAL = "90"
ORDER = ("-at", "-id")


def asked_of(request: WebRequest, *, any_kind: bool = False) -> Asked:
    """Return which report is asked for; what cannot be read is as usual."""
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        kind = "" if any_kind else next(iter(KINDS))
    days = PERIODS.get(request.GET.get("days", ""), PERIODS[USUAL])
    return Asked(
        kind=kind,
        since=now() - timedelta(days=days),
        unit=_unit(request),
        network=request.GET.get("network", "")[:30],
    )


def _unit(request: WebRequest) -> Unit | None:
    key = request.GET.get("unit", "")
    return visible_units(request.user).filter(pk=key).first() if is_uuid(key) else None


@require_safe
@login_required
def report_list(request: WebRequest) -> HttpResponse:
    """Show which rules are set aside, silent, overruled or always waived."""
    require(request.user, Right.SEE_CONTENT)
    asked = asked_of(request)
    context = {
        "asked": asked,
        "kinds": KINDS,
        "rows": report(request.user, asked),
        "advice": advice_of(asked.kind),
        "periods": PERIODS,
        "days": request.GET.get("days", USUAL),
        "units": unit_choices(request.user, Right.SEE_CONTENT),
        "networks": network_choices(),
        "may_edit": may(request.user, Right.EDIT_RULES),
    }
    return render(request, "rulebooks/report_list.html", context)


@require_safe
@login_required
def report_export(request: WebRequest) -> HttpResponseBase:
    """Download one report: rules and counts, no text of anybody."""
    require(request.user, Right.SEE_CONTENT)
    asked = asked_of(request)
    lines = csv_lines(HEADER, export_rows(report(request.user, asked)))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rules-{asked.kind}.csv"'},
    )


@require_safe
@login_required
def verdict_list(request: WebRequest) -> HttpResponse:
    """List the verdicts that raised one rule, the last one first."""
    require(request.user, Right.SEE_CONTENT)
    rule, asked = request.GET.get("rule", "")[:80], asked_of(request, any_kind=True)
    rows = verdicts_of_rule(request.user, asked, rule)
    context = {
        "rule": rule,
        "asked": asked,
        "kind": KINDS.get(asked.kind, ""),
        "page": page_of(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=50),
    }
    return render(request, "rulebooks/verdict_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def verdict_detail(request: WebRequest, verdict_id: UUID) -> HttpResponse:
    """Show one verdict whole; asked by POST, judge it again and say whether it is the same."""
    stored = visible_verdict(verdict_id, viewer=request.user)
    findings = findings_of(stored)
    waivers = waivers_named([UUID(one.waiver) for one in findings if one.waiver])
    context = {
        "stored": stored,
        "text": pieces(str(stored.masked_input.get("text", "")), findings),
        "findings": findings,
        "waivers": {str(key): waiver for key, waiver in waivers.items()},
        "dismissals": dismissals_by_rule(stored),
        "versions": packs_of(stored),
        "levels": [
            (rule, level) for said in stored.controls.values() for rule, level in said.items()
        ],
        "replay": replay_of(stored) if request.method == "POST" else None,
    }
    return render(request, "rulebooks/verdict_detail.html", context)


@require_safe
@login_required
def dismissal_list(request: WebRequest) -> HttpResponse:
    """List what authors set aside, with their reasons, the last one first."""
    return _dismissals(request)


def _dismissals(
    request: WebRequest, *, refused: InvalidInputError | None = None, asked: UUID | None = None
) -> HttpResponse:
    rule = request.GET.get("rule", "")[:80]
    rows = visible_dismissals(request.user).select_related("by", "withdrawn_by")
    rows = rows.filter(rule=rule) if rule else rows
    page = page_of(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "rule": rule,
        "page": page,
        "theirs": may_reinstate(request.user, page.rows),
        "refused": refused,
        "asked": asked,
        "typed": request.POST.get("reason", ""),
    }
    status = refused.status if refused else 200
    return render(request, "rulebooks/dismissal_list.html", context, status=status)


@require_POST
@login_required
def dismissal_reinstate(request: WebRequest, dismissal_id: UUID) -> HttpResponse:
    """Let a finding that was set aside count again."""
    reason = request.POST.get("reason", "")[:2000]
    try:
        reinstate_dismissal(dismissal_id=dismissal_id, reason=reason, by=request.user, at=now())
    except InvalidInputError as refused:
        return _dismissals(request, refused=refused, asked=dismissal_id)
    messages.success(request, _("It counts again from the next check on."))
    return redirect("rulebooks:dismissal-list")
