"""From a finding to its clause, from a clause to its rules, and what is missing on either side."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force
from gouvernail.rulebooks.permissions import visible_verdict
from gouvernail.rulebooks.queries.coverage import (
    ClauseRow,
    Gaps,
    clause_rows,
    gaps,
    month_totals,
    months_before,
    rule_standing,
)
from gouvernail.rulebooks.queries.trace import trace_of, verdicts_of

KINDS: Final = ("unenforced", "unwritten")


@require_safe
@login_required
def trace_verdict(request: WebRequest, verdict_id: UUID) -> HttpResponse:
    """Show everything a verdict rests on, as it stood that day; made to be printed."""
    verdict = visible_verdict(verdict_id, viewer=request.user)
    context = {
        "trace": trace_of(verdict),
        "may_write": may(request.user, Right.EDIT_RULES),
    }
    return render(request, "rulebooks/trace_verdict.html", context)


@require_safe
@login_required
def trace_subject(request: WebRequest, subject_id: UUID) -> HttpResponse:
    """List the verdicts given of one text, each with its own trace."""
    context = {"verdicts": verdicts_of(subject_id, viewer=request.user)}
    return render(request, "rulebooks/trace_subject.html", context)


@require_safe
@login_required
def trace_rule(request: WebRequest, rule_id: str) -> HttpResponse:
    """Show a rule in force: its clause, its pack, who agreed to it, what it found."""
    standing = rule_standing(
        rule_id, pack=request.GET.get("pack", ""), viewer=request.user, today=clock.today()
    )
    context = {"standing": standing, "months": months_before(clock.today())}
    return render(request, "rulebooks/trace_rule.html", context)


@require_safe
@login_required
def trace_policy(request: WebRequest, slug: str) -> HttpResponse:
    """Show the clauses of a document against the rules that carry them out; `?format=csv`."""
    policy = visible_policy(slug=slug, viewer=request.user)
    version, today = version_in_force(policy), clock.today()
    rows = clause_rows(version, viewer=request.user, today=today) if version else []
    shown = [row for row in rows if not row.is_heading]
    if request.GET.get("show") == "without":
        shown = [row for row in shown if not row.rules]
    if request.GET.get("format") == "csv":
        return _csv(f"{slug}-rules.csv", _matrix(shown))
    context = {
        "policy": policy,
        "version": version,
        "rows": shown,
        "months": months_before(today),
        "totals": month_totals(rows),
        "show": request.GET.get("show", ""),
        "may_write": may(request.user, Right.EDIT_RULES),
    }
    return render(request, "rulebooks/trace_policy.html", context)


@require_safe
@login_required
def trace_policy_part(request: WebRequest, slug: str) -> HttpResponse:
    """Answer with what carries out a document, for the page where it is read."""
    policy = visible_policy(slug=slug, viewer=request.user)
    version = version_in_force(policy)
    rows = clause_rows(version, viewer=request.user, today=clock.today()) if version else []
    context = {
        "policy": policy,
        "rows": [row for row in rows if not row.is_heading],
        "totals": month_totals(rows),
        "may_write": may(request.user, Right.EDIT_RULES),
    }
    return render(request, "rulebooks/_trace_part.html", context)


@require_safe
@login_required
def trace_gaps(request: WebRequest) -> HttpResponse:
    """Show what is written and not enforced, and enforced and not written; `?format=csv`."""
    found = gaps(request.user)
    kind, policy = request.GET.get("kind", ""), request.GET.get("policy", "")
    documents = [one for one in found.documents if policy in {"", one.policy.slug}]
    shown = Gaps(
        documents=documents if kind != "unwritten" else [],
        unwritten=found.unwritten if kind != "unenforced" and not policy else [],
    )
    if request.GET.get("format") == "csv":
        return _csv("rules-and-clauses.csv", _both_gaps(shown))
    context = {
        "gaps": shown,
        "all": found,
        "kind": kind if kind in KINDS else "",
        "policy": next((one.policy for one in documents), None) if policy else None,
        "may_write": may(request.user, Right.EDIT_RULES),
    }
    return render(request, "rulebooks/trace_gaps.html", context)


def _csv(name: str, lines: Iterator[tuple[object, ...]]) -> HttpResponse:
    header = next(lines)
    content = csv_lines(tuple(map(str, header)), lines)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _matrix(rows: list[ClauseRow]) -> Iterator[tuple[object, ...]]:
    yield (_("clause"), _("title"), _("rule"), _("rule pack"), _("raised in six months"))
    for row in rows:
        for one in row.rules:
            yield row.reference, row.clause.label, one.rule.id, one.pack.slug, one.total
        if not row.rules:
            yield row.reference, row.clause.label, "", "", ""


def _both_gaps(found: Gaps) -> Iterator[tuple[object, ...]]:
    yield (_("gap"), _("clause"), _("title"), _("rule"), _("rule pack"))
    for document in found.documents:
        for clause in document.without:
            reference = f"{document.policy.slug}#{clause.anchor}"
            yield _("written, not enforced"), reference, clause.label, "", ""
    for one in found.unwritten:
        rule = one.rule
        cited = rule.rule.clause
        yield _("enforced, not written"), cited, rule.title, rule.rule.id, rule.pack.slug
