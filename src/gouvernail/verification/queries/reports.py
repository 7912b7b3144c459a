"""What the public reported, for those who decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.registry.queries import network_label
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


def waiting_count(viewer: Person) -> int:
    """Return how many reported accounts wait for a decision. One query."""
    return visible_reports(viewer).filter(status=ReportedAccount.Status.NEW).count()


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
