"""What the public reported, for those who decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.queries import network_label
from gouvernail.registry.queries.life import UNDO
from gouvernail.verification.models import Report, ReportedAccount
from gouvernail.verification.permissions import visible_reports

ORDER: Final = ("-last_at", "-id")
SIZE: Final = 50
SHOWN: Final = 50
MARK: Final = "\ufeff"  # a spreadsheet then reads accents as what they are
HEADER: Final = (
    _("Network"), _("Handle"), _("Address"), _("What it is"), _("Reports"), _("First report"),
    _("Last report"), _("Decided on"), _("Decided by"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """How the list of reports is narrowed."""

    words: str = ""
    status: str = ""
    network: str = ""


def reports_for_list(viewer: Person, narrowing: Narrowing) -> QuerySet[ReportedAccount]:
    """Return reported accounts, with how many of their reporters wait for an answer.

    Raises:
        RightMissingError: `viewer` does not read reports.
    """
    waiting = Q(received__answered_at=None) & ~Q(received__contact="")
    rows = visible_reports(viewer).annotate(to_answer=Count("received", filter=waiting))
    if narrowing.status:
        rows = rows.filter(status=narrowing.status)
    if narrowing.network:
        rows = rows.filter(network=narrowing.network)
    if narrowing.words:
        words = narrowing.words
        rows = rows.filter(Q(handle__icontains=words) | Q(url__icontains=words))
    return rows


def page_of_reports(viewer: Person, narrowing: Narrowing, *, cursor: str) -> Page[ReportedAccount]:
    """Return one page of reported accounts, the last reported first. One query."""
    return page_of(reports_for_list(viewer, narrowing), order=ORDER, cursor=cursor, size=SIZE)


def networks_reported(viewer: Person) -> list[tuple[str, str]]:
    """Return the networks of reported accounts. One query."""
    rows = visible_reports(viewer).order_by().values_list("network", flat=True).distinct()
    return sorted(((slug, network_label(slug)) for slug in rows), key=lambda each: each[1])


def waiting_count(viewer: Person, narrowing: Narrowing | None = None) -> int:
    """Return how many reported accounts wait for a decision, of a narrowed list. One query."""
    rows = visible_reports(viewer) if narrowing is None else reports_for_list(viewer, narrowing)
    return rows.filter(status=ReportedAccount.Status.NEW).count()


def deciders() -> list[str]:
    """Return the names of those who decide reports. Two queries."""
    root = Unit.objects.get(parent=None)
    return list(holders_of_right(Right.EDIT_ACCOUNTS, unit=root).values_list("name", flat=True))


def waiting_ids(
    viewer: Person, narrowing: Narrowing, *, until: datetime, most: int
) -> tuple[list[UUID], int]:
    """Return the narrowed accounts that wait, `most` of them, and how many are left. Two queries.

    What was reported after `until` is not among them: whoever asks has not seen it.

    Raises:
        RightMissingError: `viewer` does not read reports.
    """
    rows = reports_for_list(viewer, replace(narrowing, status=ReportedAccount.Status.NEW))
    rows = rows.filter(last_at__lte=until).order_by(*ORDER)
    ids = list(rows.values_list("pk", flat=True)[:most])
    return ids, max(rows.count() - most, 0) if len(ids) == most else 0


def set_aside_together(viewer: Person, *, at: datetime) -> QuerySet[ReportedAccount]:
    """Return what `viewer` set aside so lately that they may take it back, the last first.

    Raises:
        RightMissingError: `viewer` does not read reports.
    """
    rows = visible_reports(viewer).filter(
        status=ReportedAccount.Status.DISMISSED, decided_by=viewer, decided_at__gte=at - UNDO
    )
    return rows.order_by("-decided_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What one person set aside at one instant."""

    at: datetime
    count: int


def last_set_aside(viewer: Person, *, at: datetime) -> Together | None:
    """Return what `viewer` set aside last, while it may be taken back. One query."""
    rows = set_aside_together(viewer, at=at).values_list("decided_at")
    last = rows.annotate(count=Count("pk")).order_by("-decided_at").first()
    return Together(at=last[0], count=last[1]) if last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What was said of a reported account: the last reports with words, who waits, what failed."""

    reports: list[Report]
    to_answer: int
    answered: int
    sent: int
    refused: int


def received(reported: ReportedAccount) -> Received:
    """Return what was said of one reported account. Two queries."""
    rows = reported.received.all()
    left = ~Q(contact="")
    counts = rows.aggregate(
        to_answer=Count("pk", filter=left & Q(answered_at=None)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        refused=Count("pk", filter=Q(refused_at__isnull=False)),
    )
    told = rows.exclude(words="", contact="").order_by("-at")[:SHOWN]
    return Received(reports=list(told), **counts)


def reports_csv(viewer: Person, narrowing: Narrowing) -> Iterator[str]:
    """Return the lines of the narrowed list as a file, in the language of whoever asks.

    No word and no address of a reporter is in it.
    """
    rows = reports_for_list(viewer, narrowing).order_by(*ORDER)
    first, *rest = map(str, HEADER)
    statuses = {value: str(label) for value, label in ReportedAccount.Status.choices}
    cells = (_cells(row, statuses) for row in rows.iterator(chunk_size=500))
    return csv_lines((MARK + first, *rest), cells)


def _cells(row: ReportedAccount, statuses: Mapping[str, str]) -> tuple[object, ...]:
    return (
        network_label(row.network), row.handle, row.url, statuses[row.status], row.reports,
        row.first_at, row.last_at, row.decided_at, row.decided_by.name if row.decided_by else "",
    )  # fmt: skip
