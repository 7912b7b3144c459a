"""What who helps does: take a report up, sort it, pass it on, answer it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.conduct.actions.telling import (
    add_line,
    require_going,
    sound,
    tell_helpers,
    tell_people,
    wait_again,
)
from gouvernail.conduct.errors import ReportInvalidError, ReportStateError
from gouvernail.conduct.models import Report
from gouvernail.conduct.permissions import require_helper, takers_for, visible_report
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("conduct.take_up")
def take_up(report_id: UUID, *, by: Person, at: datetime) -> Report:
    """Take a report up, or over from a colleague, who is told as the reporter is.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportNotYoursError: it is their own, or for others.
        ReportStateError: it has ended.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_helper(by, report)
    require_going(report)
    if report.helper_id == by.pk:
        return report
    before = report.helper_id
    report.status, report.helper, report.taken_at = Report.Status.TAKEN, by, at
    report.save()
    record(actor=by, verb="staff_report.taken", subject=report, at=at)
    tell_people(report, [report.reporter_id], about="taken", at=at)
    if before is not None:
        tell_people(report, [before], about="taken_over", at=at)
    return report


@action("conduct.pass_on")
def pass_on(report_id: UUID, *, to: UUID, text: str, by: Person, at: datetime) -> Report:
    """Give a report to a colleague who can help better; why is read by who reported, too.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportNotYoursError: it is their own, or for others.
        ReportStateError: it has ended.
        ReportInvalidError: no such colleague, or no words.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_helper(by, report)
    require_going(report)
    words = sound(text, "text")
    taker = takers_for(report).filter(pk=to).first()
    if taker is None:
        raise ReportInvalidError({"to": _("Choose one of the people offered.")})
    report.status, report.helper, report.taken_at = Report.Status.TAKEN, taker, at
    report.save()
    record(actor=by, verb="staff_report.passed_on", subject=report, at=at)
    add_line(report, words, by=by, at=at)
    tell_people(report, [taker.pk], about="given", at=at)
    tell_people(report, [report.reporter_id], about="said", at=at)
    return report


@action("conduct.sort_as")
def sort_as(report_id: UUID, *, kind: str, by: Person, at: datetime) -> Report:
    """Say that a report is of another kind: whoever helps with that kind is told, as if just made.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportNotYoursError: it is their own, or for others.
        ReportStateError: it has ended.
        ReportInvalidError: no such kind, or the same.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_helper(by, report)
    require_going(report)
    if kind not in Report.Kind.values or kind == report.kind:
        raise ReportInvalidError({"kind": _("Choose another kind.")})
    report.kind = kind
    wait_again(report, at=at)
    report.save()
    record(actor=by, verb="staff_report.sorted", subject=report, at=at)
    tell_helpers(report, about="made", at=at)
    return report


@action("conduct.answer")
def answer(report_id: UUID, *, outcome: str, text: str, by: Person, at: datetime) -> Report:
    """Answer in words, and say what came of it; who reported may come back within thirty days.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportNotYoursError: it is their own, or for others.
        ReportStateError: it has ended, or nobody has taken it up.
        ReportInvalidError: no such outcome, or no words.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_helper(by, report)
    if report.status != Report.Status.TAKEN or report.helper_id != by.pk:
        raise ReportStateError(report.get_status_display())
    if outcome not in Report.Outcome.values:
        raise ReportInvalidError({"outcome": _("Say what came of it.")})
    words = sound(text, "text")
    report.status, report.outcome, report.ended_at = Report.Status.ANSWERED, outcome, at
    report.save()
    record(actor=by, verb="staff_report.answered", subject=report, at=at)
    add_line(report, words, by=by, at=at, is_answer=True)
    tell_people(report, [report.reporter_id], about="answered", at=at)
    return report
