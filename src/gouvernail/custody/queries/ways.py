"""Which accounts are in custody, and by which accesses somebody could get in: as conditions."""

from datetime import date

from django.db.models import Q, QuerySet

from gouvernail.custody.models import Access
from gouvernail.registry.models import Account, Closing


def in_custody() -> Q:
    """Return the condition of accounts somebody must be able to get into. No query of its own.

    Ours, and those closed whose handle is kept so that nobody takes the name.
    """
    ended = Closing.objects.filter(outcome=Closing.Outcome.ENDED).order_by()
    kept = ended.filter(fate=Closing.Fate.KEPT).values("account")
    released = ended.filter(fate=Closing.Fate.RELEASED).values("account")
    closed = Q(status=Account.Status.CLOSED, pk__in=kept) & ~Q(pk__in=released)
    return Q(status__in=Account.OURS) | closed


def let_go() -> Q:
    """Return the condition of accounts nobody is to get into any more. No query of its own.

    Closed with the handle released, or personal: what still opens them is no longer ours to keep.
    """
    return Q(kind=Account.Kind.PERSONAL) | (Q(status=Account.Status.CLOSED) & ~in_custody())


def ways(today: date) -> QuerySet[Access]:
    """Return what `Access.lets_in` says yes to, for every account. No query of its own."""
    return Access.objects.filter(
        ~Q(state=Access.State.CLOSED),
        ~Q(works=False) | Q(works__isnull=True),
        Q(until_on__isnull=True) | Q(until_on__gte=today),
        means__in=Access.ENTERING,
        level__in=Access.ACTING,
        person__is_active=True,
    )
