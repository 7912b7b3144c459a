"""Makers for watches and the reports that left."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.people.models import Person
from gouvernail.watch import actions
from gouvernail.watch.models import Report, Watch
from gouvernail.watch.queries.watches import open_report
from tests.make.crisis import make_incident

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_watch(*, by: Person, at: datetime = NOON, **fields: Any) -> Watch:
    """Declare an incident and begin its clock, as the worker does."""
    incident = make_incident(by=by, at=at, **fields)
    watch = actions.open_watch(incident_id=incident.pk, at=at)
    assert watch is not None
    return watch


def make_report_sent(watch: Watch, *, by: Person, at: datetime = NOON) -> Report:
    """Send the report that a watch expects."""
    report = open_report(watch)
    assert report is not None
    return actions.send_report(
        report_id=report.pk,
        parts={"sentence": "Calm."},
        edition=report.edition,
        by=by,
        at=at,
    )
