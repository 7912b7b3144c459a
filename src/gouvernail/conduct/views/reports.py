"""Pages of reports: say it, follow it, help with it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from gouvernail.conduct import actions
from gouvernail.conduct.actions.files import LETTER
from gouvernail.conduct.actions.reporting import may_come_back
from gouvernail.conduct.forms.reports import (
    AnswerForm,
    FilterForm,
    PassForm,
    ReopenForm,
    ReportForm,
    SayForm,
    SortForm,
    chips_of,
    filters_of,
    kept,
)
from gouvernail.conduct.models import Report
from gouvernail.conduct.permissions import (
    helpers_for,
    knows_reporter,
    may_help,
    may_open,
    may_read_files,
    visible_file,
    visible_report,
)
from gouvernail.conduct.queries import (
    helps_somewhere,
    lines_of,
    reports_for_export,
    reports_for_list,
    tally,
    what_is_missing,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.pictures.papers import ENDINGS
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up

T = TypeVar("T")
ICONS = {
    "mistake": "pencil",
    "phishing": "mail",
    "leak": "lock",
    "threat": "alert-triangle",
    "fake": "shield-x",
    "idea": "message-2",
}


@login_required
@require_GET
def report_kinds(request: WebRequest) -> HttpResponse:
    """Show what one may report, in six words."""
    kinds = [(code, label, ICONS[code]) for code, label in Report.Kind.choices]
    return render(request, "conduct/report_kinds.html", {"kinds": kinds})


@login_required
@require_http_methods(["GET", "POST"])
def report_create(request: WebRequest, kind: str) -> HttpResponse:
    """Say what to do at once, and take in what was seen."""
    if kind not in Report.Kind.values:
        raise Http404
    form = ReportForm(request.POST or None, request.FILES or None, kind=kind, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        at = clock.now()

        def made(file: actions.KeptFile | None) -> Report:
            return actions.make_report(new=form.new_report(file), by=request.user, at=at)

        report = tried(form, lambda: with_file(form, made))
        if report is not None:
            if report.made_at == at:
                messages.success(request, _("Thank you. It is with the people who can help."))
            else:
                messages.info(request, _("This report was made already: add here what is new."))
            return redirect("conduct:report-detail", report.pk)
    context = {"form": form, "kind": kind, "label": Report.Kind(kind).label}
    return render(request, "conduct/report_create.html", context, status=status_of(form))


def with_file(form: Form, act: Callable[[actions.KeptFile | None], T]) -> T:
    """Do what takes the file of a form; kept before, and taken away unless a row has it then.

    Raises:
        ReportInvalidError: the file cannot be kept, or as `act`.
    """
    file = kept(form.cleaned_data["file"])
    try:
        return act(file)
    finally:  # refused, or sent with a form that was taken already
        if file is not None:
            actions.forget_kept(file)


@login_required
@require_GET
def report_list(request: WebRequest) -> HttpResponse:
    """Show the reports one made and those one may help with."""
    filters = filters_of(request.GET)
    at = clock.now()
    page = reports_for_list(request.user, filters, cursor=request.GET.get("cursor", ""), at=at)
    for report in page.rows:
        report.names_reporter = knows_reporter(request.user, report)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "chips": chips_of(filters),
        "tally": tally(request.user),
        "helps": helps_somewhere(request.user),
        "filter_form": FilterForm(request.GET),
        "now": at,
    }
    return render(request, "conduct/report_list.html", context)


@login_required
@require_GET
def report_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed list as a file that no spreadsheet will execute."""
    require_step_up(Act.EXPORT, at=clock.now())
    rows = reports_for_export(request.user, filters_of(request.GET), at=clock.now())
    name = f"reports-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(_header(), _cells(rows, request.user)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _header() -> list[str]:
    return [
        *(_("Made on"), _("Kind"), _("Unit"), _("Reported by"), _("Status"), _("Outcome")),
        *(_("Helped by"), _("Taken up on"), _("Ended on"), _("Address"), _("Words")),
    ]


def _cells(rows: Iterable[Report], viewer: Person) -> Iterator[list[object]]:
    for one in rows:
        yield [
            one.made_at,
            one.get_kind_display(),
            one.unit.label,
            one.reporter.name if knows_reporter(viewer, one) else "",
            one.get_status_display(),
            one.get_outcome_display(),
            one.helper.name if one.helper else "",
            one.taken_at,
            one.ended_at,
            one.address,
            one.words,
        ]


@login_required
@require_GET
def report_detail(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Show one report: what to do now, what was said, and what one may do."""
    return _page(request, visible_report(report_id, viewer=request.user))


def _page(request: WebRequest, report: Report, **bound: Form) -> HttpResponse:
    person, at = request.user, clock.now()
    helps, going = may_help(person, report), report.status in Report.GOING
    mine = person.pk == report.reporter_id
    forms: dict[str, Form] = {}
    if going:
        forms["say_form"] = SayForm()
    if going and helps:
        forms["sort_form"] = SortForm(None, report=report)
        forms["pass_form"] = PassForm(None, report=report)
    if going and helps and report.helper_id == person.pk:
        forms["answer_form"] = AnswerForm(auto_id="answer_%s")
    if mine and may_come_back(report, at=at):
        forms["reopen_form"] = ReopenForm(auto_id="reopen_%s")
    context = {
        "report": report,
        "lines": lines_of(report),
        "files": list(report.files.all()),
        "opens_files": may_read_files(person, report),
        "mine": mine,
        "helps": helps,
        "going": going,
        "names_reporter": knows_reporter(person, report),
        "helpers": list(helpers_for(report)[:5]) if mine and report.helper is None else [],
        "may_open_case": helps and may_open(person) and not what_is_missing(),
        "now": at,
        **forms,
        **bound,
    }
    return render(request, "conduct/report_detail.html", context, status=status_of(*bound.values()))


def _done(  # noqa: PLR0913 -- what each form of the page differs in
    request: WebRequest,
    report: Report,
    name: str,
    form: Form,
    act: Callable[[], object],
    said: str,
    *,
    onward: HttpResponse | None = None,
) -> HttpResponse:
    """Do what a form of the page asks, or show the page again with what was typed."""
    if form.is_valid() and tried(form, act) is not None:
        messages.success(request, said)
        return onward or redirect("conduct:report-detail", report.pk)
    return _page(request, report, **{name: form})


@require_POST
@login_required
def report_say(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Write to the other side."""
    report = visible_report(report_id, viewer=request.user)
    form = SayForm(request.POST, request.FILES)

    def said(file: actions.KeptFile | None) -> object:
        text = form.cleaned_data["text"]
        return actions.say(report.pk, text=text, file=file, by=request.user, at=clock.now())

    return _done(request, report, "say_form", form, lambda: with_file(form, said), _("Sent."))


@require_safe
@login_required
def report_file(request: WebRequest, report_id: UUID, file_id: UUID) -> HttpResponse:
    """Give a file of a report to be saved: never shown in a page nor kept by a browser.

    An e-mail is given as text, so that no mail program opens what may be a trap.
    """
    file = visible_file(report_id, file_id, viewer=request.user)
    is_letter = file.mime == LETTER
    response = file_response(
        stored_bytes(file.sha256),
        mime="text/plain" if is_letter else file.mime,
        sha256=file.sha256,
    )
    ending = "eml.txt" if is_letter else ENDINGS[file.mime]
    name = f"report-{file.at:%Y-%m-%d}-{file.sha256[:8]}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def report_take(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Take a report up."""
    actions.take_up(report_id, by=request.user, at=clock.now())
    messages.success(request, _("It is yours now: the person who reported it knows."))
    return redirect("conduct:report-detail", report_id)


@require_POST
@login_required
def report_pass(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Give a report to somebody who can help better."""
    report = visible_report(report_id, viewer=request.user)
    form = PassForm(request.POST, report=report)
    return _done(
        request,
        report,
        "pass_form",
        form,
        lambda: actions.pass_on(
            report.pk,
            to=form.taker(),
            text=form.cleaned_data["text"],
            by=request.user,
            at=clock.now(),
        ),
        _("Passed on."),
        onward=redirect("conduct:report-list"),  # it may be out of one's sight now
    )


@require_POST
@login_required
def report_sort(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Say that a report is of another kind."""
    report = visible_report(report_id, viewer=request.user)
    form = SortForm(request.POST, report=report)
    return _done(
        request,
        report,
        "sort_form",
        form,
        lambda: actions.sort_as(
            report.pk, kind=form.cleaned_data["kind"], by=request.user, at=clock.now()
        ),
        _("Sorted: whoever helps with this kind has been told."),
        onward=redirect("conduct:report-list"),
    )


@require_POST
@login_required
def report_answer(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Answer, and say what came of it."""
    report = visible_report(report_id, viewer=request.user)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    return _done(
        request,
        report,
        "answer_form",
        form,
        lambda: actions.answer(
            report.pk,
            outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["text"],
            by=request.user,
            at=clock.now(),
        ),
        _("Answered."),
    )


@require_POST
@login_required
def report_reopen(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Say that the answer did not solve it."""
    report = visible_report(report_id, viewer=request.user)
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    return _done(
        request,
        report,
        "reopen_form",
        form,
        lambda: actions.reopen(
            report.pk, text=form.cleaned_data["text"], by=request.user, at=clock.now()
        ),
        _("It goes on: whoever answered has been told."),
    )


@require_POST
@login_required
def report_withdraw(request: WebRequest, report_id: UUID) -> HttpResponse:
    """Take one's own report back."""
    actions.withdraw(report_id, by=request.user, at=clock.now())
    messages.success(request, _("Your report is withdrawn."))
    return redirect("conduct:report-detail", report_id)
