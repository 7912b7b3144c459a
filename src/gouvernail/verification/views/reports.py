"""The lead’s pages of reports: the list, one reported account, the decision, the answer."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.errors import DomainError, InvalidInputError
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.registry.errors import UndoTooLateError
from gouvernail.verification.actions.dismissals import dismiss_reports, restore_reports
from gouvernail.verification.actions.reports import answer_reporters, decide_report
from gouvernail.verification.forms import AnswerForm, DecisionForm, DismissForm, ReportFilterForm
from gouvernail.verification.models import ReportedAccount
from gouvernail.verification.permissions import (
    is_publisher,
    is_report_decider,
    require_report_decider,
    require_report_reader,
    visible_report,
)
from gouvernail.verification.queries.reports import (
    Narrowing,
    deciders,
    last_set_aside,
    networks_reported,
    page_of_reports,
    received,
    reports_csv,
    waiting_count,
    waiting_ids,
)
from gouvernail.verification.views.choosing import back_to

AT_ONCE = 100


@require_GET
@login_required
def report_list(request: WebRequest) -> HttpResponse:
    """Show what the public reported, one row an account."""
    return _list(request, DismissForm())


def _list(request: WebRequest, dismiss: DismissForm, ticked: Sequence[UUID] = ()) -> HttpResponse:
    viewer = request.user
    require_report_reader(viewer)
    narrowing = _narrowing(request)
    form = ReportFilterForm(request.GET, networks=networks_reported(viewer))
    decides, now = is_report_decider(viewer), clock.now()
    context = {
        "page": page_of_reports(viewer, narrowing, cursor=request.GET.get("cursor", "")),
        "filter_form": form,
        "chips": form.chips(),
        "waiting": waiting_count(viewer),
        "here_waiting": waiting_count(viewer, narrowing),
        "narrowed": narrowing != Narrowing(),
        "may_decide": decides,
        "may_choose": is_publisher(viewer),
        "dismiss": dismiss,
        "ticked": ticked,
        "all_ticked": request.POST.get("all", ""),
        "at_once": AT_ONCE,
        "shown_at": now,
        "set_aside": last_set_aside(viewer, at=now) if decides else None,
    }
    return render(request, "verification/report_list.html", context, status=status_of(dismiss))


@require_POST
@login_required
def report_dismiss(request: WebRequest) -> HttpResponse:
    """Set aside the accounts ticked, or all that the list shows and that wait."""
    require_report_decider(request.user)
    form = DismissForm(request.POST)
    ticked = [UUID(one) for one in request.POST.getlist("reported") if is_uuid(one)][:AT_ONCE]
    if not form.is_valid():
        return _list(request, form, ticked)
    ids, left = ticked, 0
    if request.POST.get("all"):
        shown = _instant(request.POST.get("shown_at", "")) or clock.now()
        ids, left = waiting_ids(request.user, _narrowing(request), until=shown, most=AT_ONCE)
    if not ids:
        form.add_error(None, _("Tick the accounts to set aside."))
        return _list(request, form)
    reason, at = form.cleaned_data["reason"], clock.now()
    count = dismiss_reports(ids, reason=reason, by=request.user, at=at)
    words = ngettext("%(n)s account is set aside.", "%(n)s accounts are set aside.", count)
    messages.success(request, words % {"n": count})
    if left:
        words = ngettext(
            "%(n)s account of this list is left: do it again for the rest.",
            "%(n)s accounts of this list are left: do it again for the rest.",
            left,
        )
        messages.info(request, words % {"n": left})
    return redirect(back_to("verification:report-list", request))


@require_POST
@login_required
def report_restore(request: WebRequest) -> HttpResponse:
    """Let what was set aside together a moment ago wait again."""
    require_report_decider(request.user)
    together = _instant(request.POST.get("at", ""))
    if together is None:
        raise UndoTooLateError
    count = restore_reports(together, by=request.user, at=clock.now())
    words = ngettext("%(n)s account waits again.", "%(n)s accounts wait again.", count)
    messages.success(request, words % {"n": count})
    return redirect(back_to("verification:report-list", request))


def _instant(raw: str) -> datetime | None:
    """Return the instant that a form carries; None when it is not one."""
    try:
        read = datetime.fromisoformat(raw)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _narrowing(request: WebRequest) -> Narrowing:
    given = request.GET
    return Narrowing(
        words=given.get("q", "").strip()[:200],
        status=given.get("status", ""),
        network=given.get("network", ""),
    )


@require_GET
@login_required
def report_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed list as CSV, without a word or an address of whoever reported."""
    require_report_reader(request.user)
    require_step_up(Act.EXPORT, at=clock.now())
    name = f"reports-{clock.now():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        reports_csv(request.user, _narrowing(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
@login_required
def report_detail(request: WebRequest, reported_id: UUID) -> HttpResponse:
    """Show one reported account: what was said, what it is, who waits for an answer."""
    return _page(request, visible_report(reported_id, viewer=request.user))


def _page(
    request: WebRequest,
    reported: ReportedAccount,
    *,
    decision: DecisionForm | None = None,
    answer: AnswerForm | None = None,
) -> HttpResponse:
    decides = is_report_decider(request.user)
    context = {
        "reported": reported,
        "received": received(reported),
        "decision": decision or DecisionForm(),
        "answer": answer or AnswerForm(initial={"words": _usual_answer(reported)}),
        "is_new": reported.status == ReportedAccount.Status.NEW,
        "may_decide": decides,
        "deciders": [] if decides else deciders(),
        "may_choose": is_publisher(request.user),
    }
    wrong = decision is not None or answer is not None
    return render(request, "verification/report_detail.html", context, status=422 if wrong else 200)


def _usual_answer(reported: ReportedAccount) -> str:
    """Return an answer to start from, by what was decided; nothing before."""
    said = {
        "impostor": _("Thank you. This account is not ours: do not answer it."),
        "rogue": _("Thank you. This account does not speak for us; we are seeing to it."),
        "parody": _("Thank you. This account is a parody: it is lawful, and it is not ours."),
        "fan": _("Thank you. This account is run by others, in their own name."),
        "official": _("Thank you. We checked: this account is ours."),
        "dismissed": _("Thank you. We looked, and found nothing in it that concerns us."),
    }
    return said.get(reported.status, "")


@require_POST
@login_required
def report_decide(request: WebRequest, reported_id: UUID) -> HttpResponse:
    """Say what a reported account is."""
    require_report_decider(request.user)
    reported = visible_report(reported_id, viewer=request.user)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, reported, decision=form)
    told = form.cleaned_data

    def decide() -> None:
        decide_report(
            reported_id,
            status=told["status"],
            reason=told["reason"],
            by=request.user,
            at=clock.now(),
        )

    if not _done(decide, form):
        return _page(request, reported, decision=form)
    messages.success(request, _("Decided. The register says so too."))
    return redirect("verification:report-detail", reported_id)


@require_POST
@login_required
def report_answer(request: WebRequest, reported_id: UUID) -> HttpResponse:
    """Answer those who reported an account and left an address."""
    require_report_decider(request.user)
    reported = visible_report(reported_id, viewer=request.user)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, reported, answer=form)
    count = answer_reporters(
        reported_id, words=form.cleaned_data["words"], by=request.user, at=clock.now()
    )
    words = ngettext(
        "The answer leaves for %(n)s person.", "The answer leaves for %(n)s people.", count
    )
    messages.success(request, words % {"n": count})
    return redirect("verification:report-detail", reported_id)


def _done(act: Callable[[], None], form: forms.Form) -> bool:
    """Do it, or put each refusal beside its field."""
    try:
        act()
    except InvalidInputError as refused:
        for name, words in refused.fields.items():
            form.add_error(name if name in form.fields else None, words)
        if not form.errors:
            form.add_error(None, refused.message)
        return False
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    return True
