"""Which accounts a draft may speak on."""

from django.db.models import QuerySet

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries import network_label


def accounts_for_choice(unit: Unit, *, viewer: Person) -> QuerySet[Account]:
    """Return the accounts of `unit` and below that may speak and that `viewer` writes for.

    Connections are loaded. One query when iterated.
    """
    return (
        Account.objects.filter(
            scope(viewer, Right.WRITE_CONTENT, "unit__path"),
            unit__path__startswith=unit.path,
            status__in=Account.SPEAKING,
        )
        .select_related("connection", "unit")
        .order_by("network", Plain("name"))
    )


def is_automatic(account: Account) -> bool:
    """Return whether the site posts on this account by itself. No query if its connection is."""
    connection: Connection | None = getattr(account, "connection", None)
    return connection is not None and connection.status == Connection.Status.CONNECTED


def network_title(account: Account) -> str:
    """Return the network's name as people write it: `X`, `Bluesky`. No query."""
    return network_label(account.network)
