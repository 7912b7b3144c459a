"""What who reports does: say it, add to it, come back when it is not solved, take it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.conduct.actions.files import KeptFile, attach
from gouvernail.conduct.actions.telling import (
    actor_of,
    add_line,
    require_going,
    sound,
    tell_helpers,
    tell_people,
    wait_again,
)
from gouvernail.conduct.errors import (
    ReportInvalidError,
    ReportNotFoundError,
    ReportStateError,
    TooManyReportsError,
)
from gouvernail.conduct.models import WITHIN, Line, Report
from gouvernail.conduct.permissions import (
    may_help,
    reporting_units,
    require_reporter,
    visible_report,
)
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit

MOST_A_DAY: Final = 20
COME_BACK: Final = timedelta(days=30)
LONGEST_ADDRESS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What somebody saw. `key` is of the form that was filled in: sent twice, it is one report."""

    key: UUID
    kind: str
    words: str
    address: str = ""
    unit_id: UUID | None = None
    is_discreet: bool = False
    file: KeptFile | None = None


@action("conduct.make_report")
def make_report(*, new: NewReport, by: Person, at: datetime) -> Report:
    """Keep what somebody saw, and tell whoever can help at once.

    Raises:
        ReportInvalidError: no such kind or unit, no words, an address too long.
        ReportNotFoundError: the key is of somebody else's report.
        TooManyReportsError: `MOST_A_DAY` were made in a day.
    """
    made = Report.objects.filter(pk=new.key).select_related("unit").first()
    if made is not None:
        if made.reporter_id != by.pk:
            raise ReportNotFoundError
        return made
    if new.kind not in Report.Kind.values:
        raise ReportInvalidError({"kind": _("Choose one of the kinds.")})
    if len(new.address.strip()) > LONGEST_ADDRESS:
        raise ReportInvalidError({"address": _("This address is too long.")})
    words = sound(new.words, "words")
    today = Report.objects.filter(reporter=by, made_at__gt=at - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise TooManyReportsError(MOST_A_DAY)
    report = Report(
        pk=new.key,
        kind=new.kind,
        words=words,
        address=new.address.strip(),
        unit=_unit(new.unit_id, by=by),
        reporter=by,
        is_discreet=new.is_discreet,
        made_at=at,
        due_at=at + WITHIN[Report.Kind(new.kind)],
    )
    report.save(force_insert=True)
    record(actor=actor_of(report, by), verb="staff_report.made", subject=report, at=at)
    if new.file is not None:
        attach(report, new.file, by=by, at=at)
    tell_helpers(report, about="made", at=at)
    return report


def _unit(unit_id: UUID | None, *, by: Person) -> Unit:
    units = reporting_units(by)
    wanted = unit_id or by.home_unit_id
    unit = units.filter(pk=wanted).first() if wanted else units.first()
    if unit is None:
        raise ReportInvalidError({"unit": _("Choose a unit you work in.")})
    return unit


@action("conduct.say")
def say(
    report_id: UUID, *, text: str, file: KeptFile | None = None, by: Person, at: datetime
) -> Line:
    """Add to a report that goes on; the other side is told. Who helps takes it up by writing.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportStateError: it has ended.
        ReportInvalidError: no words, or too many; too many files.
        ReportNotYoursError: `by` neither made it nor may help.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_going(report)
    words = sound(text, "text")
    helps = may_help(by, report)
    if not helps:
        require_reporter(by, report)
    if file is not None:
        attach(report, file, by=by, at=at)
    if helps:
        if report.helper_id is None:
            report.helper, report.taken_at = by, at
            report.status = Report.Status.TAKEN
            report.save()
            record(actor=by, verb="staff_report.taken", subject=report, at=at)
        line = add_line(report, words, by=by, at=at)
        tell_people(report, [report.reporter_id], about="said", at=at)
        return line
    line = add_line(report, words, by=by, at=at)
    if report.helper_id is None:
        tell_helpers(report, about="added", at=at)
    else:
        tell_people(report, [report.helper_id], about="added", at=at)
    return line


@action("conduct.reopen")
def reopen(report_id: UUID, *, text: str, by: Person, at: datetime) -> Report:
    """Say that the answer did not solve it, within thirty days; who answered is told, or everyone.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportNotYoursError: somebody else made it.
        ReportStateError: it is not answered, or was more than thirty days ago.
        ReportInvalidError: no words, or too many.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_reporter(by, report)
    if not may_come_back(report, at=at):
        raise ReportStateError(report.get_status_display())
    words = sound(text, "text")
    helper = report.helper if report.helper is not None and report.helper.is_active else None
    wait_again(report, at=at)
    if helper is not None:
        report.status, report.helper, report.taken_at = Report.Status.TAKEN, helper, at
    report.save()
    record(actor=actor_of(report, by), verb="staff_report.reopened", subject=report, at=at)
    add_line(report, words, by=by, at=at)
    if helper is not None:
        tell_people(report, [helper.pk], about="reopened", at=at)
    else:
        tell_helpers(report, about="reopened", at=at)
    return report


def may_come_back(report: Report, *, at: datetime) -> bool:
    """Return whether the answer to a report may still be called into question."""
    ended = report.ended_at
    answered = report.status == Report.Status.ANSWERED
    return answered and ended is not None and at <= ended + COME_BACK


@action("conduct.withdraw")
def withdraw(report_id: UUID, *, by: Person, at: datetime) -> Report:
    """Take one's report back while it goes on; whoever took it up is told.

    Raises:
        ReportNotFoundError: missing, or hidden from `by`.
        ReportNotYoursError: somebody else made it.
        ReportStateError: it has ended.
    """
    report = visible_report(report_id, viewer=by, lock=True)
    require_reporter(by, report)
    require_going(report)
    report.status, report.ended_at = Report.Status.WITHDRAWN, at
    report.save()
    record(actor=actor_of(report, by), verb="staff_report.withdrawn", subject=report, at=at)
    if report.helper_id is not None:
        tell_people(report, [report.helper_id], about="withdrawn", at=at)
    return report
