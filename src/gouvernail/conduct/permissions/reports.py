"""Who reads a report of staff, and who may help."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.conduct.errors import ReportNotFoundError, ReportNotYoursError
from gouvernail.conduct.models import Report, ReportFile
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, active_grants, holders_of_right, may, scope

RELATED = ("unit", "reporter", "helper")
OF_SECURITY = Q(kind__in=Report.SECURITY)


def right_for(kind: str) -> Right:
    """Return the right of those who help with reports of a kind."""
    return Right.ANSWER_ALERTS if kind in Report.SECURITY else Right.ANSWER_REPORTS


def visible_reports(viewer: Person) -> QuerySet[Report]:
    """Return the reports `viewer` may read: their own, those given to them, those they may help.

    One query for the grants.
    """
    own = Q(reporter=viewer) | Q(helper=viewer)
    alerts = OF_SECURITY & scope(viewer, Right.ANSWER_ALERTS, "unit__path")
    others = ~OF_SECURITY & scope(viewer, Right.ANSWER_REPORTS, "unit__path")
    return Report.objects.filter(own | alerts | others)


def visible_report(report_id: UUID | str, *, viewer: Person, lock: bool = False) -> Report:
    """Return one report that `viewer` may read, with who it names.

    Raises:
        ReportNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Report.objects.select_for_update().filter(pk=report_id).first()
    report = visible_reports(viewer).select_related(*RELATED).filter(pk=report_id).first()
    if report is None:
        raise ReportNotFoundError
    return report


def may_help(person: Person, report: Report) -> bool:
    """Return whether `person` may take up, answer and pass on a report: never their own."""
    if person.pk == report.reporter_id:
        return False
    return person.pk == report.helper_id or may(person, right_for(report.kind), unit=report.unit)


def require_helper(person: Person, report: Report) -> None:
    """Refuse whoever may not help with this report.

    Raises:
        ReportNotYoursError: it is their own, or for others.
    """
    if not may_help(person, report):
        raise ReportNotYoursError


def require_reporter(person: Person, report: Report) -> None:
    """Refuse whoever did not make this report.

    Raises:
        ReportNotYoursError: somebody else made it.
    """
    if person.pk != report.reporter_id:
        raise ReportNotYoursError


def may_read_files(person: Person, report: Report) -> bool:
    """Return whether `person` opens the files of a report: who made it, and who took it up."""
    return person.pk in {report.reporter_id, report.helper_id}


def visible_file(report_id: UUID, file_id: UUID, *, viewer: Person) -> ReportFile:
    """Return one file that `viewer` may open.

    Raises:
        ReportNotFoundError: missing, hidden or erased; the caller cannot tell which.
    """
    report = visible_report(report_id, viewer=viewer)
    file = report.files.filter(pk=file_id).exclude(sha256="").first()
    if file is None or not may_read_files(viewer, report):
        raise ReportNotFoundError
    return file


def knows_reporter(person: Person, report: Report) -> bool:
    """Return whether `person` reads the name of who reported."""
    return not report.is_discreet or person.pk in {report.reporter_id, report.helper_id}


def helpers_for(report: Report) -> QuerySet[Person]:
    """Return who may take up a report, by name. One query when iterated."""
    people = holders_of_right(right_for(report.kind), unit=report.unit)
    return people.exclude(pk=report.reporter_id)


def above(report: Report) -> QuerySet[Person]:
    """Return who is told when nobody took a report up: the leads of its unit. One query."""
    return holders_of_right(Right.EDIT_CHARTER, unit=report.unit).exclude(pk=report.reporter_id)


def takers_for(report: Report) -> QuerySet[Person]:
    """Return to whom a report may be given: who helps with either kind there. One query."""
    alerts = holders_of_right(Right.ANSWER_ALERTS, unit=report.unit)
    others = holders_of_right(Right.ANSWER_REPORTS, unit=report.unit)
    gone = [key for key in (report.reporter_id, report.helper_id) if key is not None]
    return (alerts | others).exclude(pk__in=gone).order_by(Plain("name"))


def reporting_units(person: Person) -> QuerySet[Unit]:
    """Return the units a report of `person` may be about: where they are, and where they act.

    One query for the grants, one when iterated; the unit they are at home in comes first.
    """
    home = person.home_unit_id
    keys = {grant.unit_id for grant in active_grants(person)} | ({home} if home else set())
    return Unit.objects.filter(pk__in=keys, status=Unit.Status.OPEN).order_by("path")
