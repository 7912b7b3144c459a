"""Makers of reports of staff."""

from datetime import UTC, datetime

from gouvernail.conduct.actions import NewReport, make_report
from gouvernail.conduct.models import Report
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_staff_report(
    *,
    by: Person,
    kind: str = "phishing",
    words: str = "On me demande le code reçu par SMS.",
    at: datetime = NOON,
    is_discreet: bool = False,
    unit: Unit | None = None,
) -> Report:
    """Return a report as somebody just made it."""
    new = NewReport(key=uuid7(), kind=kind, words=words, is_discreet=is_discreet)
    report = make_report(new=new, by=by, at=at)
    if unit is not None:  # somewhere they have no part
        Report.objects.filter(pk=report.pk).update(unit=unit)
        report.unit = unit
    return report
