"""What changed because of people: the page, the files, and the parts other pages show."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gouvernail.consultations.models import Consultation
from gouvernail.consultations.permissions import (
    BINDS,
    bound_policies,
    may_run,
    readable_version,
    summed_up,
    visible_consultations,
)
from gouvernail.consultations.queries import reading, summary
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.permissions import readable_policy
from gouvernail.policies.queries import version_in_force, version_to_come
from gouvernail.policies.queries.citing import cited_in_lines


@login_required
@require_GET
def consultation_summary(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Show what changed because of people, and what did not and why."""
    consultation = summed_up(consultation_id, viewer=request.user)
    runs = may_run(request.user, consultation.policy)
    text = summary.shows_text(consultation) or runs
    clauses = summary.clauses_of(consultation, with_text=text)
    changes = [one.change for one in clauses if one.change is not None]
    context = {
        "consultation": consultation,
        "policy": consultation.policy,
        "version": consultation.version,
        "figures": summary.figures_of(consultation),
        "clauses": clauses,
        "cited": cited_in_lines(changes, viewer=request.user),
        "page": summary.answers_page(
            consultation,
            cursor=request.GET.get("cursor", ""),
            with_remarks=runs or consultation.shows_remarks,
        ),
        "runs": runs,
        "text": text,
    }
    return render(request, "consultations/consultation_summary.html", context)


@login_required
@require_GET
def summary_export(request: WebRequest, consultation_id: UUID, form: str) -> HttpResponseBase:
    """Give every remark and its answer as a file (`csv`, `json`): what the page says, no name."""
    consultation = summed_up(consultation_id, viewer=request.user)
    name = f"{consultation.policy.slug}-v{consultation.version.number}-remarks.{form}"
    words = consultation.shows_remarks or may_run(request.user, consultation.policy)
    rows = summary.remarks_for_export(consultation, with_remarks=words)
    if form == "csv":
        lines = csv_lines(_header(), (list(one.values()) for one in rows))
        kind = "text/csv; charset=utf-8"
    elif form == "json":
        lines, kind = _json(consultation, rows), "application/json"
    else:
        raise Http404
    return StreamingHttpResponse(
        lines,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _header() -> list[str]:
    return [
        *(_("Clause"), _("Kind"), _("Suggestion"), _("Remark"), _("Same for others")),
        *(_("What came of it"), _("Clause that changed"), _("Answer")),
    ]


def _json(consultation: Consultation, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    head = {
        "policy": consultation.policy.slug,
        "version": consultation.version.number,
        "opened_at": consultation.opened_at.isoformat() if consultation.opened_at else None,
        "closed_at": consultation.closed_at.isoformat() if consultation.closed_at else None,
        "asked": consultation.asked_count,
        "anonymous": consultation.is_anonymous,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "remarks": ['
    first = next(rows, None)
    if first is not None:
        yield json.dumps(first, ensure_ascii=False)
    yield from chain((", " + json.dumps(one, ensure_ascii=False) for one in rows), ("]}\n",))


@login_required
@require_GET
def summary_of(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Show in a few lines what changed because of people, for the page of that version."""
    version = readable_version(version_id, viewer=request.user)
    consultation = reading.last_consultation(version.pk)
    if consultation is not None and version.status not in BINDS:
        rows = visible_consultations(request.user)
        if not rows.filter(pk=consultation.pk).exists():
            consultation = None
    figures = summary.figures_of(consultation) if consultation is not None else None
    context = {"consultation": consultation, "figures": figures}
    return render(request, "consultations/_because_of_you.html", context)


@login_required
@require_GET
def policy_part(request: WebRequest, slug: str) -> HttpResponse:
    """Show on the page of a policy what one may say of it, and when."""
    policy = readable_policy(slug=slug, viewer=request.user)
    runs = may_run(request.user, policy) and policy.archived_at is None
    running = reading.consultation_now(policy)
    if running is not None:
        seen = visible_consultations(request.user).filter(pk=running.pk).exists()
        running = running if seen else None
    coming = version_to_come(policy) if runs else None
    last = reading.last_consultation(coming.pk) if coming else None
    bound = bound_policies(request.user).filter(pk=policy.pk).exists()
    context = {
        "policy": policy,
        "running": running,
        "runs": runs,
        "draft": coming if coming and coming.status == "draft" else None,
        "coming": coming,
        "last": last,
        "waiting": reading.waiting_count(last) if last else 0,
        "bound": bound,
        "in_force": version_in_force(policy) if bound or runs else None,
    }
    return render(request, "consultations/_policy_part.html", context)


__all__ = [
    "consultation_summary",
    "policy_part",
    "summary_export",
    "summary_of",
]
