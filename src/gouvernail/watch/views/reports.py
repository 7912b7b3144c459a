"""A situation report: written, sent, read, acknowledged, taken along."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis.models import Incident
from gouvernail.crisis.permissions import may_run, visible_incident
from gouvernail.crisis.queries.timeline import timeline_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried_all
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Person
from gouvernail.watch import actions
from gouvernail.watch.actions.saying import LINK, plain_text
from gouvernail.watch.errors import ReportNotFoundError
from gouvernail.watch.forms.watches import ReportForm
from gouvernail.watch.models import Report
from gouvernail.watch.permissions import copy_with, visible_report
from gouvernail.watch.queries.papers import paper_of
from gouvernail.watch.queries.watches import copies_of, recipients_of

LANGUAGES = ("fr", "en")


def _language(asked: str = "") -> str:
    wanted = asked or get_language() or "fr"
    return "en" if wanted.startswith("en") else "fr"


def _said(report: Report, language: str, *, link: str = "–") -> list[tuple[str, str]]:
    rows = report.said.get(language, [])
    return [(title, text.replace(LINK, link)) for title, text in rows]


def _may_write(report: Report, person: Person) -> bool:
    incident = report.watch.incident
    return incident.status == Incident.Status.OPEN and may_run(person, incident)


@login_required
@require_GET
def report_detail(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Show a report that was sent, with who acknowledged it; one to write opens its editor."""
    report = visible_report(report_id, viewer=request.user)
    if report.status in Report.OPEN and _may_write(report, request.user):
        return redirect("watch:report-edit", report_id)
    copies = list(copies_of(report))
    mine = next((one for one in copies if one.recipient.person_id == request.user.pk), None)
    context = {
        "report": report,
        "incident": report.watch.incident,
        "said": _said(report, _language(request.GET.get("lang", ""))),
        "language": _language(request.GET.get("lang", "")),
        "copies": copies,
        "heard": sum(1 for one in copies if one.acknowledged_at),
        "mine": mine,
        "may_run": _may_write(report, request.user),
    }
    return render(request, "watch/report_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report_edit(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Write a report; `send` sends it, `save` keeps it. For who sees the incident."""
    report = visible_report(report_id, viewer=request.user)
    visible_incident(report.watch.incident_id, viewer=request.user)
    if request.method == "GET" and report.status not in Report.OPEN:
        return redirect("watch:report-detail", report_id)
    form = ReportForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        send = "send" in request.POST
        act = actions.send_report if send else actions.write_report
        done = tried_all(
            form,
            lambda: act(
                report_id=report_id,
                parts=form.parts,
                edition=form.cleaned_data["edition"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            words = _("The report is sent.") if send else _("Kept. It is not sent yet.")
            messages.success(request, words)
            return redirect("watch:report-detail", report_id)
        report = visible_report(report_id, viewer=request.user)
        form.shows(report)
    context = {
        "report": report,
        "incident": report.watch.incident,
        "form": form,
        "figures": report.figures,
        "timeline": timeline_of(report.watch.incident, size=12),
        "readers": list(recipients_of(report.watch)),
        "may_run": _may_write(report, request.user),
    }
    return render(request, "watch/report_edit.html", context, status=status_of(form))


@login_required
@require_POST
def report_begin(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Fill the report with what changed since the last one."""
    actions.begin_report(report_id=report_id, by=request.user, at=clock.now())
    return redirect("watch:report-edit", report_id)


@login_required
@require_POST
def report_acknowledge(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Say that one read it."""
    actions.acknowledge(report_id=report_id, by=request.user, at=clock.now())
    messages.success(request, _("Thank you: the room knows that you read it."))
    return redirect("watch:report-detail", report_id)


@login_required
@require_POST
def copy_note(request: WebRequest, copy_id: UUID) -> HttpResponse:
    """Note that a reader said they read it."""
    copy = actions.note_acknowledged(copy_id=copy_id, by=request.user, at=clock.now())
    return redirect("watch:report-detail", copy.report_id)


@login_required
@require_GET
def report_text(request: WebRequest, report_id: UUID, language: str) -> HttpResponse:
    """Give a report that was sent as plain text."""
    report = _sent(request, report_id, language)
    body = plain_text(report.said[language], link="–")
    return _file(body.encode(), report, f"{language}.txt", "text/plain; charset=utf-8")


@login_required
@require_GET
def report_paper(request: WebRequest, report_id: UUID, language: str) -> HttpResponse:
    """Give a report that was sent as a PDF."""
    report = _sent(request, report_id, language)
    at = report.sent_at or clock.now()
    with translation.override(language):
        paper = paper_of(_said(report, language), language=language, digest=report.digest, at=at)
    return _file(paper, report, f"{language}.pdf", "application/pdf")


def _sent(request: WebRequest, report_id: UUID, language: str) -> Report:
    report = visible_report(report_id, viewer=request.user)
    if report.status != Report.Status.SENT or language not in report.said:
        raise ReportNotFoundError
    return report


def _file(body: bytes, report: Report, end: str, mime: str) -> HttpResponse:
    response = HttpResponse(body, content_type=mime)
    name = f"report-{report.number}-{end}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, key: str) -> HttpResponse:
    """Let whoever holds the link of a letter read the report, and say so. Opening changes nothing.

    No account is asked for; the address is in no other page, and tells nothing to search engines.
    """
    copy = copy_with(key, at=clock.now())
    if request.method == "POST":
        actions.acknowledge_by_link(key=key, at=clock.now())
        return redirect("watch:acknowledge", key)
    report, reader = copy.report, copy.recipient
    language = _language(request.GET.get("lang", "") or reader.language)
    with translation.override(language):
        context = {
            "copy": copy,
            "reader": reader,
            "report": report,
            "incident": report.watch.incident,
            "said": _said(report, language),
            "language": language,
            "languages": LANGUAGES,
            "key": key,
            "bare_fixed": True,
        }
        response = render(request, "watch/acknowledge.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
