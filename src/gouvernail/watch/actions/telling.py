"""Who is told of what: each fact once to each person."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.crisis.actions.telling import people_of, runners_of
from gouvernail.crisis.models import Incident, Seat
from gouvernail.foundation.actors import machine
from gouvernail.notifications.actions import Message, tell
from gouvernail.watch.models import Report
from gouvernail.watch.queries.watches import officer_of

WORKER: Final = machine("worker")


def tell_of_report(
    report: Report,
    kind: str,
    *,
    people: Iterable[UUID],
    at: datetime,
    facts: Mapping[str, str] | None = None,
) -> int:
    """Tell people once of a report; its number stands under `by`."""
    incident = report.watch.incident
    message = Message(
        kind=f"watch.{kind}",
        once=f"watch:{report.pk.hex}:{kind}",
        path=reverse("watch:report-detail", args=[report.pk]),
        facts={**_named(incident), "by": str(report.number), **(facts or {})},
        subject_kind=Report.ledger_kind,
        subject_id=str(report.pk),
    )
    return tell(people=people, message=message, at=at)


def tell_of_incident(  # noqa: PLR0913 -- a message has these parts
    incident: Incident,
    kind: str,
    *,
    people: Iterable[UUID],
    once: str,
    at: datetime,
    facts: Mapping[str, str] | None = None,
    path: str = "",
) -> int:
    """Tell people once of something in the watch of an incident; its page unless `path` says."""
    message = Message(
        kind=f"watch.{kind}",
        once=f"watch:{incident.pk.hex}:{once}",
        path=path or reverse("watch:watch-detail", args=[incident.pk]),
        facts={**_named(incident), **(facts or {})},
        subject_kind=Incident.ledger_kind,
        subject_id=str(incident.pk),
    )
    return tell(people=people, message=message, at=at)


def officers(incident: Incident) -> set[UUID]:
    """Return the officer on duty and their deputy; the lead where nobody is. Two queries."""
    seat = officer_of(incident)
    found = {seat.person_id, seat.deputy_id} - {None} if seat else set()
    return {one for one in found if one is not None} or leads(incident)


def leads(incident: Incident) -> set[UUID]:
    """Return the lead and their deputy; who runs incidents there where nobody is. Two queries."""
    seat = Seat.objects.filter(incident=incident, role="lead", until__isnull=True).first()
    found = {seat.person_id, seat.deputy_id} if seat else set()
    return {one for one in found if one is not None} or _around(incident)


def everybody(incident: Incident) -> set[UUID]:
    """Return who holds a seat, and who runs incidents there. Two queries."""
    return people_of(incident) | _around(incident)


def _around(incident: Incident) -> set[UUID]:
    """Return who runs incidents there; nobody beside its team in a drill. One query at most."""
    return set() if incident.is_drill else runners_of(incident)


def _named(incident: Incident) -> dict[str, str]:
    """Return the facts that name an incident; those of a drill are told as such."""
    return {"title": incident.title, **({"drill": "1"} if incident.is_drill else {})}
