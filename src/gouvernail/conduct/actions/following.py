"""What happens by itself: nobody took it up, who had it left, it is too old to be kept."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from gouvernail.conduct.actions.files import erase_files
from gouvernail.conduct.actions.telling import WATCH, tell_above, tell_helpers, wait_again
from gouvernail.conduct.models import WITHIN, Line, Report
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import erase_openings, record

KEPT: Final = timedelta(days=730)
SLICE: Final = 200


@action("conduct.follow_up")
def follow_up(*, at: datetime) -> int:
    """Call more people to what nobody took up in time; free what somebody who left had taken.

    Who may help and the leads of the unit are told once the time is over, then after twice as long,
    and so on. Returns how many reports were followed.
    """
    left = Report.objects.filter(status=Report.Status.TAKEN, helper__is_active=False)
    number = 0
    for report in left.select_related("unit").order_by("pk"):
        wait_again(report, at=at)
        report.save()
        record(actor=WATCH, verb="staff_report.let_go", subject=report, at=at)
        tell_helpers(report, about="made", at=at)
        number += 1
    late = Report.objects.filter(status=Report.Status.RECEIVED, due_at__lte=at)
    for report in late.select_related("unit").order_by("pk"):
        tell_above(report, about="late", at=_last_call(report, at=at))
        number += 1
    return number


def _last_call(report: Report, *, at: datetime) -> datetime:
    """Return when people were last to be told: at the end of the time, then of its doubles."""
    within = WITHIN[Report.Kind(report.kind)]
    called = report.due_at
    while called + within <= at:
        called, within = called + within, within * 2
    return called


@action("conduct.forget_old")
def forget_old(*, at: datetime) -> int:
    """Empty the words and files of what ended two years ago; that it was, and how, stays.

    Returns how many texts and files were emptied, of `SLICE` reports at most.
    """
    told = ~Q(words="") | ~Q(address="") | Q(lines__text__gt="") | Q(files__sha256__gt="")
    gone = Report.objects.filter(told, ended_at__lt=at - KEPT).distinct()
    keys = list(gone.order_by("pk").values_list("pk", flat=True)[:SLICE])
    return _empty(Q(pk__in=keys), Q(report__in=keys), Q(report__in=keys), at=at)


@action("conduct.redact_words")
def redact_words(*, person_id: UUID, at: datetime) -> int:
    """Empty what somebody whose data were erased had written or sent; returns how many.

    Idempotent.
    """
    return _empty(Q(reporter=person_id), Q(by=person_id), Q(by=person_id), at=at)


def _empty(reports: Q, lines: Q, files: Q, *, at: datetime) -> int:
    number = erase_files(files, at=at)
    for report in Report.objects.filter(reports).exclude(words="", address="").order_by("pk"):
        report.words = report.address = ""
        number += _emptied(report, "staff_report.redacted", at=at)
    for line in Line.objects.filter(lines).exclude(text="").order_by("pk"):
        line.text = ""
        number += _emptied(line, "staff_report_line.redacted", at=at)
    return number


def _emptied(row: Report | Line, verb: str, *, at: datetime) -> int:
    row.save()
    erase_openings(subject_kind=row.ledger_kind, subject_id=str(row.pk))
    record(actor=WATCH, verb=verb, subject=row, at=at)
    return 1
