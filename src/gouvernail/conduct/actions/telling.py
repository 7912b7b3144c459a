"""Who is told what about a report, and what everybody's part shares."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gouvernail.conduct.errors import ReportInvalidError, ReportStateError
from gouvernail.conduct.models import WITHIN, Line, Report
from gouvernail.conduct.permissions import above, helpers_for
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person

LONGEST: Final = 5_000
DISCREET: Final = Actor(kind="machine", ref="conduct", auth="discreet")
WATCH: Final = Actor(kind="machine", ref="conduct", auth="worker")


def actor_of(report: Report, person: Person) -> Person | Actor:
    """Return who the journal names: not who reported, when they asked for discretion."""
    hidden = report.is_discreet and person.pk == report.reporter_id
    return DISCREET if hidden else person


def sound(text: str, field: str) -> str:
    """Return words as they are kept.

    Raises:
        ReportInvalidError: none, or more than `LONGEST` characters.
    """
    words = text.strip()
    if not words:
        raise ReportInvalidError({field: _("Say it in a few words.")})
    if len(words) > LONGEST:
        most = _("At most %(most)s characters, please.") % {"most": LONGEST}
        raise ReportInvalidError({field: most})
    return words


def require_going(report: Report) -> None:
    """Refuse what makes no sense once a report has ended.

    Raises:
        ReportStateError: it is answered or withdrawn.
    """
    if report.status not in Report.GOING:
        raise ReportStateError(report.get_status_display())


def add_line(
    report: Report, text: str, *, by: Person, at: datetime, is_answer: bool = False
) -> Line:
    """Keep one thing said. Called inside an action."""
    line = Line(report=report, by=by, at=at, text=text, is_answer=is_answer)
    line.save()
    record(actor=actor_of(report, by), verb="staff_report_line.said", subject=line, at=at)
    return line


def wait_again(report: Report, *, at: datetime) -> None:
    """Have a report wait for somebody, its time counted anew. Not saved."""
    report.status, report.helper, report.taken_at = Report.Status.RECEIVED, None, None
    report.outcome, report.ended_at = "", None
    report.due_at = at + WITHIN[Report.Kind(report.kind)]


def tell_helpers(report: Report, *, about: str, at: datetime) -> int:
    """Tell whoever may take a report up; the leads when there is nobody else. Returns how many."""
    people = list(helpers_for(report).values_list("pk", flat=True))
    return tell_people(report, people or _leads(report), about=about, at=at)


def tell_above(report: Report, *, about: str, at: datetime) -> int:
    """Tell whoever may take a report up, and the leads of its unit. Returns how many."""
    people = set(helpers_for(report).values_list("pk", flat=True))
    return tell_people(report, people | set(_leads(report)), about=about, at=at)


def _leads(report: Report) -> list[UUID]:
    return list(above(report).values_list("pk", flat=True))


def tell_people(report: Report, people: Iterable[UUID], *, about: str, at: datetime) -> int:
    """Tell these people what became of a report; never its words. Returns how many."""
    message = Message(
        kind=f"staff_report.{about}",
        once=f"report:{report.pk.hex}:{about}:{int(at.timestamp())}",
        path=reverse("conduct:report-detail", args=[report.pk]),
        facts={**_kind_of(report), "unit": report.unit.short_label},
        subject_kind=Report.ledger_kind,
        subject_id=str(report.pk),
    )
    return tell(people=people, message=message, at=at)


def _kind_of(report: Report) -> dict[str, str]:
    """Return what a report is called in both languages."""
    with override("en"):
        english = str(report.get_kind_display())
    with override("fr"):
        return {"title": str(report.get_kind_display()), "title_en": english}
