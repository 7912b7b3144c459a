"""A situation report from its first line to its readers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import note
from gouvernail.crisis.models import Entry
from gouvernail.crisis.permissions import open_room
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.watch.actions.saying import around_of, digest_of, said_of
from gouvernail.watch.actions.telling import WORKER, officers, tell_of_report
from gouvernail.watch.actions.watches import expect_report
from gouvernail.watch.errors import (
    NobodyToTellError,
    ReportChangedError,
    ReportNotFoundError,
    ReportSentError,
    WatchInvalidError,
)
from gouvernail.watch.models import Copy, Report, Watch
from gouvernail.watch.queries.figures import figures_of
from gouvernail.watch.queries.filling import filled_of, untouched
from gouvernail.watch.queries.watches import next_due, recipients_of

PART_LIMIT: Final = 5_000


@action("watch.begin_report")
def begin_report(*, report_id: UUID, by: Person, at: datetime) -> Report:
    """Take up the report that is expected: pre-filled with what changed since the last one.

    One that is being written already is filled again where nobody touched it, and measured anew.

    Raises:
        ReportSentError: it left, or is no longer expected.
        ReportNotFoundError, RightMissingError, IncidentClosedError.
    """
    report = _open(report_id, by=by)
    return _prepared(report, by=by, viewer=by, at=at)


def _prepared(report: Report, *, by: Person | Actor, viewer: Person, at: datetime) -> Report:
    free = untouched(report)
    with translation.override(viewer.language or "fr"):
        filled = filled_of(report.watch.incident, since=report.since, at=at)
    for part, words in filled.items():
        if free[part]:
            setattr(report, part, words[:PART_LIMIT])
    report.filled = {part: getattr(report, part) if free[part] else filled[part] for part in filled}
    report.figures = figures_of(report.watch, since=report.since, viewer=viewer, at=at)
    first = report.status == Report.Status.DUE
    report.status = Report.Status.DRAFT
    report.edition += 1
    if isinstance(by, Person):
        report.written_by = by
    report.save()
    verb = "situation_report.begun" if first else "situation_report.written"
    record(actor=by, verb=verb, subject=report, at=at)
    return report


@action("watch.prepare_report")
def prepare_report(*, report_id: UUID, at: datetime) -> Report | None:
    """Pre-fill a report some time before it is expected, and tell the officer that it waits.

    What is frozen is counted as the officer, the lead or whoever declared sees it.
    """
    report = _locked(report_id)
    if report is None or report.status not in Report.OPEN or report.watch.ended_at is not None:
        return None
    incident = report.watch.incident
    people = officers(incident)
    viewer = Person.objects.filter(pk__in=people, is_active=True).order_by("pk").first()
    report.reminded_at = at
    if report.status == Report.Status.DUE:
        _prepared(report, by=WORKER, viewer=viewer or incident.declared_by, at=at)
    else:
        report.save(update_fields=("reminded_at",))
    tell_of_report(report, "report_soon", people=people, at=at)
    return report


@action("watch.write_report")
def write_report(
    *, report_id: UUID, parts: Mapping[str, str], edition: int, by: Person, at: datetime
) -> Report:
    """Keep what was written in a report: `parts` are those of `Report.PARTS` to change.

    `edition` is the one that was read.

    Raises:
        WatchInvalidError: a part is too long, under its name.
        ReportChangedError: somebody else wrote in it meanwhile.
        ReportSentError, ReportNotFoundError, RightMissingError, IncidentClosedError.
    """
    report = _open(report_id, by=by)
    _must_be_read(report, edition, by=by)
    _write(report, parts)
    report.edition += 1
    report.status, report.written_by = Report.Status.DRAFT, by
    report.save()
    record(actor=by, verb="situation_report.written", subject=report, at=at)
    return report


def _must_be_read(report: Report, edition: int, *, by: Person) -> None:
    if edition != report.edition and report.written_by_id not in {None, by.pk}:
        raise ReportChangedError(report.written_by.name if report.written_by else "")


def _write(report: Report, parts: Mapping[str, str]) -> None:
    wrong = {}
    for part in Report.PARTS:
        words = parts.get(part, getattr(report, part)).replace("\r\n", "\n").strip()
        if len(words) > PART_LIMIT:
            wrong[part] = _("At most %(most)s characters, please.") % {"most": PART_LIMIT}
        setattr(report, part, words)
    if wrong:
        raise WatchInvalidError(wrong)


@action("watch.send_report")
def send_report(
    *, report_id: UUID, parts: Mapping[str, str], edition: int, by: Person, at: datetime
) -> Report:
    """Send a report to its readers, sealed as it stands, and expect the next one.

    Figures are measured again at this instant. Readers are told in the product at once, and by a
    letter with a link of their own at the worker's next turn.

    Raises:
        WatchInvalidError: it has no sentence, or a part is too long.
        NobodyToTellError: nobody would get it.
        ReportChangedError, ReportSentError, ReportNotFoundError, RightMissingError,
        IncidentClosedError.
    """
    report = _open(report_id, by=by)
    _must_be_read(report, edition, by=by)
    _write(report, parts)
    if not report.sentence:
        raise WatchInvalidError({"sentence": _("Say in one sentence where things stand.")})
    readers = list(recipients_of(report.watch))
    if not readers:
        raise NobodyToTellError
    watch = report.watch
    report.figures = figures_of(watch, since=report.since, viewer=by, at=at)
    report.status, report.sent_by, report.sent_at = Report.Status.SENT, by, at
    report.edition += 1
    coming = next_due(watch, report, at=at)
    report.said = said_of(report, around_of(report, by=by, next_at=coming), at=at)
    report.digest = digest_of(report.said)
    report.save()
    record(actor=by, verb="situation_report.sent", subject=report, at=at, digest=report.digest)
    for reader in readers:
        copy = Copy(report=report, recipient=reader, sent_at=at)
        if reader.person_id == by.pk:  # who sends it has read it
            copy.acknowledged_at, copy.how, copy.noted_by = at, Copy.How.SITE, by
        copy.save(force_insert=True)
        record(actor=by, verb="report_copy.sent", subject=copy, at=at)
    _noted(report, len(readers), by=by, at=at)
    expect_report(watch, number=report.number + 1, since=at, by=by, at=at)
    people = {one.person_id for one in readers if one.person_id is not None}
    tell_of_report(report, "report_sent", people=people - {by.pk}, at=at)
    announce("watch.report_sent", {"report_id": report.pk}, at=at)
    return report


def _noted(report: Report, count: int, *, by: Person, at: datetime) -> None:
    late = report.was_late
    facts = {"number": str(report.number), "count": str(count)}
    code = "report_sent_late" if late else "report_sent"
    incident = report.watch.incident
    kind = Entry.Kind.REPORT
    note(incident, kind, code, by=by, at=at, facts=facts, text=report.sentence, about=report)


def _locked(report_id: UUID) -> Report | None:
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "watch__incident__plan", "watch__incident__unit", "watch__incident__declared_by"
    )
    return rows.select_related("written_by").filter(pk=report_id).first()


def _open(report_id: UUID, *, by: Person) -> Report:
    """Return a report that is still to be sent, locked, from a room that `by` runs."""
    found = Report.objects.filter(pk=report_id).values_list("watch__incident_id", flat=True).first()
    if found is None:
        raise ReportNotFoundError
    incident = open_room(found, by=by)
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("watch", "written_by")
        .get(pk=report_id)
    )
    watch: Watch = report.watch
    watch.incident = incident
    if report.status not in Report.OPEN:
        raise ReportSentError
    return report
