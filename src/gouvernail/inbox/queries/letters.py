"""Our accounts whose network writes notifications and gives no access."""

from typing import Final

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts

WRITING: Final = ("facebook", "instagram", "linkedin", "x")
MOST: Final = 500


def accounts_written_to(viewer: Person) -> list[Account]:
    """Return the accounts on those networks that `viewer` answers for, by name. One query."""
    rows = visible_accounts(viewer, right=Right.MODERATE_COMMENTS)
    rows = rows.filter(network__in=WRITING, status__in=Account.OURS)
    return list(rows.order_by("name", "pk")[:MOST])
