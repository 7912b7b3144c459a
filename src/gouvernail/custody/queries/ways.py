"""By which accesses somebody could get in today, as a condition of the database."""

from datetime import date

from django.db.models import Q, QuerySet

from gouvernail.custody.models import Access


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
