"""Who holds access to accounts of some networks or of some risk: asked by training."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Exists, OuterRef, Q

from gouvernail.custody.models import Access
from gouvernail.registry.actions.accounts import PLACES
from gouvernail.registry.models import Account

# How well the access to an account is held (0 to 5, or not known) says how much it is at risk.
RISKS: Final = {
    "high": Q(custody__isnull=True) | Q(custody__lte=1),
    "medium": Q(custody__gte=2, custody__lte=3),
    "low": Q(custody__gte=4),
}


def holders(*, networks: Sequence[str], risks: Sequence[str]) -> Q:
    """Return the filter on people who can get into an account of these, or answer for one.

    An empty list narrows nothing. Only accounts that are checked count. No query.
    """
    accounts = Account.objects.exclude(status__in=Account.UNCHECKED)
    if networks:
        accounts = accounts.filter(network__in=list(networks))
    if risks:
        none = Q(pk__in=[])
        accounts = accounts.filter(reduce(or_, (RISKS.get(one, none) for one in risks)))
    ways = Access.objects.filter(person=OuterRef("pk"), account__in=accounts.values("pk"))
    in_use = ways.exclude(state=Access.State.CLOSED)
    answered = (Q(Exists(accounts.filter(**{place: OuterRef("pk")}))) for place in PLACES)
    return Q(Exists(in_use)) | reduce(or_, answered)
