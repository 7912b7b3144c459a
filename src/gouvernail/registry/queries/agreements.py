"""Ownership agreements in force: which there are, and which run out."""

from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from gouvernail.registry.models import Account, Agreement, AgreementPaper

AHEAD: Final = timedelta(days=30)


def in_force() -> QuerySet[Agreement]:
    """Return the agreements that no other has followed, with their account and its unit."""
    return Agreement.objects.filter(ended_on__isnull=True).select_related("account__unit")


def running_out(*, today: date) -> QuerySet[Agreement]:
    """Return the agreements of our named accounts that end within a month, or have. One query."""
    ours = in_force().filter(account__kind=Account.Kind.NAMED, account__status__in=Account.OURS)
    soon = ours.filter(expires_on__lte=today + AHEAD)
    return soon.select_related("account__owner", "person", "filed_by").order_by("expires_on")


def agreements_of(account: Account) -> list[Agreement]:
    """Return every agreement on an account, newest first, with its papers. Two queries.

    The papers come in `papers_known`, newest first, without what they hold.
    """
    agreements = list(account.agreements.select_related("person", "filed_by"))
    papers: dict[object, list[AgreementPaper]] = {}
    kept = AgreementPaper.objects.filter(agreement__in=agreements)
    for paper in kept.defer("content").select_related("added_by"):
        papers.setdefault(paper.agreement_id, []).append(paper)
    for agreement in agreements:
        agreement.papers_known = papers.get(agreement.pk, [])
    return agreements
