"""Which accounts may be looked at now, and for what."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from gouvernail.advocacy.models import Kit, OwnWords, PersonalAccount, Programme
from gouvernail.advocacy.permissions import ACTIVE
from gouvernail.advocacy.queries.reading import READABLE


def accounts_to_read(*, today: date, before: datetime) -> QuerySet[PersonalAccount]:
    """Return the accounts whose owners agree today, not looked at since `before`.

    The longest ago first. One query when iterated.
    """
    rows = PersonalAccount.objects.filter(
        Q(looked_at__isnull=True) | Q(looked_at__lt=before),
        reads=True,
        consent_until__gte=today,
        ended_at__isnull=True,
        network__in=sorted(READABLE),
        membership__status=ACTIVE,
        membership__person__is_active=True,
        membership__programme__status=Programme.Status.OPEN,
    )
    rows = rows.select_related("membership__programme")
    return rows.order_by(F("looked_at").asc(nulls_first=True), "pk")


def stories_of(account: PersonalAccount) -> list[Kit]:
    """Return the stories a member may have shared, with their wordings. Two queries."""
    rows = Kit.objects.filter(
        programme=account.membership.programme_id,
        approved_at__isnull=False,
        status__in=(*Kit.AGREED, *Kit.OVER),
    )
    return list(rows.prefetch_related("wordings").order_by("-made_at")[:50])


def own_approved(account: PersonalAccount) -> list[OwnWords]:
    """Return the approved wordings of a member's own. One query."""
    rows = OwnWords.objects.filter(membership=account.membership, status=OwnWords.Status.APPROVED)
    return list(rows.exclude(text=""))
